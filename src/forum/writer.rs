//! What must be known of the writer inside the writing transaction: all faces, marks, record, level, and the one face
//! that speaks in this thread.

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::clock::{DAY_MS, SECOND_MS, Timestamp};
use crate::domain::ids::ThreadId;
use crate::domain::level::{Level, Record};
use crate::domain::persona::Persona;
use crate::domain::thread::Thread;
use crate::identity::faces::Faces;
use crate::identity::member::Member;
use crate::identity::naming::{self, Naming};
use crate::store::{self, Tx};

use super::refusal::Refusal;

/// The act "wrote something", for gaps.
const ACT_WRITE: u64 = 1;
/// The act "wrote on this board", for slow mode: the board's code follows in the number.
const ACT_BOARD: u64 = 1 << 32;

/// What a member wants to write, as far as limits care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Start a thread.
    Start,
    /// Reply.
    Reply,
    /// Change or take back what was written: marks are read, limits are not.
    Change,
}

/// A writer, judged in this transaction.
pub(crate) struct Writer {
    /// All faces.
    pub(crate) faces: Faces,
    /// What they wrote.
    pub(crate) record: Record,
    /// Their level.
    pub(crate) level: Level,
}

/// Reads everything that decides about a write on `home`, marks of all faces first. The caller has the member's hold.
pub(crate) async fn judge(ctx: &Ctx, tx: &Tx, member: &Member, home: &Board, act: Act) -> Result<Writer, Refusal> {
    let now = ctx.now();
    let boards = store::boards::list(tx).await?;
    let faces = member.faces(tx, &boards).await?;
    if let Some(until) = faces.restriction(&home.code, now) {
        return Err(Refusal::Restricted { until });
    }
    let record = store::quotas::record(tx, &faces.keys(), now).await?;
    let level = record.level(now);
    let writer = Writer { faces, record, level };
    if act != Act::Change {
        writer.within_limits(ctx, member, home, act, now)?;
    }
    Ok(writer)
}

fn board_act(home: &Board) -> u64 {
    let field = home.code.field();
    let (head, _) = field.split_at(4);
    ACT_BOARD | head.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte))
}

impl Writer {
    fn within_limits(&self, ctx: &Ctx, member: &Member, home: &Board, act: Act, now: Timestamp) -> Result<(), Refusal> {
        let level = self.level.number();
        let (written, limit) = match act {
            Act::Start => (self.record.threads_today, ctx.limits.threads_per_day(level)),
            Act::Reply | Act::Change => (self.record.replies_today, ctx.limits.replies_per_day(level)),
        };
        if written >= i64::from(limit) {
            let until = now.to_day().plus_ms(DAY_MS);
            return Err(Refusal::DailyLimit { until, limit, threads: act == Act::Start });
        }
        let tag = member.gap_tag();
        let gap = i64::from(ctx.limits.reply_gap_s(level)) * SECOND_MS;
        let slow = if ctx.limits.off { 0 } else { i64::from(home.slow_mode_s) * SECOND_MS };
        let longest = [(ACT_WRITE, gap, false), (board_act(home), slow, true)]
            .into_iter()
            .filter(|(_, gap, _)| *gap > 0)
            .filter_map(|(act, gap, slow_board)| Some((ctx.gaps.too_soon(tag, act, gap, now)?, slow_board)))
            .max();
        longest.map_or(Ok(()), |(until, slow_board)| Err(Refusal::TooSoon { until, slow_board }))
    }

    /// Whether this writer may know of the thread: others see it, or it is their own.
    pub(crate) fn sees(&self, thread: &Thread) -> bool {
        thread.visible || thread.author.is_some_and(|author| self.faces.find(author).is_some())
    }

    /// Notes the write for gaps and slow mode. The last thing before the transaction ends.
    pub(crate) fn note(&self, ctx: &Ctx, member: &Member, home: &Board) {
        let (tag, now) = (member.gap_tag(), ctx.now());
        ctx.gaps.note(tag, ACT_WRITE, now);
        ctx.gaps.note(tag, board_act(home), now);
    }

    /// The face that speaks in `thread`: the one that spoke there before; else, if wanted and offered, a new one-off
    /// face; else the board's, made now if this is its first act. A retired face that spoke there lets its holder only
    /// read (CONTRACT §2.12).
    pub(crate) async fn face(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        member: &Member,
        home: &Board,
        thread: ThreadId,
        one_off: bool,
    ) -> Result<Persona, Refusal> {
        let spoke = store::posts::authors_in(tx, thread, &self.faces.keys()).await?;
        let known = spoke.first().and_then(|key| self.faces.find(*key)).or_else(|| self.faces.one_off_in(thread));
        if let Some(face) = known {
            return if face.persona.retired() { Err(Refusal::ReadOnly) } else { Ok(face.persona.clone()) };
        }
        if one_off {
            if !home.one_off {
                return Err(Refusal::NoOneOff);
            }
            let naming = Naming::OneOff { board: &home.code, n: self.faces.next_one_off() };
            return Ok(naming::make(ctx, tx, &member.root, naming, Some(thread)).await?);
        }
        match self.faces.on_board(&home.code) {
            Some(face) => Ok(face.persona.clone()),
            None => {
                let generation = self.faces.next_generation(&home.code);
                let naming = Naming::Board { board: &home.code, generation, roll: 0 };
                Ok(naming::make(ctx, tx, &member.root, naming, None).await?)
            }
        }
    }
}
