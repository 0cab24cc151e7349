//! `Ctx`: all that a use case may touch. Nothing else reaches the outside world.

use std::sync::Arc;

use crate::config::limits::Limits;
use crate::config::secret_key::SecretKey;
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::entropy::{Entropy, below};
use crate::limits::gaps::Gaps;
use crate::limits::names_given::NamesGiven;
use crate::store::Store;
use crate::store::ledger::Ledger;

/// What the site drew once and keeps in its database.
#[derive(Clone)]
pub(crate) struct SiteValues {
    /// The salt of all phrases. Whoever loses it loses all accounts.
    pub(crate) salt: [u8; 32],
    /// The key under which given-up handles are hashed.
    pub(crate) handle_key: [u8; 32],
    /// Changes when an older copy of the database is put back.
    pub(crate) epoch: [u8; 10],
}

/// All that a use case may touch.
pub(crate) struct Ctx {
    /// The database.
    pub(crate) store: Store,
    /// What was erased, outside backups; `privacy::ledger` says what its entries mean.
    pub(crate) ledger: Ledger,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
    /// Randomness.
    pub(crate) entropy: Arc<dyn Entropy>,
    /// The numbers of CONTRACT §7.
    pub(crate) limits: Limits,
    /// Seconds between two acts, in this node's memory.
    pub(crate) gaps: Gaps,
    /// How many names each board has given, as last counted.
    pub(crate) names_given: NamesGiven,
    /// The site's own values.
    pub(crate) site: SiteValues,
    /// The key file's key.
    pub(crate) secret: Arc<SecretKey>,
}

impl Ctx {
    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A number from `0` up to, not including, `end`.
    pub(crate) fn below(&self, end: u64) -> u64 {
        below(self.entropy.as_ref(), end)
    }
}
