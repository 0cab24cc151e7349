//! A clock that moves only when told to.

use std::sync::atomic::{AtomicI64, Ordering};

use leeward::domain::clock::{Clock, Timestamp};

/// 2026-11-23T12:00:00Z.
const START_MS: i64 = 1_795_435_200_000;

/// The clock.
pub struct ManualClock(AtomicI64);

impl Default for ManualClock {
    fn default() -> Self {
        Self(AtomicI64::new(START_MS))
    }
}

impl ManualClock {
    pub fn advance_s(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    pub fn advance_days(&self, days: i64) {
        self.advance_s(days * 86_400);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}
