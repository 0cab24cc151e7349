//! Leaving for good (CONTRACT §2.13): one transaction a face, in random order, the member's rows last.
//!
//! The first transaction ends all sessions and writes down, sealed, that the member is leaving and what becomes of the
//! posts. From then on nothing of theirs can be written ([`Member::hold`]), and signing in does not sign in but goes on
//! where a crash or an outage broke it off ([`resume`]). Every step may be done twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::domain::ids::{BoardCode, PostId};
use crate::domain::keys::PersonaKey;
use crate::domain::post::{Post, ReactionKind};
use crate::identity::faces::Faces;
use crate::identity::join::JoinError;
use crate::identity::keys::{PhraseHasher, Root};
use crate::identity::member::Member;
use crate::identity::new_phrase;
use crate::identity::seal::RowKind;
use crate::identity::sealed;
use crate::privacy::ledger::{self, Entry};
use crate::store::{self, StoreError, Tx};

use super::drafts;
pub(crate) use super::give_up::Posts;
use super::give_up::{What, give_up};

/// Reactions looked through at once.
const A_LOOK: u64 = 1_000;
/// Reactions taken back in one transaction.
const A_BATCH: usize = 50;

/// What a member who is leaving chose, kept until nothing of theirs is left.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Choice {
    /// The posts stay, without a name.
    depart: bool,
}

impl Choice {
    fn posts(self) -> Posts {
        if self.depart { Posts::Depart } else { Posts::Remove }
    }
}

/// A member who has begun to leave: no session of theirs lives.
pub(crate) struct Leaver {
    root: Arc<Root>,
    posts: Posts,
}

/// Begins to leave, with the phrase as typed. `None` when the account is gone already, by another press. One Argon2id
/// in every case; a phrase of another account fails like one of none, with `NoAccount`.
pub(crate) async fn begin(
    ctx: &Arc<Ctx>,
    hasher: &PhraseHasher,
    member: &Member,
    typed: &str,
    posts: Posts,
) -> Result<Option<Leaver>, JoinError> {
    let owned = new_phrase::owns(ctx, hasher, member, typed).await?;
    let tag = member.root.unlocks();
    if !owned {
        let gone = store::members::list(ctx.store.read(), &tag).await?.is_empty();
        return if gone { Ok(None) } else { Err(JoinError::NoAccount) };
    }
    let choice = Choice { depart: posts == Posts::Depart };
    let row = sealed::row(ctx, &member.root, &RowKind::LEAVING, &choice)?;
    let (holding, sessions) = (member.holding(), member.root.sessions());
    let begun = ctx.store.tx(move |tx| {
        Box::pin(async move {
            holding.take(tx).await?;
            store::sealed_rows::compare_and_set(tx, &row, None).await?;
            store::sessions::delete_all(tx, &sessions).await
        })
    });
    match begun.await {
        Ok(()) => {}
        // Another press was faster: it goes on with what that one chose. Or somebody only signed out.
        Err(StoreError::SessionEnded) => {
            let leaver = resume(ctx, member.root.again()).await?;
            let gone = leaver.is_none() && store::members::list(ctx.store.read(), &tag).await?.is_empty();
            return if gone || leaver.is_some() { Ok(leaver) } else { Err(StoreError::SessionEnded.into()) };
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Some(Leaver { root: Arc::new(member.root.again()), posts }))
}

/// A member who had begun to leave and came back with the phrase; `None` when there is nothing left of them, or they
/// never began.
pub(crate) async fn resume(ctx: &Ctx, root: Root) -> Result<Option<Leaver>, StoreError> {
    let choice: Option<Choice> = sealed::read(ctx.store.read(), &root, &RowKind::LEAVING).await?;
    Ok(choice.map(|choice| Leaver { root: Arc::new(root), posts: choice.posts() }))
}

/// Deletes everything of theirs. Fails half done when the database does: [`resume`] goes on.
pub(crate) async fn finish(ctx: &Arc<Ctx>, leaver: Leaver) -> Result<(), StoreError> {
    let Leaver { root, posts } = leaver;
    let boards = store::boards::list(ctx.store.read()).await?;
    for face in order(ctx, &Faces::load(ctx.store.read(), &root, &boards).await?) {
        let (ctx, store, lock) = (Arc::clone(ctx), ctx.store.clone(), root.write_lock());
        store
            .tx(move |tx| {
                Box::pin(async move {
                    store::quotas::lock_member(tx, lock).await?;
                    match store::personas::find_many(tx, &[face]).await?.pop() {
                        Some(face) => give_up(&ctx, tx, &face, posts, What::Face).await,
                        None => Ok(()),
                    }
                })
            })
            .await?;
    }
    take_reactions_back(ctx, &root).await?;
    forget(ctx, &root).await
}

/// The faces in random order, but of each row of candidates the last one first: probing stops at the first gap, so what
/// is left after a crash is still found.
fn order(ctx: &Ctx, faces: &Faces) -> Vec<PersonaKey> {
    let mut rows: BTreeMap<Option<BoardCode>, Vec<(u32, PersonaKey)>> = BTreeMap::new();
    for face in faces.iter() {
        let row = face.persona.thread.is_none().then(|| face.persona.board.clone());
        rows.entry(row).or_default().push((face.n, face.persona.key));
    }
    let mut rows: Vec<_> = rows.into_values().collect();
    for row in &mut rows {
        row.sort_unstable_by_key(|(n, _)| *n);
    }
    let mut order = Vec::new();
    while !rows.is_empty() {
        let at = usize::try_from(ctx.below(rows.len() as u64)).unwrap_or(0);
        match rows.get_mut(at).and_then(Vec::pop) {
            Some((_, key)) => order.push(key),
            None => drop(rows.swap_remove(at.min(rows.len() - 1))),
        }
    }
    order
}

/// Takes back the reactions that the member gave: all rows are gone through, since none says whose it is.
async fn take_reactions_back(ctx: &Ctx, root: &Arc<Root>) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let rows = store::reactions::page(ctx.store.read(), after, A_LOOK).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.0);
        let own = |(key, post, kind): &([u8; 32], PostId, ReactionKind)| root.reaction(*post, kind.number()) == *key;
        let given: Vec<_> = rows.into_iter().filter(own).collect();
        for some in given.chunks(A_BATCH) {
            let (some, lock) = (some.to_vec(), root.write_lock());
            ctx.store
                .tx(move |tx| {
                    Box::pin(async move {
                        store::quotas::lock_member(tx, lock).await?;
                        take_back(tx, &some).await
                    })
                })
                .await?;
        }
    }
}

async fn take_back(tx: &Tx, given: &[([u8; 32], PostId, ReactionKind)]) -> Result<(), StoreError> {
    let ids: Vec<PostId> = given.iter().map(|(_, post, _)| *post).collect();
    let posts: Vec<Post> = store::posts::find_many(tx, &ids).await?;
    // Whoever writes more than one post has their threads first: nobody waits for each other.
    store::leaving::lock_threads(tx, posts.iter().map(|post| post.thread).collect::<BTreeSet<_>>()).await?;
    for (key, id, kind) in given {
        if let Some(post) = posts.iter().find(|post| post.id == *id) {
            store::reactions::delete(tx, key, post, *kind).await?;
        }
    }
    Ok(())
}

/// The last transaction: sealed rows, sessions, and the ways in.
async fn forget(ctx: &Arc<Ctx>, root: &Root) -> Result<(), StoreError> {
    let named = RowKind::NAMED.iter().map(|(kind, _)| root.sealed(kind));
    let rows: Vec<[u8; 32]> = named.chain(drafts::keys(root, ctx.now().day())).collect();
    let (lock, sessions, unlocks) = (root.write_lock(), root.sessions(), root.unlocks());
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store
        .tx(move |tx| {
            Box::pin(async move {
                store::quotas::lock_member(tx, lock).await?;
                store::sealed_rows::delete_many(tx, &rows).await?;
                store::sessions::delete_all(tx, &sessions).await?;
                let ways = store::members::list(tx, &unlocks).await?;
                for way in &ways {
                    store::members::delete(tx, &way.lookup).await?;
                }
                let entries: Vec<Entry<'_>> = ways.iter().map(|way| Entry::ErasedMember(&way.lookup)).collect();
                ledger::enter(&ctx, &entries).await
            })
        })
        .await
}
