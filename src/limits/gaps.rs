//! Least time between two acts of one member: kept in this node's memory, never in a row (CONTRACT §2.6).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::clock::{HOUR_MS, Timestamp};

/// Which act, of which member: a derived tag, so that memory holds no root.
type Key = ([u8; 32], u64);

/// When each member last did each act.
#[derive(Default)]
pub(crate) struct Gaps(Mutex<HashMap<Key, Vec<Timestamp>>>);

impl Gaps {
    /// When the act may be done again, if fewer than `gap_ms` milliseconds passed since the last [`Gaps::note`] of it.
    pub(crate) fn too_soon(&self, tag: [u8; 32], act: u64, gap_ms: i64, now: Timestamp) -> Option<Timestamp> {
        let last = *self.lock().get(&(tag, act))?.last()?;
        let again = last.plus_ms(gap_ms);
        (again > now).then_some(again)
    }

    /// When the act may be done again, if it was done `most` times within the last hour.
    pub(crate) fn too_many_an_hour(&self, tag: [u8; 32], act: u64, most: u32, now: Timestamp) -> Option<Timestamp> {
        let acts = self.lock();
        let list = acts.get(&(tag, act))?;
        let within: Vec<&Timestamp> = list.iter().filter(|at| now.since_ms(**at) < HOUR_MS).collect();
        let over = within.len().checked_sub(usize::try_from(most).unwrap_or(usize::MAX).max(1))?;
        within.get(over).map(|at| at.plus_ms(HOUR_MS))
    }

    /// Notes that the act was done. Call it inside the writing transaction, where writes of one member wait for one
    /// another, so that two at once can't both find the gap free.
    pub(crate) fn note(&self, tag: [u8; 32], act: u64, now: Timestamp) {
        self.lock().entry((tag, act)).or_default().push(now);
    }

    /// Forgets what is older than an hour. To be called every minute or so.
    pub(crate) fn forget_old(&self, now: Timestamp) {
        self.lock().retain(|_, list| {
            list.retain(|at| now.since_ms(*at) < HOUR_MS);
            !list.is_empty()
        });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Vec<Timestamp>>> {
        // A panic elsewhere can't leave the map half changed: each change is one call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
