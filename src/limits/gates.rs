//! Gates by network: pages, previews, failed sign-ins, joins. Keys are the day's keyed hashes; nothing is written.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::config::limits::Limits;
use crate::domain::clock::{HOUR_MS, MINUTE_MS, Timestamp};
use crate::domain::network::{NetworkKey, NetworkKeys};

use super::offers::Offers;

/// The onion address is one class of readers with so many times the numbers of one network (CONTRACT §7).
const ONION_TIMES: u32 = 50;

/// Requests a minute by network: GCRA (governor's generic cell rate algorithm), so a burst of the whole number passes
/// and then one by one.
struct PerMinute {
    one: DefaultKeyedRateLimiter<NetworkKey>,
    onion: DefaultKeyedRateLimiter<NetworkKey>,
}

impl PerMinute {
    fn new(number: u32) -> Self {
        let limiter =
            |number: u32| RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)));
        Self { one: limiter(number), onion: limiter(number.saturating_mul(ONION_TIMES)) }
    }

    /// Lets one through, or says in how many seconds.
    fn pass(&self, network: &NetworkKeys) -> Result<(), u64> {
        let limiter = if network.onion { &self.onion } else { &self.one };
        limiter.check_key(&network.current).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Duration::as_secs(&wait).saturating_add(1)
        })
    }

    fn forget(&self) {
        for limiter in [&self.one, &self.onion] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// Acts counted in a sliding window by network.
struct Window {
    most: u32,
    length_ms: i64,
    acts: Mutex<HashMap<NetworkKey, Vec<Timestamp>>>,
}

impl Window {
    fn new(most: u32, length_ms: i64) -> Self {
        Self { most, length_ms, acts: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<NetworkKey, Vec<Timestamp>>> {
        // A panic elsewhere can't leave the map half changed: each change is one call.
        self.acts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn most(&self, network: &NetworkKeys) -> usize {
        let times = if network.onion { ONION_TIMES } else { 1 };
        usize::try_from(self.most.saturating_mul(times)).unwrap_or(usize::MAX)
    }

    /// In how many seconds there is room again; `None` when there is room now. Yesterday's key of the same network
    /// counts too, so that the change of keys opens no gate.
    fn full_of(
        &self,
        acts: &HashMap<NetworkKey, Vec<Timestamp>>,
        network: &NetworkKeys,
        now: Timestamp,
    ) -> Option<u64> {
        let keys = [Some(network.current), network.previous];
        let mut within: Vec<Timestamp> = keys
            .into_iter()
            .flatten()
            .filter_map(|key| acts.get(&key))
            .flatten()
            .copied()
            .filter(|at| now.since_ms(*at) < self.length_ms)
            .collect();
        within.sort_unstable();
        let over = within.len().checked_sub(self.most(network))?;
        let room = within.get(over).map_or(now, |at| at.plus_ms(self.length_ms));
        Some(u64::try_from(room.since_ms(now) / 1_000).unwrap_or(0).saturating_add(1))
    }

    /// Takes a place if there is one; the error says in how many seconds.
    fn take(&self, network: &NetworkKeys, now: Timestamp) -> Result<(), u64> {
        let mut acts = self.lock();
        if let Some(wait_s) = self.full_of(&acts, network, now) {
            return Err(wait_s);
        }
        acts.entry(network.current).or_default().push(now);
        Ok(())
    }

    /// Gives a place back that was taken at this moment.
    fn give_back(&self, network: &NetworkKeys, at: Timestamp) {
        let mut acts = self.lock();
        for key in [Some(network.current), network.previous].into_iter().flatten() {
            let Some(list) = acts.get_mut(&key) else { continue };
            if let Some(place) = list.iter().rposition(|taken| *taken == at) {
                list.remove(place);
                return;
            }
        }
    }

    fn forget(&self, now: Timestamp) {
        self.lock().retain(|_, list| {
            list.retain(|at| now.since_ms(*at) < self.length_ms);
            !list.is_empty()
        });
    }
}

/// All gates by network of this node.
pub(crate) struct Gates {
    pages: PerMinute,
    previews: PerMinute,
    failed_sign_ins: Window,
    joins: Window,
    /// Phrases that were offered and used.
    pub(crate) offers: Offers,
}

impl Gates {
    /// Gates with these numbers; wide open when limits are off.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            pages: PerMinute::new(limits.unless_off(limits.pages_per_min)),
            previews: PerMinute::new(limits.unless_off(limits.previews_per_min)),
            failed_sign_ins: Window::new(limits.unless_off(limits.failed_sign_ins_per_15_min), 15 * MINUTE_MS),
            joins: Window::new(limits.unless_off(limits.joins_per_hour), HOUR_MS),
            offers: Offers::default(),
        }
    }

    /// One page more; the error says in how many seconds there is room.
    pub(crate) fn page(&self, network: &NetworkKeys) -> Result<(), u64> {
        self.pages.pass(network)
    }

    /// One preview more.
    pub(crate) fn preview(&self, network: &NetworkKeys) -> Result<(), u64> {
        self.previews.pass(network)
    }

    /// Begins a try that counts as failed until [`Gates::forgive_sign_in`]: many at once can't pass together. The error
    /// says in how many seconds one may be tried.
    pub(crate) fn begin_sign_in(&self, network: &NetworkKeys, now: Timestamp) -> Result<(), u64> {
        self.failed_sign_ins.take(network, now)
    }

    /// The try begun at this moment worked, or failed by our fault.
    pub(crate) fn forgive_sign_in(&self, network: &NetworkKeys, began: Timestamp) {
        self.failed_sign_ins.give_back(network, began);
    }

    /// Takes one of the free joins of this network, if there is one.
    pub(crate) fn take_join(&self, network: &NetworkKeys, now: Timestamp) -> Result<(), u64> {
        self.joins.take(network, now)
    }

    /// Forgets what no longer counts. To be called every minute or so.
    pub(crate) fn forget_old(&self, now: Timestamp) {
        self.pages.forget();
        self.previews.forget();
        self.failed_sign_ins.forget(now);
        self.joins.forget(now);
        self.offers.forget_old(now);
    }
}
