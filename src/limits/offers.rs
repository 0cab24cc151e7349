//! One offered phrase becomes one account, or one other offer: else a page with words, asked for once, would open as
//! many accounts as somebody likes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use crate::domain::clock::{HOUR_MS, Timestamp};

/// How long a page with words may lie open, with an hour to spare.
const LIFE_MS: i64 = 3 * HOUR_MS;

/// What became of an offer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Account,
    Exchanged,
}

/// The offers of this node that were used, by the hash of their sealed text.
#[derive(Default)]
pub(crate) struct Offers(Mutex<HashMap<[u8; 32], (Fate, Timestamp)>>);

impl Offers {
    /// Whether an account may be written for it: not when other words were given for it. None are from now on.
    pub(crate) fn confirm(&self, sealed: &str, now: Timestamp) -> bool {
        self.lock().entry(key(sealed)).or_insert((Fate::Account, now)).0 == Fate::Account
    }

    /// Whether other words may be given for it: once, and not after it became an account.
    pub(crate) fn exchange(&self, sealed: &str, now: Timestamp) -> bool {
        match self.lock().entry(key(sealed)) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert((Fate::Exchanged, now));
                true
            }
        }
    }

    /// Whether other words were given for it.
    pub(crate) fn gone(&self, sealed: &str) -> bool {
        self.lock().get(&key(sealed)).is_some_and(|(fate, _)| *fate == Fate::Exchanged)
    }

    /// Forgets offers whose pages are too old in any case.
    pub(crate) fn forget_old(&self, now: Timestamp) {
        self.lock().retain(|_, (_, at)| now.since_ms(*at) < LIFE_MS);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], (Fate, Timestamp)>> {
        // A panic elsewhere can't leave the map half changed: each change is one call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(sealed: &str) -> [u8; 32] {
    Sha256::digest(sealed.as_bytes()).into()
}
