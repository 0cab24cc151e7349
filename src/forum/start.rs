//! Starting a thread, once, in one transaction.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::clock::Timestamp;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::post::Publish;
use crate::domain::thread::{Seeking, Thread, ThreadState};
use crate::domain::warning::Warnings;
use crate::identity::member::Member;
use crate::identity::tags::OnceKey;
use crate::moderation::crisis;
use crate::moderation::gate::{Candidate, screen};
use crate::store::{self, Tx};

use super::refusal::Refusal;
use super::reply::{Written, answer_again, draft_post, flag, place};
use super::text::Body;
use super::writer::{Act, judge};

/// A thread, parsed.
#[derive(Clone)]
pub(crate) struct NewThread {
    /// The title.
    pub(crate) title: String,
    /// The first post.
    pub(crate) body: Body,
    /// What its writer would like.
    pub(crate) seeking: Seeking,
    /// Content warnings.
    pub(crate) warnings: Warnings,
    /// Speak with a face that lives in this thread alone.
    pub(crate) one_off: bool,
    /// When it is to appear.
    pub(crate) publish: Publish,
}

/// Starts a thread. The same once-only key answers the same and writes nothing.
pub(crate) async fn start(
    ctx: &Arc<Ctx>,
    member: Arc<Member>,
    board: &str,
    once: OnceKey,
    new: NewThread,
) -> Result<Written, Refusal> {
    let (ctx, store, board) = (Arc::clone(ctx), ctx.store.clone(), board.to_owned());
    let ids = (member.root.thread_id(&once), member.root.post_id(&once));
    store.tx(move |tx| Box::pin(async move { start_in(&ctx, tx, &member, &board, ids, new).await })).await
}

async fn start_in(
    ctx: &Ctx,
    tx: &Tx,
    member: &Member,
    board: &str,
    (thread_id, post_id): (ThreadId, PostId),
    new: NewThread,
) -> Result<Written, Refusal> {
    member.hold(tx).await?;
    let board = store::boards::find(tx, board).await?.ok_or(Refusal::NotFound)?;
    let mac = thread_mac(member, post_id, &board, &new);
    if let Some(first) = store::posts::find(tx, post_id).await? {
        return answer_again(member, &first, &mac);
    }
    if board.archived {
        return Err(Refusal::Archived);
    }
    let writer = judge(ctx, tx, member, &board, Act::Start).await?;
    let now = ctx.now();
    let face = writer.face(ctx, tx, member, &board, thread_id, new.one_off).await?;
    let verdict = screen(
        Candidate {
            board: &board,
            record: &writer.record,
            level: writer.level,
            links: new.body.links,
            first_of_one_off: face.thread.is_some() && !face.posted,
            trusted: face.trusted,
        },
        &ctx.limits,
    );
    let mut thread = new_thread(thread_id, &board, &new, now);
    thread.author = Some(face.key);
    if !store::threads::insert(tx, &thread).await? {
        return Err(Refusal::KeyReused);
    }
    let mut post = draft_post(post_id, thread_id, face.key, &new.body, thread.warnings.clone(), mac, now);
    post.starts_thread = true;
    let written = place(ctx, tx, member, &mut thread, &mut post, verdict, new.publish).await?;
    flag(tx, &post, crisis::judge(&new.title).max(new.body.crisis), now).await?;
    if !face.posted {
        store::personas::update(tx, &crate::domain::persona::Persona { posted: true, ..face }).await?;
    }
    writer.note(ctx, member, &board);
    Ok(written)
}

fn new_thread(id: ThreadId, board: &Board, new: &NewThread, now: Timestamp) -> Thread {
    Thread {
        id,
        board: board.code.clone(),
        home_board: board.code.clone(),
        title: new.title.clone(),
        seeking: Some(new.seeking),
        // A board's own warnings stand on every thread of it, whatever its writer ticked.
        warnings: new.warnings.union(&board.default_warnings),
        state: ThreadState::Open,
        pinned: false,
        visible: false,
        seq: 0,
        last_position: 0,
        replies: 0,
        author: None,
        by_team: false,
        created: now.to_minute(),
        last_activity: now.to_minute(),
    }
}

fn thread_mac(member: &Member, id: PostId, board: &Board, new: &NewThread) -> [u8; 32] {
    let parts = format!(
        "thread\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
        board.code,
        new.seeking.name(),
        new.warnings.to_row(),
        new.one_off,
        new.publish.name(),
        new.title,
        new.body.source
    );
    member.root.body_mac(id, parts.as_bytes())
}
