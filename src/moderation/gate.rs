//! The gate before publishing: publish, hold or refuse, with the reason.

use crate::config::limits::Limits;
use crate::domain::board::{Board, Premoderation};
use crate::domain::level::{Level, Record};

/// What the gate looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'a> {
    /// The board.
    pub(crate) board: &'a Board,
    /// What all faces of the writer have written.
    pub(crate) record: &'a Record,
    /// Their level now.
    pub(crate) level: Level,
    /// Links in the text.
    pub(crate) links: usize,
    /// It is the first post of a one-off face.
    pub(crate) first_of_one_off: bool,
    /// The team ended the holds of this face early.
    pub(crate) trusted: bool,
}

/// Why a text waits for a moderator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// The board holds everything.
    Board,
    /// The writer's first posts are held.
    Newcomer,
    /// The first post of a one-off face is held.
    OneOff,
    /// A new member's text has links.
    Links,
}

/// What the gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// For everyone at once.
    Publish,
    /// A moderator reads it first.
    Hold(Hold),
    /// More links than this level may set: refused with the number.
    TooManyLinks {
        /// How many are allowed.
        allowed: u32,
    },
}

/// Judges a text. `LEEWARD_LIMITS__OFF` lifts the holds of newcomers with all other numbers, not a board's own "all".
pub(crate) fn screen(candidate: Candidate<'_>, limits: &Limits) -> Verdict {
    let allowed = limits.links(candidate.level.number());
    let too_many = u32::try_from(candidate.links).unwrap_or(u32::MAX) > allowed;
    if too_many && candidate.level > Level::L0 {
        return Verdict::TooManyLinks { allowed };
    }
    if candidate.board.premoderation == Premoderation::All {
        return Verdict::Hold(Hold::Board);
    }
    if too_many {
        return Verdict::Hold(Hold::Links);
    }
    if candidate.board.premoderation == Premoderation::Off || limits.off {
        return Verdict::Publish;
    }
    let newcomer = candidate.record.approved < i64::from(limits.held_first_posts());
    if newcomer && !candidate.trusted {
        Verdict::Hold(Hold::Newcomer)
    } else if candidate.first_of_one_off && !candidate.board.one_off_unheld {
        Verdict::Hold(Hold::OneOff)
    } else {
        Verdict::Publish
    }
}
