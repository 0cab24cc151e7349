//! A board and what its owner set for it.

use super::clock::{DAY_MS, Timestamp};
use super::ids::BoardCode;
use super::warning::Warnings;

/// Who may read a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadableBy {
    /// Everyone on the web.
    Everyone,
    /// Signed-in members.
    Members,
}

/// Whose posts wait for a moderator before they are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Premoderation {
    /// Nobody's.
    Off,
    /// Those of people whose first posts have not been approved yet, and the first of each one-off face.
    Newcomers,
    /// Everybody's.
    All,
}

/// A board (CONTRACT §3).
#[derive(Clone, Debug)]
pub struct Board {
    /// Its short code, which never changes.
    pub code: BoardCode,
    /// Its slug: accepted when typed, never linked.
    pub slug: String,
    /// Its name on pages, at most 40 characters.
    pub name: String,
    /// What it is for, at most 200 characters.
    pub description: String,
    /// Its guidelines as Markdown.
    pub guidelines: String,
    /// Who may read it.
    pub readable_by: ReadableBy,
    /// Whether search engines may list it.
    pub indexing: bool,
    /// Whose posts wait.
    pub premoderation: Premoderation,
    /// Least seconds between two posts of one member here; 0 is off.
    pub slow_mode_s: u32,
    /// Whether a face for one thread is offered.
    pub one_off: bool,
    /// Whether the first post of a one-off face is published without waiting (an owner lifted the hold).
    pub one_off_unheld: bool,
    /// Whether readers see how many others read.
    pub presence: bool,
    /// Days without a reply after which a thread is closed; `None` is never.
    pub auto_close_days: Option<u32>,
    /// No new threads or replies.
    pub archived: bool,
    /// Warnings that every thread here bears.
    pub default_warnings: Warnings,
}

impl Board {
    /// The moment before which a thread's last activity closes it; `None` when this board never does.
    pub fn closes_before(&self, now: Timestamp) -> Option<Timestamp> {
        self.auto_close_days.map(|days| now.plus_ms(-i64::from(days) * DAY_MS))
    }
}

impl ReadableBy {
    /// The name in the contract and in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Members => "members",
        }
    }

    /// The value of this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Everyone, Self::Members].into_iter().find(|v| v.name() == name)
    }
}

impl Premoderation {
    /// The name in the contract and in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Newcomers => "newcomers",
            Self::All => "all",
        }
    }

    /// The value of this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Off, Self::Newcomers, Self::All].into_iter().find(|v| v.name() == name)
    }
}
