//! Giving up one name, with its posts or leaving them to "departed member 1, 2 …".

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::event::EventKind;
use crate::domain::ids::{PersonaId, ThreadId};
use crate::domain::persona::Persona;
use crate::domain::post::{Post, PostState};
use crate::identity::member::Member;
use crate::identity::naming::used_hash;
use crate::privacy::ledger::{self, Entry};
use crate::store::{self, StoreError, Tx};

use super::refusal::Refusal;
use super::remove::bury;

/// What becomes of the posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Posts {
    /// They are deleted.
    Remove,
    /// They stay, without a name.
    Depart,
}

/// Which name.
#[derive(Clone, Debug)]
pub(crate) enum Which {
    /// The one in use on a board, by code or slug.
    OnBoard(String),
    /// Any of one's own, one-off ones too.
    Persona(PersonaId),
}

/// Gives up a name: its row stays without the handle, with its standing; the handle never comes back. One transaction,
/// one face. Doing it twice answers `NotFound`.
pub(crate) async fn retire(ctx: &Arc<Ctx>, member: Arc<Member>, which: Which, posts: Posts) -> Result<(), Refusal> {
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store
        .tx(move |tx| {
            Box::pin(async move {
                member.hold(tx).await?;
                let boards = store::boards::list(tx).await?;
                let faces = member.faces(tx, &boards).await?;
                let face = match &which {
                    Which::OnBoard(board) => {
                        let board = store::boards::find(tx, board).await?.ok_or(Refusal::NotFound)?;
                        faces.on_board(&board.code)
                    }
                    Which::Persona(id) => faces.iter().find(|f| f.persona.id == *id && !f.persona.retired()),
                };
                let persona = face.ok_or(Refusal::NotFound)?.persona.clone();
                give_up(&ctx, tx, &persona, posts).await
            })
        })
        .await
}

async fn give_up(ctx: &Ctx, tx: &Tx, persona: &Persona, posts: Posts) -> Result<(), Refusal> {
    let mut by_thread: BTreeMap<ThreadId, Vec<Post>> = BTreeMap::new();
    for post in store::posts::list_by_author(tx, persona.key).await? {
        by_thread.entry(post.thread).or_default().push(post);
    }
    enter(ctx, persona, by_thread.values().flatten(), posts).await?;
    // In the order of ids: two who leave at once lock shared threads in the same order.
    for (thread, written) in by_thread {
        leave_thread(tx, thread, written, posts).await?;
    }
    if let Some(handle) = &persona.handle {
        store::personas::keep_used_handle(tx, &persona.board, &used_hash(ctx, &persona.board, handle)).await?;
    }
    store::notifications::delete_of(tx, persona.key).await?;
    store::personas::update(tx, &Persona { handle: None, ..persona.clone() }).await?;
    Ok(())
}

/// Enters in the ledger what is about to go.
async fn enter<'a>(
    ctx: &Ctx,
    persona: &Persona,
    written: impl Iterator<Item = &'a Post>,
    posts: Posts,
) -> Result<(), StoreError> {
    let mut entries = vec![Entry::RetiredFace(persona.key)];
    for post in written {
        if goes(post, posts) {
            entries.push(Entry::ErasedPost(post.id));
        } else if let Some(old) = &post.pending_body {
            entries.push(Entry::DroppedText { post: post.id, old });
        }
    }
    ledger::enter(ctx, &entries).await
}

/// Whether a post's text goes with its name.
fn goes(post: &Post, posts: Posts) -> bool {
    let gone = matches!(post.state, PostState::Removed | PostState::Deleted);
    !gone && (posts == Posts::Remove || post.position.is_none())
}

async fn leave_thread(tx: &Tx, thread: ThreadId, written: Vec<Post>, posts: Posts) -> Result<(), StoreError> {
    let Some(mut thread) = store::threads::lock(tx, thread).await? else { return Ok(()) };
    let number = store::posts::last_departed(tx, thread.id).await?.saturating_add(1);
    for mut post in written {
        let seen = post.position.is_some();
        // Tombstones get the number too: without one they would bear another's, or none.
        post.departed = seen.then_some(number);
        if goes(&post, posts) {
            bury(tx, &mut thread, &mut post).await?;
        } else if seen {
            post.pending_body = None;
            store::posts::update(tx, &post).await?;
            store::events::record(tx, &mut thread, EventKind::PostEdited, Some(post.id)).await?;
        }
    }
    Ok(())
}
