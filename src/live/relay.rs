//! From commits to hubs: each change that a transaction told of goes to this node's readers at once, and its event is
//! noted as sent. What a crash left unsent is found by a sweep.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::hub::Hub;
use super::presence;
use crate::domain::change::Change;
use crate::domain::ids::ThreadId;
use crate::store::{self, StoreError};

/// Between two rounds of notes and small duties.
const ROUND: Duration = Duration::from_secs(1);
/// Rounds between two sweeps of the outbox.
const SWEEP_ROUNDS: u64 = 5;
/// Rounds between two looks at the numbers of open threads, on one node.
const LOOK_ROUNDS: u64 = 10;
/// Rounds between two looks at the sessions of open connections.
const SESSION_ROUNDS: u64 = 30;
/// Rounds between two counts of readers.
const PRESENCE_ROUNDS: u64 = (presence::EVERY_MS / 1_000).unsigned_abs();
/// Unsent events claimed at once.
const CLAIM: u64 = 500;

/// One node's relay.
pub(crate) struct Relay {
    hub: Arc<Hub>,
    changes: Receiver<Change>,
    /// Events that were told of and are not noted as sent yet: up to which number, by thread.
    told: HashMap<ThreadId, i64>,
}

impl Relay {
    /// A relay that hears every change from now on.
    pub(crate) fn new(hub: Arc<Hub>) -> Self {
        let changes = hub.ctx.store.changes();
        Self { hub, changes, told: HashMap::new() }
    }

    /// Runs until `stop`.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        let mut rounds = tokio::time::interval_at(Instant::now() + ROUND, ROUND);
        rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut round = 0_u64;
        loop {
            let failed = tokio::select! {
                () = stop.cancelled() => break,
                change = self.changes.recv() => match change {
                    Ok(change) => {
                        self.tell(&change);
                        Ok(())
                    }
                    Err(RecvError::Lagged(_)) => self.sweep().await,
                    Err(RecvError::Closed) => break,
                },
                _ = rounds.tick() => {
                    round = round.wrapping_add(1);
                    self.duties(round).await
                }
            };
            if let Err(error) = failed {
                tracing::warn!(target: "leeward::live", reason = %error, "a round of the relay failed");
            }
        }
        drop(self.note().await);
    }

    fn tell(&mut self, change: &Change) {
        self.hub.hear(change);
        if let Change::Thread { thread, seq } = change {
            let up_to = self.told.entry(*thread).or_insert(*seq);
            *up_to = (*up_to).max(*seq);
        }
    }

    async fn duties(&mut self, round: u64) -> Result<(), StoreError> {
        self.hub.send_waiting_hints();
        metrics::gauge!("leeward_live_readers").set(self.hub.ears.count());
        if round.is_multiple_of(PRESENCE_ROUNDS) {
            self.hub.tell_presence();
        }
        self.note().await?;
        if round.is_multiple_of(SWEEP_ROUNDS) {
            self.sweep().await?;
        }
        if round.is_multiple_of(LOOK_ROUNDS) {
            self.hub.look_up().await?;
        }
        if round.is_multiple_of(SESSION_ROUNDS) {
            self.hub.look_up_sessions().await?;
        }
        Ok(())
    }

    /// Notes what was told. After the telling: what is noted first and told never would be lost to other nodes.
    async fn note(&mut self) -> Result<(), StoreError> {
        if self.told.is_empty() {
            return Ok(());
        }
        let told: Vec<(ThreadId, i64)> = self.told.iter().map(|(thread, seq)| (*thread, *seq)).collect();
        mark(&self.hub, told.clone()).await?;
        self.told.retain(|thread, seq| !told.contains(&(*thread, *seq)));
        Ok(())
    }

    /// Tells what nobody told: events of a node that crashed, or of a command beside this one.
    async fn sweep(&mut self) -> Result<(), StoreError> {
        loop {
            let hub = Arc::clone(&self.hub);
            let store = hub.ctx.store.clone();
            let claimed = store
                .tx(move |tx| {
                    Box::pin(async move {
                        let events = store::events::claim_unsent(tx, CLAIM).await?;
                        // Told before it is noted: after a failure between the two it is told twice, never not at all.
                        for event in &events {
                            hub.hear(&Change::Thread { thread: event.thread, seq: event.seq });
                            store::events::mark_sent(tx, event.thread, event.seq).await?;
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

async fn mark(hub: &Hub, told: Vec<(ThreadId, i64)>) -> Result<(), StoreError> {
    hub.ctx
        .store
        .tx(move |tx| {
            Box::pin(async move {
                for (thread, seq) in told {
                    store::events::mark_sent(tx, thread, seq).await?;
                }
                Ok(())
            })
        })
        .await
}
