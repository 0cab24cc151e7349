//! The words of a large community, made and rendered on one thread while another one writes.

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::ctx::Ctx;
use crate::domain::post::{Post, PostState, ReactionCounts, ReactionKind};
use crate::domain::warning::Warnings;
use crate::library;
use crate::markup::{self, SharedArticles};
use crate::store;

use super::DemoError;
use super::chance::{Chance, Stream};
use super::content::Content;
use super::rows::{Draft, Fate, Sketch};

/// Posts of one transaction; a running instance waits for it.
const AT_ONCE: usize = 2_000;
/// Transactions that may be made ahead.
const AHEAD: usize = 2;

/// Writes all posts.
pub(super) async fn write(ctx: &Ctx, draft: &Arc<Draft>) -> Result<(), DemoError> {
    let (sender, mut pieces) = mpsc::channel::<Vec<Post>>(AHEAD);
    let (making, content) = (Arc::clone(draft), Content::load()?);
    let made = tokio::task::spawn_blocking(move || {
        let articles = library::articles();
        for some in making.posts.chunks(AT_ONCE) {
            let posts = some.iter().map(|sketch| post(&making, &content, &articles, sketch)).collect();
            if sender.blocking_send(posts).is_err() {
                return;
            }
        }
    });
    while let Some(posts) = pieces.recv().await {
        ctx.store.tx(move |tx| Box::pin(async move { store::bulk::posts(tx, &posts).await })).await?;
    }
    // All pieces were sent, so the thread has ended or is about to; its hold on the draft ends with it.
    made.await.map_err(|_| DemoError::Refused("words"))
}

fn post(draft: &Draft, content: &Content, articles: &SharedArticles, sketch: &Sketch) -> Post {
    let body = if sketch.fate == Fate::Deleted { String::new() } else { words(draft, content, sketch) };
    let (source, html) = if body.is_empty() {
        (String::new(), String::new())
    } else {
        let rendered = markup::render(&body, &**articles);
        (markup::source::clean_text(&body), rendered.html.into_string())
    };
    let author = sketch.planned.author as usize;
    let (face, thread) = (draft.faces.get(sketch.face), draft.threads.get(sketch.planned.thread as usize));
    let starts = sketch.planned.number == 0;
    let minute = sketch.planned.at.to_minute();
    let mut reactions = ReactionCounts::default();
    for (_, _, kind) in draft.reactions_to(sketch) {
        match kind {
            ReactionKind::WithYou => reactions.with_you += 1,
            ReactionKind::SameHere => reactions.same_here += 1,
            ReactionKind::ThankYou => reactions.thank_you += 1,
            ReactionKind::Helpful => reactions.helpful += 1,
        }
    }
    Post {
        id: sketch.id,
        thread: thread.map(|thread| thread.id).unwrap_or(crate::domain::ids::ThreadId([0; 10])),
        position: Some(sketch.position),
        author: face.map(|face| face.key),
        by_team: false,
        departed: None,
        body_mac: draft
            .roots
            .get(author)
            .map(|root| root.body_mac(sketch.id, source.as_bytes()).to_vec())
            .unwrap_or_default(),
        body: source,
        html,
        pipeline: markup::PIPELINE_VERSION,
        warnings: thread.filter(|_| starts).map(|thread| thread.warnings.clone()).unwrap_or_else(Warnings::default),
        reply_to: sketch.reply_to,
        state: if sketch.fate == Fate::Deleted { PostState::Deleted } else { PostState::Published },
        first_answer: PostState::Published,
        with_receipt: false,
        starts_thread: starts,
        created: minute,
        published: Some(minute),
        edited: sketch.fate == Fate::Edited,
        due: None,
        pending_body: None,
        reactions,
    }
}

fn words(draft: &Draft, content: &Content, sketch: &Sketch) -> String {
    let planned = sketch.planned;
    let told = draft.told.get(planned.thread as usize).copied().flatten();
    let mut body = if planned.number == 0 {
        content.first_post(draft.seed, u64::from(planned.thread), told).body
    } else {
        content.reply(draft.seed, sketch.n as u64, told, planned.number as usize)
    };
    if sketch.fate == Fate::Edited {
        let mut chance = Chance::new(draft.seed, Stream::Words, (sketch.n as u64) << 32);
        body.push_str("\n\n");
        body.push_str(&content.afterthought(&mut chance));
    }
    body
}
