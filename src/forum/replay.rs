//! After a backup was put back: what the ledger knows is done again, before anybody is served (CONTRACT §2.14).
//!
//! Nothing is done twice: what is found done already stays as it is.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::event::EventKind;
use crate::domain::ids::PostId;
use crate::domain::persona::Persona;
use crate::domain::post::PostState;
use crate::privacy::ledger::Replay;
use crate::store::ledger::RekeyRow;
use crate::store::members::Unlock;
use crate::store::{self, StoreError, Tx};

use super::give_up::{Posts, What, give_up};
use super::remove::bury;

/// What was done again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Done {
    /// Accounts and phrases that are gone, or replaced.
    pub(crate) ways_in: u64,
    /// Posts whose text went, or went out of sight.
    pub(crate) posts: u64,
    /// Faces that were given up or erased, and restrictions set or lifted.
    pub(crate) faces: u64,
}

/// What is to happen to a post.
#[derive(Clone, Copy)]
enum Fate {
    /// Its writer deleted it.
    Bury,
    /// Its text was replaced by one that the backup does not have.
    Blank,
    /// The version that waits was taken back or replaced.
    DropPending,
    /// A decision removed it.
    Remove,
}

/// Does all of it again.
pub(crate) async fn replay(ctx: &Arc<Ctx>) -> Result<Done, StoreError> {
    let ways_in = members(ctx).await?;
    let posts = posts(ctx).await?;
    Ok(Done { ways_in, posts, faces: faces(ctx).await? })
}

async fn members(ctx: &Arc<Ctx>) -> Result<u64, StoreError> {
    let (mut after, mut done) = (None, 0);
    loop {
        let rows = store::replay::members_after(ctx.store.read(), after).await?;
        let Some(last) = rows.last() else { return Ok(done) };
        after = Some(last.lookup);
        for row in rows {
            done += u64::from(member(ctx, row).await?);
        }
    }
}

/// Follows the changes of one phrase to their end.
async fn member(ctx: &Arc<Ctx>, row: Unlock) -> Result<bool, StoreError> {
    let known = Replay(&ctx.ledger);
    let (mut here, mut changed) = (row.lookup, false);
    while let Some(rekey) = known.rekey(&here).await? {
        let (old, new) = (here, rekey.lookup);
        here = rekey.lookup;
        changed = true;
        let (tag, confirmed) = (row.tag, rekey.confirmed);
        ctx.store.tx(move |tx| Box::pin(async move { rephrase(tx, old, tag, rekey).await })).await?;
        if !confirmed || old == new {
            break;
        }
    }
    for lookup in [row.lookup, here] {
        if known.member_erased(&lookup).await? {
            changed = true;
            ctx.store.tx(move |tx| Box::pin(async move { store::members::delete(tx, &lookup).await })).await?;
        }
    }
    Ok(changed)
}

/// A confirmed new phrase takes the place of the old one; a pending one stands beside it.
async fn rephrase(tx: &Tx, old: [u8; 32], tag: [u8; 32], rekey: RekeyRow) -> Result<(), StoreError> {
    if rekey.confirmed {
        store::members::delete(tx, &old).await?;
    }
    store::members::delete(tx, &rekey.lookup).await?;
    let pending = !rekey.confirmed;
    let row = Unlock { lookup: rekey.lookup, tag, wrapped_root: rekey.wrapped_root, pending };
    store::members::insert(tx, &row).await
}

async fn posts(ctx: &Arc<Ctx>) -> Result<u64, StoreError> {
    let known = Replay(&ctx.ledger);
    let (mut after, mut done) = (None, 0);
    loop {
        let rows = store::replay::posts_after(ctx.store.read(), after).await?;
        let Some(last) = rows.last() else { return Ok(done) };
        after = Some(last.id);
        let (erased, removed) = (known.erased(&rows).await?, known.removed(&rows).await?);
        let superseded = known.superseded(&rows).await?;
        for post in &rows {
            let texts = superseded.get(&post.id).copied().unwrap_or_default();
            let fate = match post.state {
                PostState::Deleted => None,
                _ if erased.contains(&post.id) => Some(Fate::Bury),
                _ if texts.standing => Some(Fate::Blank),
                state if removed.contains(&post.id) && state != PostState::Removed => Some(Fate::Remove),
                _ => None,
            };
            let steps = fate.into_iter().chain(texts.waiting.then_some(Fate::DropPending));
            for fate in steps {
                let id = post.id;
                done += 1;
                ctx.store.tx(move |tx| Box::pin(async move { change(tx, id, fate).await })).await?;
            }
        }
    }
}

async fn change(tx: &Tx, id: PostId, fate: Fate) -> Result<(), StoreError> {
    let Some(mut post) = store::posts::find(tx, id).await? else { return Ok(()) };
    let Some(mut thread) = store::threads::lock(tx, post.thread).await? else { return Ok(()) };
    match fate {
        Fate::Bury => return bury(tx, &mut thread, &mut post).await,
        Fate::Blank => {
            // The title was not replaced with the text, and the others who speak there still have their thread.
            let (title, visible) = (thread.title.clone(), thread.visible);
            bury(tx, &mut thread, &mut post).await?;
            if post.starts_thread {
                thread.title = title;
                thread.visible = visible;
                store::threads::update(tx, &thread).await?;
            }
            return Ok(());
        }
        Fate::DropPending => post.pending_body = None,
        Fate::Remove => post.state = PostState::Removed,
    }
    store::posts::update(tx, &post).await?;
    if post.position.is_none() {
        return Ok(());
    }
    let kind = if post.state == PostState::Removed { EventKind::PostRemoved } else { EventKind::PostEdited };
    store::events::record(tx, &mut thread, kind, Some(post.id)).await
}

async fn faces(ctx: &Arc<Ctx>) -> Result<u64, StoreError> {
    let (mut after, mut done) = (None, 0);
    loop {
        let rows = store::replay::personas_after(ctx.store.read(), after).await?;
        let Some(last) = rows.last() else { return Ok(done) };
        after = Some(last.key);
        for row in rows {
            done += u64::from(face(ctx, row).await?);
        }
    }
}

async fn face(ctx: &Arc<Ctx>, persona: Persona) -> Result<bool, StoreError> {
    let fate = Replay(&ctx.ledger).face(persona.key).await?;
    let restricted = fate.restricted.unwrap_or(persona.restricted);
    let gives_up = fate.retired && !persona.retired();
    if !fate.erased && !gives_up && restricted == persona.restricted {
        return Ok(false);
    }
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    let persona = Persona { restricted, ..persona };
    store
        .tx(move |tx| {
            Box::pin(async move {
                store::personas::update(tx, &persona).await?;
                // Posts that were deleted with it have entries of their own, and are gone by now.
                if fate.erased {
                    give_up(&ctx, tx, &persona, Posts::Depart, What::Face).await?;
                } else if gives_up {
                    give_up(&ctx, tx, &persona, Posts::Depart, What::Name).await?;
                }
                Ok::<_, StoreError>(true)
            })
        })
        .await
}
