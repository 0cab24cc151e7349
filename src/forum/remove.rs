//! Deleting one's own post: the text goes, a tombstone stays at its position.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::event::EventKind;
use crate::domain::ids::PostId;
use crate::domain::post::{Post, PostState};
use crate::domain::thread::Thread;
use crate::identity::member::Member;
use crate::privacy::ledger::{self, Entry};
use crate::store::{self, StoreError, Tx};

use super::own::lock_post;
use super::refusal::Refusal;

/// Deletes a post; answers in how many replies its text is quoted. Doing it twice answers the same.
pub(crate) async fn delete(ctx: &Arc<Ctx>, member: Arc<Member>, id: PostId) -> Result<u64, Refusal> {
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store
        .tx(move |tx| {
            Box::pin(async move {
                let mut own = lock_post(&ctx, tx, &member, id).await?;
                if own.post.state == PostState::Removed {
                    return Err(Refusal::WrongState);
                }
                let quoted = quotes(tx, &own.post).await?;
                if own.post.state != PostState::Deleted {
                    ledger::enter(&ctx, &[Entry::ErasedPost(id)]).await?;
                    bury(tx, &mut own.thread, &mut own.post).await?;
                }
                Ok(quoted)
            })
        })
        .await
}

/// In how many replies the text of a post is quoted, as its writer is asked before deleting it.
pub(crate) async fn quoted_in(ctx: &Ctx, post: &Post) -> Result<u64, StoreError> {
    quotes(ctx.store.read(), post).await
}

async fn quotes(source: &impl store::Source, post: &Post) -> Result<u64, StoreError> {
    match post.position {
        Some(position) => store::posts::count_quotes(source, post.thread, position).await,
        None => Ok(0),
    }
}

/// Empties a post of a locked thread and leaves its tombstone. With the first post goes the title; a thread in which
/// nobody else speaks goes out of sight as a whole.
pub(super) async fn bury(tx: &Tx, thread: &mut Thread, post: &mut Post) -> Result<(), StoreError> {
    let was_seen = post.position.is_some();
    post.state = PostState::Deleted;
    post.body = String::new();
    post.html = String::new();
    post.pending_body = None;
    post.due = None;
    post.warnings = crate::domain::warning::Warnings::default();
    store::posts::update(tx, post).await?;
    store::flags::delete_of(tx, &[post.id]).await?;
    if post.starts_thread {
        thread.title = String::new();
        thread.visible &= thread.replies > 0;
    } else if was_seen {
        thread.replies = thread.replies.saturating_sub(1).max(0);
    }
    if was_seen {
        store::events::record(tx, thread, EventKind::PostRemoved, Some(post.id)).await
    } else {
        store::threads::update(tx, thread).await
    }
}
