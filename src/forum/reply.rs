//! Replying, once, in one transaction.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::clock::{MINUTE_MS, Timestamp};
use crate::domain::flag::{CrisisKind, Flag};
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::keys::PersonaKey;
use crate::domain::post::{Post, PostState, Publish, ReactionCounts};
use crate::domain::thread::{Thread, ThreadState};
use crate::domain::warning::Warnings;
use crate::identity::member::Member;
use crate::identity::tags::{OnceKey, ReceiptCode};
use crate::markup;
use crate::moderation::gate::{Candidate, Verdict, screen};
use crate::store::{self, Tx};

use super::publish;
use super::refusal::Refusal;
use super::text::{Body, TextError};
use super::writer::{Act, Writer, judge};

/// A reply, parsed.
#[derive(Clone)]
pub(crate) struct NewReply {
    /// The body.
    pub(crate) body: Body,
    /// The position that it answers.
    pub(crate) reply_to: Option<i64>,
    /// Content warnings.
    pub(crate) warnings: Warnings,
    /// Speak with a face that lives in this thread alone.
    pub(crate) one_off: bool,
    /// When it is to appear.
    pub(crate) publish: Publish,
}

/// The answer to something written; a repeat gets the same one.
pub(crate) struct Written {
    /// The thread.
    pub(crate) thread: ThreadId,
    /// The post.
    pub(crate) post: PostId,
    /// Published, held or waiting: as it was at first.
    pub(crate) state: PostState,
    /// Where it stands now; `None` while it is not published.
    pub(crate) position: Option<i64>,
    /// Opens its state without signing in; `None` when it was published at once.
    pub(crate) receipt: Option<ReceiptCode>,
}

/// Writes a reply. The same once-only key answers the same and writes nothing.
pub(crate) async fn reply(
    ctx: &Arc<Ctx>,
    member: Arc<Member>,
    thread: ThreadId,
    once: OnceKey,
    new: NewReply,
) -> Result<Written, Refusal> {
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    let id = member.root.post_id(&once);
    store.tx(move |tx| Box::pin(async move { reply_in(&ctx, tx, &member, thread, id, new).await })).await
}

async fn reply_in(
    ctx: &Ctx,
    tx: &Tx,
    member: &Member,
    thread: ThreadId,
    id: PostId,
    new: NewReply,
) -> Result<Written, Refusal> {
    // The member's lock comes first: a repeat on another node waits here for the first one's commit.
    member.hold(tx).await?;
    let mac = reply_mac(member, id, thread, &new);
    if let Some(first) = store::posts::find(tx, id).await? {
        return answer_again(member, &first, &mac);
    }
    let mut thread = store::threads::lock(tx, thread).await?.ok_or(Refusal::NotFound)?;
    let board = store::boards::get(tx, &thread.board).await?;
    let home = home_board(tx, &board, &thread).await?;
    let writer = judge(ctx, tx, member, &home, Act::Reply).await?;
    let now = ctx.now();
    takes_replies(&thread, &board, &writer, now)?;
    if let Some(to) = new.reply_to {
        let there = store::posts::find_at(tx, thread.id, to).await?;
        there.ok_or_else(|| Refusal::Text(vec![TextError::ReplyTo]))?;
    }
    let face = writer.face(ctx, tx, member, &home, thread.id, new.one_off).await?;
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
    let mut post = draft_post(id, thread.id, face.key, &new.body, new.warnings, mac, now);
    post.reply_to = new.reply_to;
    let written = place(ctx, tx, member, &mut thread, &mut post, verdict, new.publish).await?;
    flag(tx, &post, new.body.crisis, now).await?;
    if !face.posted {
        store::personas::update(tx, &crate::domain::persona::Persona { posted: true, ..face }).await?;
    }
    writer.note(ctx, member, &home);
    Ok(written)
}

/// The board whose faces speak in a thread: its home, also after a move.
pub(super) async fn home_board(tx: &Tx, board: &Board, thread: &Thread) -> Result<Board, Refusal> {
    if thread.home_board == board.code {
        Ok(board.clone())
    } else {
        Ok(store::boards::get(tx, &thread.home_board).await?)
    }
}

fn takes_replies(thread: &Thread, board: &Board, writer: &Writer, now: Timestamp) -> Result<(), Refusal> {
    if !writer.sees(thread) {
        return Err(Refusal::NotFound);
    }
    if board.archived {
        return Err(Refusal::Archived);
    }
    match thread.state_at(board, now) {
        ThreadState::Open => Ok(()),
        ThreadState::Locked => Err(Refusal::Locked),
        ThreadState::Closed => Err(Refusal::Closed),
    }
}

/// What makes two sendings of one key the same: everything that was sent, under the root.
fn reply_mac(member: &Member, id: PostId, thread: ThreadId, new: &NewReply) -> [u8; 32] {
    let parts = format!(
        "reply\n{thread}\n{}\n{}\n{}\n{}\n{}",
        new.reply_to.unwrap_or(0),
        new.warnings.to_row(),
        new.one_off,
        new.publish.name(),
        new.body.source
    );
    member.root.body_mac(id, parts.as_bytes())
}

/// The mark of a sending and its first answer. The answer stands in no other place once the post is published: first
/// posts are held over all of a member's boards, so a row that told of a hold would tell which faces are not one's.
fn answered_mac(member: &Member, id: PostId, sent: &[u8], answer: PostState) -> [u8; 32] {
    member.root.body_mac(id, &[b"answer\n", answer.name().as_bytes(), b"\n", sent].concat())
}

/// A repeat: the first answer, or a refusal when something else was sent under the same key.
pub(super) fn answer_again(member: &Member, first: &Post, mac: &[u8; 32]) -> Result<Written, Refusal> {
    let state = [PostState::Published, PostState::Held, PostState::Waiting]
        .into_iter()
        .find(|answer| first.body_mac == answered_mac(member, first.id, mac, *answer))
        .ok_or(Refusal::KeyReused)?;
    Ok(Written {
        thread: first.thread,
        post: first.id,
        state,
        position: first.position,
        receipt: (state != PostState::Published).then(|| member.root.receipt(first.id)),
    })
}

/// A post that is not placed yet.
pub(super) fn draft_post(
    id: PostId,
    thread: ThreadId,
    author: PersonaKey,
    body: &Body,
    warnings: Warnings,
    mac: [u8; 32],
    now: Timestamp,
) -> Post {
    Post {
        id,
        thread,
        position: None,
        author: Some(author),
        by_team: false,
        departed: None,
        body: body.source.clone(),
        html: body.html.as_str().to_owned(),
        pipeline: markup::PIPELINE_VERSION,
        warnings,
        reply_to: None,
        state: PostState::Held,
        first_answer: PostState::Held,
        body_mac: mac.to_vec(),
        with_receipt: false,
        starts_thread: false,
        created: now.to_minute(),
        published: None,
        edited: false,
        due: None,
        pending_body: None,
        reactions: ReactionCounts::default(),
    }
}

/// Notes that a text may speak of a crisis, with the text. It changes nothing of what becomes of the post.
pub(super) async fn flag(
    tx: &Tx,
    post: &Post,
    crisis: Option<CrisisKind>,
    now: Timestamp,
) -> Result<(), store::StoreError> {
    match crisis {
        Some(kind) => store::flags::put(tx, Flag { post: post.id, kind, noted: now.to_minute() }).await,
        None => Ok(()),
    }
}

/// Writes a post: published, waiting or held. A hold is stronger than a chosen moment.
pub(super) async fn place(
    ctx: &Ctx,
    tx: &Tx,
    member: &Member,
    thread: &mut Thread,
    post: &mut Post,
    verdict: Verdict,
    wish: Publish,
) -> Result<Written, Refusal> {
    let now = ctx.now();
    match (verdict, wish.minutes()) {
        (Verdict::TooManyLinks { allowed }, _) => return Err(Refusal::TooManyLinks { allowed }),
        (Verdict::Hold(_), _) => {}
        (Verdict::Publish, Some((least, most))) => {
            let wait = least + ctx.below(most - least + 1);
            post.state = PostState::Waiting;
            post.due = Some(now.to_minute().plus_ms(i64::try_from(wait).unwrap_or(1) * MINUTE_MS));
        }
        (Verdict::Publish, None) => publish::give_position(tx, thread, post, now).await?,
    }
    post.first_answer = post.state;
    post.body_mac = answered_mac(member, post.id, &post.body_mac, post.state).to_vec();
    if !store::posts::claim(tx, post).await? {
        return Err(Refusal::KeyReused);
    }
    // Every row bears a receipt's hash, or its absence would tell that the post was not held.
    let code = member.root.receipt(post.id);
    store::posts::set_receipt(tx, post.id, &code.row_key()).await?;
    let receipt = (post.state != PostState::Published).then_some(code);
    Ok(Written { thread: thread.id, post: post.id, state: post.state, position: post.position, receipt })
}
