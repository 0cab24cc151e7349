//! One offered phrase becomes one account, or one other offer: else a page with words, asked for once, would open as
//! many accounts as somebody likes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

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
    /// Whether an account may be written for it: not when other words were asked for.
    pub(crate) fn confirm(&self, sealed: &str, now: Timestamp) -> bool {
        self.settle(sealed, Fate::Account, now) == Fate::Account
    }

    /// Whether other words may be given for it: once, and not after it became an account.
    pub(crate) fn exchange(&self, sealed: &str, now: Timestamp) -> bool {
        let key = key(sealed);
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = !used.contains_key(&key);
        used.entry(key).or_insert((Fate::Exchanged, now));
        fresh
    }

    fn settle(&self, sealed: &str, fate: Fate, now: Timestamp) -> Fate {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        used.entry(key(sealed)).or_insert((fate, now)).0
    }

    /// Forgets offers whose pages are too old in any case.
    pub(crate) fn forget_old(&self, now: Timestamp) {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, (_, at)| now.since_ms(*at) < LIFE_MS);
    }
}

fn key(sealed: &str) -> [u8; 32] {
    Sha256::digest(sealed.as_bytes()).into()
}
