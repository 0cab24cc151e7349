//! How fast the other side of a socket may send. Frames are counted where they are understood, but a message in endless
//! empty pieces (RFC 6455 §5.4) never becomes one: so the bytes are counted, too.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The window in which bytes are counted.
const WINDOW: Duration = Duration::from_secs(10);
/// Bytes in a window: the frames that a client may send in it at their largest, and as much again for their heads and
/// signs of life.
const MOST: usize = 2 * 30 * 8 * 1024;

/// Whether a connection has become a socket. Shared by whoever makes it one and whoever reads its bytes.
#[derive(Clone, Debug, Default)]
pub struct Flow(Arc<AtomicBool>);

impl Flow {
    /// From now on the bytes are counted.
    pub(crate) fn narrow(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether they are.
    pub(crate) fn is_narrow(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Bytes of one window.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    /// Since some moment of the caller's clock.
    since: Option<Duration>,
    bytes: usize,
}

impl Meter {
    /// Counts bytes that came at this moment; false when there were too many.
    pub(crate) fn take(&mut self, bytes: usize, at: Duration) -> bool {
        if self.since.is_none_or(|since| at.saturating_sub(since) >= WINDOW) {
            (self.since, self.bytes) = (Some(at), 0);
        }
        self.bytes = self.bytes.saturating_add(bytes);
        self.bytes <= MOST
    }
}
