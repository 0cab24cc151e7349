//! Trust levels and daily limits, decided from what all faces of one member have written.

use super::clock::Timestamp;

/// What the rows of all faces of one member say; read in the writing transaction, kept nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Posts that were published and not removed by decision.
    pub approved: i64,
    /// The UTC day of the first of them, since 1970.
    pub first_day: Option<i64>,
    /// Distinct UTC days with such posts.
    pub days: i64,
    /// Posts removed by decision within 30 days.
    pub removed_lately: i64,
    /// Threads started this UTC day, held and waiting ones too.
    pub threads_today: i64,
    /// Replies written this UTC day, held and waiting ones too.
    pub replies_today: i64,
}

/// A trust level: 0, 1 or 2 (CONTRACT §7). Never shown to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// New.
    L0,
    /// Three approved posts, the first on an earlier day.
    L1,
    /// Posts on 14 days, 20 posts, no upheld removal in 30 days.
    L2,
}

impl Level {
    /// As a number.
    pub fn number(self) -> u8 {
        match self {
            Self::L0 => 0,
            Self::L1 => 1,
            Self::L2 => 2,
        }
    }
}

impl Record {
    /// The level at this moment.
    pub fn level(&self, now: Timestamp) -> Level {
        let earlier_day = self.first_day.is_some_and(|day| day < now.day());
        if self.days >= 14 && self.approved >= 20 && self.removed_lately == 0 {
            Level::L2
        } else if self.approved >= 3 && earlier_day {
            Level::L1
        } else {
            Level::L0
        }
    }
}
