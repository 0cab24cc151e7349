//! Posts that their writers let wait (`soon`, `today`): publishing at their minute, at once, or not at all.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::ids::PostId;
use crate::domain::post::{Post, PostState};
use crate::domain::thread::ThreadState;
use crate::identity::member::Member;
use crate::privacy::ledger::{self, Entry};
use crate::store::{self, Tx};

use super::own::lock_post;
use super::publish;
use super::refusal::Refusal;
use super::remove::bury;

/// Due posts published in one sweep.
const A_SWEEP: u64 = 100;

/// Publishes one's own waiting post now.
pub(crate) async fn publish_now(ctx: &Arc<Ctx>, member: Arc<Member>, id: PostId) -> Result<Post, Refusal> {
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store
        .tx(move |tx| {
            Box::pin(async move {
                let own = lock_post(&ctx, tx, &member, id).await?;
                match own.post.state {
                    PostState::Waiting => appear(&ctx, tx, id).await?.ok_or(Refusal::WrongState),
                    // A second press.
                    PostState::Published => Ok(own.post),
                    _ => Err(Refusal::WrongState),
                }
            })
        })
        .await
}

/// Cancels one's own waiting or held post: its text goes.
pub(crate) async fn cancel(ctx: &Arc<Ctx>, member: Arc<Member>, id: PostId) -> Result<(), Refusal> {
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store
        .tx(move |tx| {
            Box::pin(async move {
                let mut own = lock_post(&ctx, tx, &member, id).await?;
                match own.post.state {
                    PostState::Waiting | PostState::Held => {
                        ledger::enter(&ctx, &[Entry::ErasedPost(id)]).await?;
                        Ok(bury(tx, &mut own.thread, &mut own.post).await?)
                    }
                    PostState::Deleted => Ok(()),
                    _ => Err(Refusal::WrongState),
                }
            })
        })
        .await
}

/// Publishes the posts whose minute has come, each in a transaction of its own; answers how many.
pub(crate) async fn sweep(ctx: &Arc<Ctx>) -> Result<usize, Refusal> {
    let due = store::posts::list_due(ctx.store.read(), ctx.now(), A_SWEEP).await?;
    let mut published = 0;
    for id in due {
        let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
        let post = store.tx(move |tx| Box::pin(async move { appear(&ctx, tx, id).await })).await?;
        published += usize::from(post.is_some_and(|post| post.state == PostState::Published));
    }
    Ok(published)
}

/// Publishes a waiting post if its own face's marks and its thread still allow it; otherwise it stays held, and its
/// writer sees why. Level, limits and the marks of all faces were judged when its writer pressed (CONTRACT §2.6).
async fn appear(ctx: &Ctx, tx: &Tx, id: PostId) -> Result<Option<Post>, Refusal> {
    let Some(thread) = store::posts::find(tx, id).await?.map(|post| post.thread) else { return Ok(None) };
    let mut thread = store::threads::lock(tx, thread).await?.ok_or(Refusal::NotFound)?;
    let Some(mut post) = store::posts::find(tx, id).await?.filter(|post| post.state == PostState::Waiting) else {
        return Ok(None);
    };
    let board = store::boards::get(tx, &thread.board).await?;
    let now = ctx.now();
    let faces: Vec<_> = post.author.into_iter().collect();
    let marked = store::personas::find_many(tx, &faces).await?.iter().any(|p| p.restriction_at(now).is_some());
    let open = thread.state_at(&board, now) == ThreadState::Open && !board.archived;
    if open && !marked {
        publish::give_position(tx, &mut thread, &mut post, now).await?;
    } else {
        post.state = PostState::Held;
        post.due = None;
    }
    store::posts::update(tx, &post).await?;
    Ok(Some(post))
}
