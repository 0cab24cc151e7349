//! All readers of one run.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::arguments::Target;
use super::fault::LoadError;
use super::reader::{Readers, Shared, read, see};
use super::record::Record;

/// How many shake hands at once.
const DOORS: usize = 64;
/// How long all of them may take to get in.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often is looked whether all have something.
const LOOK: Duration = Duration::from_millis(20);
/// Readers that keep their frames word for word.
const WITNESSES: u32 = 8;

/// Whom the readers are and what they read.
pub(super) struct Gathering<'a> {
    /// Where they connect.
    pub(super) target: &'a Target,
    /// The path of the socket.
    pub(super) path: &'static str,
    /// The tokens that they share in turn; none: visitors.
    pub(super) tokens: &'a [Arc<str>],
    /// What they subscribe to.
    pub(super) topic: String,
    /// The number after which they read.
    pub(super) after: i64,
    /// How many they are.
    pub(super) readers: u32,
    /// How many events they will read, about.
    pub(super) expected: usize,
    /// Whether they come back without waiting.
    pub(super) at_once: bool,
    /// From when times count.
    pub(super) began: Instant,
}

/// Readers at work.
pub(super) struct Crowd {
    tasks: JoinSet<()>,
    records: Vec<Shared>,
}

impl Crowd {
    /// Lets all of them in. Fails when not all are subscribed in time.
    pub(super) async fn gather(plan: Gathering<'_>) -> Result<Self, LoadError> {
        let all = Arc::new(Readers {
            target: plan.target.clone(),
            path: plan.path,
            topic: plan.topic,
            began: plan.began,
            doors: Semaphore::new(if plan.at_once { Semaphore::MAX_PERMITS } else { DOORS }),
            at_once: plan.at_once,
        });
        let every = (plan.readers / WITNESSES).max(1);
        let mut crowd = Self { tasks: JoinSet::new(), records: Vec::new() };
        for (number, token) in (0..plan.readers).zip(turns(plan.tokens)) {
            let record = Record::new(plan.after, plan.expected, number % every == 0);
            let record = Arc::new(Mutex::new(record));
            crowd.records.push(Arc::clone(&record));
            crowd.tasks.spawn(read(Arc::clone(&all), token, number, record));
        }
        if crowd.until(PATIENCE, |record| record.live).await {
            return Ok(crowd);
        }
        Err(crowd.not_let_in())
    }

    /// Waits until all have read up to this number; whether they did within `patience`.
    pub(super) async fn until_seq(&self, seq: i64, patience: Duration) -> bool {
        self.until(patience, |record| record.seq() >= seq).await
    }

    /// Readers that are subscribed now.
    pub(super) fn live(&self) -> usize {
        self.records.iter().filter(|record| see(record).live).count()
    }

    /// Ends the connections. What each saw.
    pub(super) async fn leave(mut self) -> Vec<Record> {
        self.tasks.shutdown().await;
        let unshared = |record: Shared| Arc::into_inner(record)?.into_inner().ok();
        self.records.into_iter().filter_map(unshared).collect()
    }

    async fn until(&self, patience: Duration, there: impl Fn(&Record) -> bool) -> bool {
        let until = Instant::now() + patience;
        let mut done = 0;
        loop {
            // Who is there stays there: only the rest is looked at again.
            while self.records.get(done).is_some_and(|record| there(&see(record))) {
                done += 1;
            }
            if done == self.records.len() {
                return true;
            }
            if Instant::now() >= until {
                return false;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    fn not_let_in(&self) -> LoadError {
        let last = self.records.iter().rev().find_map(|record| see(record).said.last().cloned());
        LoadError::NotLetIn {
            live: self.live(),
            wanted: self.records.len(),
            patience_s: PATIENCE.as_secs(),
            last: last.unwrap_or_else(|| "none".to_owned()),
            remedy: "more tokens (10 sockets a session, 20 a network), or LEEWARD_LIMITS__OFF=true on the server",
        }
    }
}

/// The tokens, again and again; without any, visitors for ever.
fn turns(tokens: &[Arc<str>]) -> impl Iterator<Item = Option<Arc<str>>> + '_ {
    let visitors = tokens.is_empty().then(|| std::iter::repeat(None)).into_iter().flatten();
    tokens.iter().cycle().map(|token| Some(Arc::clone(token))).chain(visitors)
}
