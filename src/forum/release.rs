//! Releasing held posts and held edits: what a moderator's "leave up" will call; until then the command
//! `posts release`.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::event::EventKind;
use crate::domain::ids::PostId;
use crate::domain::post::{Post, PostState};
use crate::store::{self, StoreError, Tx};

use super::edit::{enter_texts, mark_edited, put};
use super::publish;
use super::text;

/// Held posts and held edits, oldest first.
pub(crate) async fn held(ctx: &Ctx, limit: u64) -> Result<Vec<Post>, StoreError> {
    store::posts::list_held(ctx.store.read(), limit).await
}

/// Releases a held post or a held edit; `None` when it no longer waits.
pub(crate) async fn release(ctx: &Arc<Ctx>, id: PostId) -> Result<Option<Post>, StoreError> {
    // The new version is rendered before the transaction, which must not wait for it; it is compared inside.
    let pending = store::posts::find(ctx.store.read(), id).await?.and_then(|post| post.pending_body);
    let body = match &pending {
        Some(source) => text::body(source).await.ok(),
        None => None,
    };
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store.tx(move |tx| Box::pin(async move { release_in(&ctx, tx, id, body).await })).await
}

async fn release_in(ctx: &Ctx, tx: &Tx, id: PostId, body: Option<text::Body>) -> Result<Option<Post>, StoreError> {
    let Some(thread) = store::posts::find(tx, id).await?.map(|post| post.thread) else { return Ok(None) };
    let Some(mut thread) = store::threads::lock(tx, thread).await? else { return Ok(None) };
    let Some(mut post) = store::posts::find(tx, id).await? else { return Ok(None) };
    let now = ctx.now();
    if post.state == PostState::Held && post.position.is_none() {
        publish::give_position(tx, &mut thread, &mut post, now).await?;
        store::posts::update(tx, &post).await?;
        return Ok(Some(post));
    }
    match body.filter(|body| post.pending_body.as_ref() == Some(&body.source)) {
        Some(body) if post.state.shows_text() => {
            enter_texts(ctx, &post, &body.source, true).await?;
            put(&mut post, body);
            post.pending_body = None;
            mark_edited(&mut post, now);
            store::posts::update(tx, &post).await?;
            store::events::record(tx, &mut thread, EventKind::PostEdited, Some(post.id)).await?;
            Ok(Some(post))
        }
        _ => Ok(None),
    }
}
