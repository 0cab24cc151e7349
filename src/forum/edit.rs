//! Editing one's own post: through the same gate as a new one.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::event::EventKind;
use crate::domain::ids::PostId;
use crate::domain::post::{EDIT_UNMARKED_MS, Post, PostState};
use crate::domain::thread::Thread;
use crate::domain::warning::Warnings;
use crate::identity::member::Member;
use crate::markup;
use crate::moderation::gate::{Candidate, Verdict, screen};
use crate::privacy::ledger::{self, Entry};
use crate::store::{self, StoreError, Tx};

use super::own::{Own, lock_post};
use super::refusal::Refusal;
use super::reply::flag;
use super::text::Body;

/// What is to change; what is `None` stays.
#[derive(Clone, Default)]
pub(crate) struct Edit {
    /// The text: for 24 hours after publication, at any time before.
    pub(crate) body: Option<Body>,
    /// The warnings: at any time.
    pub(crate) warnings: Option<Warnings>,
}

/// What became of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edited {
    /// Readers see it.
    Shown,
    /// The post was not published and still is not.
    NotYetPublished,
    /// The new version waits for a moderator; the old one stays up.
    Held,
}

/// Changes a post; a repeat changes nothing more.
pub(crate) async fn edit(
    ctx: &Arc<Ctx>,
    member: Arc<Member>,
    id: PostId,
    change: Edit,
) -> Result<(Post, Edited), Refusal> {
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store.tx(move |tx| Box::pin(async move { edit_in(&ctx, tx, &member, id, change).await })).await
}

async fn edit_in(ctx: &Ctx, tx: &Tx, member: &Member, id: PostId, change: Edit) -> Result<(Post, Edited), Refusal> {
    let mut own = lock_post(ctx, tx, member, id).await?;
    // In a thread that went out of sight one's own words can be taken back, and not changed: nobody could look.
    if !own.writer.sees(&own.thread) {
        return Err(Refusal::NotFound);
    }
    if matches!(own.post.state, PostState::Deleted | PostState::Removed) {
        return Err(Refusal::WrongState);
    }
    if let Some(warnings) = change.warnings {
        // A board's own warnings stay on its threads whatever their writers untick.
        let warnings = if own.post.starts_thread { own.board.default_warnings.union(&warnings) } else { warnings };
        warn(tx, &mut own.thread, &mut own.post, warnings).await?;
    }
    let crisis = change.body.as_ref().and_then(|body| body.crisis);
    let edited = match change.body {
        Some(body) => rewrite(ctx, tx, &mut own, body).await?,
        None if own.post.position.is_some() => Edited::Shown,
        None => Edited::NotYetPublished,
    };
    store::posts::update(tx, &own.post).await?;
    flag(tx, &own.post, crisis, ctx.now()).await?;
    Ok((own.post, edited))
}

/// Sets a post's warnings, and its thread's with the first post's.
async fn warn(tx: &Tx, thread: &mut Thread, post: &mut Post, warnings: Warnings) -> Result<(), Refusal> {
    if post.warnings == warnings {
        return Ok(());
    }
    post.warnings = warnings;
    if post.starts_thread {
        thread.warnings = post.warnings.clone();
    }
    if post.position.is_some() {
        store::events::record(tx, thread, EventKind::PostWarned, Some(post.id)).await?;
    } else if post.starts_thread {
        store::threads::update(tx, thread).await?;
    }
    Ok(())
}

async fn rewrite(ctx: &Ctx, tx: &Tx, own: &mut Own, body: Body) -> Result<Edited, Refusal> {
    let now = ctx.now();
    if !own.post.editable_at(now) {
        return Err(Refusal::TooLate);
    }
    if own.post.body == body.source && own.post.pending_body.is_none() {
        return Ok(if own.post.position.is_some() { Edited::Shown } else { Edited::NotYetPublished });
    }
    let trusted = own.post.author.and_then(|key| own.writer.faces.find(key)).is_some_and(|face| face.persona.trusted);
    let verdict = screen(
        Candidate {
            board: &own.board,
            record: &own.writer.record,
            level: own.writer.level,
            links: body.links,
            first_of_one_off: false,
            trusted,
        },
        &ctx.limits,
    );
    match verdict {
        Verdict::TooManyLinks { .. } => {}
        Verdict::Publish => enter_texts(ctx, &own.post, &body.source, true).await?,
        Verdict::Hold(_) => enter_texts(ctx, &own.post, &body.source, own.post.position.is_none()).await?,
    }
    match (verdict, own.post.state) {
        (Verdict::TooManyLinks { allowed }, _) => Err(Refusal::TooManyLinks { allowed }),
        (_, PostState::Held | PostState::Asked) => {
            own.post.state = PostState::Held;
            put(&mut own.post, body);
            Ok(Edited::NotYetPublished)
        }
        (Verdict::Hold(_), PostState::Waiting) => {
            own.post.state = PostState::Held;
            own.post.due = None;
            put(&mut own.post, body);
            Ok(Edited::NotYetPublished)
        }
        (Verdict::Publish, PostState::Waiting) => {
            put(&mut own.post, body);
            Ok(Edited::NotYetPublished)
        }
        (Verdict::Hold(_), _) => {
            own.post.pending_body = Some(body.source);
            Ok(Edited::Held)
        }
        (Verdict::Publish, _) => {
            put(&mut own.post, body);
            own.post.pending_body = None;
            mark_edited(&mut own.post, now);
            store::events::record(tx, &mut own.thread, EventKind::PostEdited, Some(own.post.id)).await?;
            Ok(Edited::Shown)
        }
    }
}

/// Enters in the ledger which texts of a post give way to `new`: the one that waits for a moderator, and with `shown`
/// the one that stands.
pub(super) async fn enter_texts(ctx: &Ctx, post: &Post, new: &str, shown: bool) -> Result<(), StoreError> {
    let standing = Some(post.body.as_str()).filter(|_| shown);
    let going = standing.into_iter().chain(post.pending_body.as_deref()).filter(|old| *old != new);
    let entries: Vec<_> = going.map(|old| Entry::SupersededText { post: post.id, old, new }).collect();
    ledger::enter(ctx, &entries).await
}

/// Puts a new text into a post.
pub(super) fn put(post: &mut Post, body: Body) {
    post.body = body.source;
    post.html = body.html.into_string();
    post.pipeline = markup::PIPELINE_VERSION;
}

/// Marks a post as edited unless it was published only just now.
pub(super) fn mark_edited(post: &mut Post, now: crate::domain::clock::Timestamp) {
    post.edited |= post.published.is_some_and(|at| now.since_ms(at) > EDIT_UNMARKED_MS);
}
