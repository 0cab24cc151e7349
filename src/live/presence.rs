//! How many read a thread, in a word (CONTRACT §6). Counted on this node, from memory, and only in steps that tell
//! nobody whether one certain person is there: nothing below a threshold that is drawn anew for each thread and hour.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::domain::clock::{HOUR_MS, Timestamp};
use crate::domain::ids::ThreadId;
use crate::domain::network::NetworkKey;

/// Milliseconds between two counts.
pub(crate) const EVERY_MS: i64 = 120_000;
/// The threshold lies between these, both included.
const THRESHOLD: std::ops::RangeInclusive<u64> = 5..=12;
/// From so many on it is "several", and "many".
const SEVERAL: usize = 15;
const MANY: usize = 40;

/// Somebody who reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    /// A member, by a tag that all their sessions share.
    Member([u8; 32]),
    /// A visitor, by the day's key of their network.
    Visitor(NetworkKey),
}

/// Who reads one thread, each with how many connections.
#[derive(Default)]
pub(crate) struct Present(HashMap<Who, u32>);

impl Present {
    /// One more connection.
    pub(crate) fn enter(&mut self, who: Who) {
        *self.0.entry(who).or_insert(0) += 1;
    }

    /// One connection less.
    pub(crate) fn leave(&mut self, who: Who) {
        if let Some(connections) = self.0.get_mut(&who) {
            *connections -= 1;
            if *connections == 0 {
                self.0.remove(&who);
            }
        }
    }

    /// The word for a member who asks and for a visitor who asks: neither is counted for themselves.
    pub(crate) fn words(&self, threshold: u64) -> (Option<&'static str>, Option<&'static str>) {
        let members = self.0.keys().filter(|who| matches!(who, Who::Member(_))).count();
        let visitors = self.0.len() - members;
        let member = members.checked_sub(1).and_then(|others| word(others, visitors, threshold));
        let visitor = word(members, visitors.saturating_sub(1), threshold);
        (member, visitor)
    }
}

/// Members alone must reach the threshold; visitors only move the word.
fn word(members: usize, visitors: usize, threshold: u64) -> Option<&'static str> {
    if (members as u64) < threshold {
        return None;
    }
    Some(match members + visitors {
        MANY.. => "many",
        SEVERAL.. => "several",
        _ => "few",
    })
}

/// Draws thresholds: the same for one thread through one hour, unforeseeable from outside this process.
#[derive(Default)]
pub(crate) struct Thresholds(RandomState);

impl Thresholds {
    /// The threshold of a thread in this hour.
    pub(crate) fn of(&self, thread: ThreadId, now: Timestamp) -> u64 {
        let steps = THRESHOLD.end() - THRESHOLD.start() + 1;
        THRESHOLD.start() + self.0.hash_one((thread, now.0.div_euclid(HOUR_MS))) % steps
    }
}
