//! A face: what a member is on one board, or in one thread.

use super::clock::Timestamp;
use super::ids::{BoardCode, PersonaId, ThreadId};
use super::keys::PersonaKey;

/// How often a name may be drawn anew before the first post.
pub const REROLLS: u32 = 5;

/// A restriction set by decision. It binds to the face and holds wider than it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All faces of its holder on that board.
    Board,
    /// All faces of its holder.
    Site,
}

/// A face's row.
#[derive(Clone, Debug)]
pub struct Persona {
    /// The row's key.
    pub key: PersonaKey,
    /// The public id: random.
    pub id: PersonaId,
    /// Its board.
    pub board: BoardCode,
    /// Its generated name; `None` once retired.
    pub handle: Option<String>,
    /// The thread it lives in, when it is a one-off face.
    pub thread: Option<ThreadId>,
    /// How often its name was drawn anew.
    pub rolls: u32,
    /// Has written at least once: its name is fixed.
    pub posted: bool,
    /// The holds of a newcomer were ended early.
    pub trusted: bool,
    /// A restriction and its end, at a full hour once stored (`None`: open-ended).
    pub restricted: Option<(Scope, Option<Timestamp>)>,
}

impl Persona {
    /// True once its holder gave it up.
    pub fn retired(&self) -> bool {
        self.handle.is_none()
    }

    /// The restriction that holds at this moment; `None` when there is none or it ended.
    pub fn restriction_at(&self, now: Timestamp) -> Option<(Scope, Option<Timestamp>)> {
        self.restricted.filter(|(_, until)| until.is_none_or(|end| now < end))
    }

    /// Names left to draw before the first post.
    pub fn rerolls_left(&self) -> u32 {
        if self.posted { 0 } else { REROLLS.saturating_sub(self.rolls) }
    }
}
