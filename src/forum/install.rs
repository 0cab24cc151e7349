//! What a fresh install holds: boards, and a pinned welcome thread by The team on each (CONTRACT §3).

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::post::{Post, PostState, ReactionCounts};
use crate::domain::thread::{Thread, ThreadState};
use crate::identity::derive::{Label, digest, first};
use crate::library::boards::{Welcome, boards};
use crate::library::front_matter::ContentError;
use crate::markup;
use crate::store::{self, StoreError, Tx};

use super::publish;
use super::text;

const WELCOME_THREAD: Label = Label::new(b"leeward v1 welcome");
const WELCOME_POST: Label = Label::new(b"leeward v1 welcome post");

/// Why the boards could not be installed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InstallError {
    /// The content that came along cannot be read.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes the boards and their welcomes if there is no board yet. Two nodes that start at once write them once.
pub(crate) async fn install(ctx: &Arc<Ctx>) -> Result<(), InstallError> {
    if !store::boards::list(ctx.store.read()).await?.is_empty() {
        return Ok(());
    }
    let mut rendered = Vec::new();
    for (board, welcome) in boards()? {
        let body =
            text::body(&welcome.body).await.map_err(|_| ContentError::new(&board.slug, "welcome is too long"))?;
        rendered.push((board, welcome, body));
    }
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store
        .tx(move |tx| {
            Box::pin(async move {
                for ((board, welcome, body), place) in rendered.iter().zip(1..) {
                    store::boards::insert_if_absent(tx, board, place).await?;
                    welcome_thread(&ctx, tx, board, welcome, body).await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await?;
    Ok(())
}

async fn welcome_thread(
    ctx: &Ctx,
    tx: &Tx,
    board: &Board,
    welcome: &Welcome,
    body: &text::Body,
) -> Result<(), StoreError> {
    let seed = [&ctx.site.epoch[..], &board.code.field()];
    let id = ThreadId(first(&digest(&WELCOME_THREAD, &seed)));
    let now = ctx.now();
    let mut thread = Thread {
        id,
        board: board.code.clone(),
        home_board: board.code.clone(),
        title: welcome.title.clone(),
        seeking: None,
        warnings: welcome.warnings.clone(),
        state: ThreadState::Open,
        pinned: true,
        visible: false,
        seq: 0,
        last_position: 0,
        replies: 0,
        author: None,
        by_team: true,
        created: now.to_minute(),
        last_activity: now.to_minute(),
    };
    if !store::threads::insert(tx, &thread).await? {
        return Ok(());
    }
    let mut post = Post {
        id: PostId(first(&digest(&WELCOME_POST, &seed))),
        thread: id,
        position: None,
        author: None,
        by_team: true,
        departed: None,
        body: body.source.clone(),
        html: body.html.as_str().to_owned(),
        pipeline: markup::PIPELINE_VERSION,
        warnings: welcome.warnings.clone(),
        reply_to: None,
        state: PostState::Published,
        first_answer: PostState::Published,
        body_mac: Vec::new(),
        with_receipt: false,
        starts_thread: true,
        created: now.to_minute(),
        published: None,
        edited: false,
        due: None,
        pending_body: None,
        reactions: ReactionCounts::default(),
    };
    publish::give_position(tx, &mut thread, &mut post, now).await?;
    store::posts::claim(tx, &post).await.map(|_| ())
}
