//! From commits to readers, here and on the other nodes.
//!
//! A change that a transaction told of goes to this node's readers at once, then over the bus; after that its event is
//! noted as sent. What a crash left unsent is found by a sweep, what the bus lost by a look at the numbers of the
//! threads that are open here.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::hub::Hub;
use super::presence;
use crate::bus::{Bus, Heard, Hearing};
use crate::domain::change::Change;
use crate::domain::event::Event;
use crate::domain::ids::ThreadId;
use crate::store::{self, StoreError};

/// Rounds between two sweeps of the outbox.
const SWEEP_ROUNDS: u64 = 5;
/// Rounds between two looks at what is open here, on one node: hints can't be lost there.
const LOOK_ALONE_ROUNDS: u64 = 10;
/// The same with a bus, which may lose hints: the longest delay that a lost one costs.
const LOOK_ROUNDS: u64 = 2;
/// Rounds between two looks at the sessions of open connections while the bus is there.
const SESSION_ROUNDS: u64 = 10;
/// Rounds between two counts of readers.
const PRESENCE_ROUNDS: u64 = (presence::EVERY_MS / 1_000).unsigned_abs();
/// Unsent events claimed at once.
const CLAIM: u64 = 500;
/// Changes that may wait for the bus; beyond, the sweep takes over.
const WAITING: usize = 4_096;
/// Changes that travel together.
const TOGETHER: usize = 256;

/// How often the relay does its small duties, and whether it looks at what is open here.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two rounds of notes and small duties.
    pub round: Duration,
    /// Whether it looks up the numbers of open threads besides hearing of them. A test that wants to see whether every
    /// change is told turns it off.
    pub looks: bool,
}

impl Default for Pace {
    fn default() -> Self {
        Self { round: Duration::from_secs(1), looks: true }
    }
}

/// One node's relay.
pub(crate) struct Relay {
    hub: Arc<Hub>,
    bus: Bus,
    /// More than one node may write.
    shared: bool,
    pace: Pace,
    changes: broadcast::Receiver<Change>,
    /// Changes were dropped on their way to the bus: the outbox has to be looked at.
    behind: AtomicBool,
}

impl Relay {
    /// A relay that hears every change of this process from now on. `shared` says that there are other nodes.
    pub(crate) fn new(hub: Arc<Hub>, bus: Bus, shared: bool, pace: Pace) -> Self {
        let changes = hub.ctx.store.changes();
        Self { hub, bus, shared, pace, changes, behind: AtomicBool::new(false) }
    }

    /// Runs until `stop`. Each way has a loop of its own, so that a slow bus keeps no reader of this node waiting.
    pub(crate) async fn run(mut self, hearing: Option<Hearing>, stop: CancellationToken) {
        let (sender, waiting) = mpsc::channel(WAITING);
        let (fresh, _) = broadcast::channel(1);
        let changes = std::mem::replace(&mut self.changes, fresh.subscribe());
        let all = async {
            tokio::join!(self.tell_here(changes, sender), self.tell_others(waiting), self.hear(hearing), self.rounds())
        };
        stop.run_until_cancelled(all).await;
    }

    /// This node's own changes: to its readers at once, then on their way to the bus.
    async fn tell_here(&self, mut changes: broadcast::Receiver<Change>, others: mpsc::Sender<Change>) {
        loop {
            match changes.recv().await {
                Ok(change) => {
                    self.hub.hear(&change);
                    if others.try_send(change).is_err() {
                        self.behind.store(true, Ordering::Release);
                    }
                }
                Err(RecvError::Lagged(_)) => self.behind.store(true, Ordering::Release),
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// Tells the bus, then notes what was told. What is noted first and told never would be lost to other nodes.
    async fn tell_others(&self, mut waiting: mpsc::Receiver<Change>) {
        let mut together = Vec::with_capacity(TOGETHER);
        let mut told: HashMap<ThreadId, i64> = HashMap::new();
        let mut rounds = rounds(self.pace.round);
        loop {
            tokio::select! {
                taken = waiting.recv_many(&mut together, TOGETHER) => {
                    if taken == 0 {
                        return;
                    }
                    if self.bus.publish(&together).await.is_ok() {
                        for change in &together {
                            if let Change::Thread { thread, seq } = change {
                                let up_to = told.entry(*thread).or_insert(*seq);
                                *up_to = (*up_to).max(*seq);
                            }
                        }
                    } else {
                        self.behind.store(true, Ordering::Release);
                    }
                    together.clear();
                }
                _ = rounds.tick() => {
                    let notes: Vec<(ThreadId, i64)> = told.drain().collect();
                    if let Err(error) = self.note(notes).await {
                        // They are told twice then, by the sweep.
                        complain("events could not be noted as sent", &error);
                    }
                }
            }
        }
    }

    async fn note(&self, notes: Vec<(ThreadId, i64)>) -> Result<(), StoreError> {
        if notes.is_empty() {
            return Ok(());
        }
        let store = &self.hub.ctx.store;
        store
            .tx(move |tx| {
                Box::pin(async move {
                    for (thread, seq) in notes {
                        store::events::mark_sent(tx, thread, seq).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// What other nodes tell.
    async fn hear(&self, hearing: Option<Hearing>) {
        let Some(mut hearing) = hearing else { return };
        loop {
            match hearing.next().await {
                Heard::Change(change) => self.hub.hear(&change),
                Heard::Missed if self.pace.looks => self.look().await,
                Heard::Missed => {}
            }
        }
    }

    async fn look(&self) {
        if let Err(error) = self.hub.look_up().await {
            complain("open threads could not be looked up", &error);
        }
        if let Err(error) = self.hub.look_up_sessions().await {
            complain("open sessions could not be looked up", &error);
        }
    }

    /// Small duties, once a second.
    async fn rounds(&self) {
        let mut rounds = rounds(self.pace.round);
        let mut round = 0_u64;
        loop {
            rounds.tick().await;
            round = round.wrapping_add(1);
            self.hub.send_waiting_hints();
            metrics::gauge!("leeward_live_readers").set(self.hub.ears.count());
            if round.is_multiple_of(PRESENCE_ROUNDS) {
                self.hub.tell_presence();
            }
            let behind = self.behind.load(Ordering::Acquire);
            if (behind || round.is_multiple_of(SWEEP_ROUNDS)) && !self.bus.is_away() {
                match self.sweep().await {
                    Ok(()) => self.behind.store(false, Ordering::Release),
                    Err(error) => complain("the outbox could not be swept", &error),
                }
            }
            let (look, sessions) = match (self.shared, self.bus.is_away()) {
                (false, _) => (LOOK_ALONE_ROUNDS, LOOK_ALONE_ROUNDS),
                (true, true) => (LOOK_ROUNDS, LOOK_ROUNDS),
                (true, false) => (LOOK_ROUNDS, SESSION_ROUNDS),
            };
            if !self.pace.looks {
                continue;
            }
            if round.is_multiple_of(sessions) {
                self.look().await;
            } else if round.is_multiple_of(look)
                && let Err(error) = self.hub.look_up().await
            {
                complain("open threads could not be looked up", &error);
            }
        }
    }

    /// Tells what nobody told: events of a node that crashed, of a time without the bus, of a command beside this one.
    async fn sweep(&self) -> Result<(), StoreError> {
        loop {
            let (hub, bus) = (Arc::clone(&self.hub), self.bus.clone());
            let store = self.hub.ctx.store.clone();
            let claimed = store
                .tx(move |tx| {
                    Box::pin(async move {
                        let events = store::events::claim_unsent(tx, CLAIM).await?;
                        let latest = latest(&events);
                        for change in &latest {
                            hub.hear(change);
                        }
                        // Told before it is noted: after a failure between the two it is told twice, never not at all.
                        if !latest.is_empty() && bus.publish(&latest).await.is_err() {
                            return Ok(0);
                        }
                        for change in latest {
                            if let Change::Thread { thread, seq } = change {
                                store::events::mark_sent(tx, thread, seq).await?;
                            }
                        }
                        Ok::<_, StoreError>(events.len() as u64)
                    })
                })
                .await?;
            if claimed < CLAIM {
                return Ok(());
            }
        }
    }
}

fn rounds(every: Duration) -> tokio::time::Interval {
    let mut rounds = tokio::time::interval_at(Instant::now() + every, every);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    rounds
}

/// The last of each thread's events: who hears of it reads all before it.
fn latest(events: &[Event]) -> Vec<Change> {
    let mut latest: HashMap<ThreadId, i64> = HashMap::new();
    for event in events {
        let seq = latest.entry(event.thread).or_insert(event.seq);
        *seq = (*seq).max(event.seq);
    }
    latest.into_iter().map(|(thread, seq)| Change::Thread { thread, seq }).collect()
}

fn complain(what: &str, error: &StoreError) {
    tracing::warn!(target: "leeward::live", reason = %error, "{what}");
}
