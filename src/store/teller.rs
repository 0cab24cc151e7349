//! Tells this process what its transactions changed, after their commit: the nudge for live readers. A nudge that is
//! lost (nobody listens, or a listener lags) costs time only: the outbox has the event.

use tokio::sync::broadcast;

use crate::domain::change::Change;

/// Changes that a listener may lag behind before it has to look at the outbox.
const ROOM: usize = 4_096;

/// The telling side.
#[derive(Clone)]
pub(super) struct Teller(broadcast::Sender<Change>);

impl Teller {
    /// One that nobody listens to yet.
    pub(super) fn new() -> Self {
        Self(broadcast::Sender::new(ROOM))
    }

    /// Everything that is told from now on.
    pub(super) fn hear(&self) -> broadcast::Receiver<Change> {
        self.0.subscribe()
    }

    /// Tells what a committed transaction changed.
    pub(super) fn tell(&self, changes: Vec<Change>) {
        for change in changes {
            // Without listeners (a command beside a running server) there is nobody to tell.
            drop(self.0.send(change));
        }
    }
}
