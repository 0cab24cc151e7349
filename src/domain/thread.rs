//! A thread: a title, what its writer would like, and posts in an order that never changes.

use super::board::Board;
use super::clock::{DAY_MS, Timestamp};
use super::ids::{BoardCode, ThreadId};
use super::keys::PersonaKey;
use super::warning::Warnings;

/// What the writer of a thread would like to get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeking {
    /// Advice.
    Advice,
    /// To be listened to.
    Listening,
    /// Others' experiences.
    Experiences,
}

impl Seeking {
    /// All, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Advice, Self::Listening, Self::Experiences];

    /// The name in the contract and in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Listening => "listening",
            Self::Experiences => "experiences",
        }
    }

    /// The value of this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.name() == name)
    }
}

/// Whether a thread takes replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreadState {
    /// Takes replies.
    Open,
    /// Locked by The team.
    Locked,
    /// Closed by its writer, or by time.
    Closed,
}

impl ThreadState {
    /// The name in the contract and in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Locked => "locked",
            Self::Closed => "closed",
        }
    }

    /// The value of this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Locked, Self::Closed].into_iter().find(|v| v.name() == name)
    }
}

/// How long the writer of a thread may change its title, in milliseconds.
pub const TITLE_EDIT_MS: i64 = DAY_MS;

/// A thread.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Its public id.
    pub id: ThreadId,
    /// The board where it stands now.
    pub board: BoardCode,
    /// The board whose faces write in it, also after a move.
    pub home_board: BoardCode,
    /// 8–140 characters.
    pub title: String,
    /// What its writer would like; `None` in threads of The team.
    pub seeking: Option<Seeking>,
    /// Warnings of its first post and its board.
    pub warnings: Warnings,
    /// As the row says; see [`Thread::state_at`].
    pub state: ThreadState,
    /// Stands on top of its board.
    pub pinned: bool,
    /// False while its first post is not published: only its writer sees it.
    pub visible: bool,
    /// The number of its last event.
    pub seq: i64,
    /// The position of its last published post.
    pub last_position: i64,
    /// Visible replies.
    pub replies: i64,
    /// Who started it; `None`: The team, or somebody who left.
    pub author: Option<PersonaKey>,
    /// Started by The team.
    pub by_team: bool,
    /// When it was published (or written, while it is not), cut to the minute.
    pub created: Timestamp,
    /// Its last published post, cut to the minute.
    pub last_activity: Timestamp,
}

impl Thread {
    /// Its state now: a thread in which nobody wrote for as long as its board says is closed (pinned ones are not).
    pub fn state_at(&self, board: &Board, now: Timestamp) -> ThreadState {
        let by_time = board.closes_before(now).is_some_and(|limit| self.last_activity < limit);
        match self.state {
            ThreadState::Open if by_time && !self.pinned => ThreadState::Closed,
            state => state,
        }
    }
}
