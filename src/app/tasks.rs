//! The one group in which all tasks live, with a stop signal and a deadline.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// A group of tasks.
#[derive(Clone, Debug, Default)]
pub struct TaskGroup {
    tracker: TaskTracker,
    stop: CancellationToken,
    abort: CancellationToken,
}

impl TaskGroup {
    /// An empty group.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a task. It is expected to end soon after the stop signal, and is dropped at the deadline.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let abort = self.abort.clone();
        self.tracker.spawn(async move {
            abort.run_until_cancelled(task).await;
        });
    }

    /// The signal at which tasks end what they are doing.
    pub fn stop_signal(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Gives the stop signal, waits for the tasks, and drops those that are not done after `patience`.
    /// Answers whether all ended by themselves.
    pub async fn stop(&self, patience: Duration) -> bool {
        self.stop.cancel();
        self.tracker.close();
        let done = tokio::time::timeout(patience, self.tracker.wait()).await.is_ok();
        self.abort.cancel();
        self.tracker.wait().await;
        done
    }
}
