//! How many names each board has given, as this node last counted: an estimate, so that nothing is counted for each new
//! face. It decides only how many words a name has.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::clock::{MINUTE_MS, Timestamp};
use crate::domain::ids::BoardCode;

/// How long a count is believed. Within it a board gives a few hundred names, of the 136,000 that matter.
const BELIEVED_MS: i64 = 10 * MINUTE_MS;

/// The last counts, with their moments.
#[derive(Default)]
pub(crate) struct NamesGiven(Mutex<BTreeMap<BoardCode, (u64, Timestamp)>>);

impl NamesGiven {
    /// The last count of a board, if it is young enough to be believed.
    pub(crate) fn known(&self, board: &BoardCode, now: Timestamp) -> Option<u64> {
        let (count, at) = *self.lock().get(board)?;
        (0..BELIEVED_MS).contains(&now.since_ms(at)).then_some(count)
    }

    /// Keeps a count.
    pub(crate) fn keep(&self, board: &BoardCode, count: u64, now: Timestamp) {
        self.lock().insert(board.clone(), (count, now));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<BoardCode, (u64, Timestamp)>> {
        // A panic elsewhere can't leave the map half changed: each change is one call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
