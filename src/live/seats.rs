//! Readers of one topic and the frames that they have not taken yet.
//!
//! Frames stand once, in a ring; each reader has a seat with the number of the next frame they take. A push wakes all
//! and forgets what everybody has taken. The ring is bounded: whoever falls behind it has missed frames and knows it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;

/// Frames that one reader may lag behind: more than a second of the busiest thread.
pub(super) const RING: usize = 256;

/// Locks; a panic elsewhere can't leave these half changed, each change is one call.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What wakes one reader, whatever they listen to.
#[derive(Default)]
pub(crate) struct Ear(AtomicWaker);

/// One reader in one topic.
struct Seat {
    ear: Arc<Ear>,
    /// The number of the next frame that this reader takes.
    next: AtomicU64,
    /// Where it stands in the list.
    at: AtomicUsize,
}

struct Ring<F> {
    /// The number of the first frame.
    first: u64,
    frames: VecDeque<F>,
}

/// The readers of one topic.
pub(crate) struct Seats<F> {
    ring: Mutex<Ring<F>>,
    /// The number that the next frame gets.
    next: AtomicU64,
    taken: Mutex<Vec<Arc<Seat>>>,
}

/// A place in a topic; given back when dropped.
pub(crate) struct Place<F> {
    seats: Arc<Seats<F>>,
    seat: Arc<Seat>,
}

/// This reader missed frames: the ring went on without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lagged;

impl<F: Clone> Seats<F> {
    /// Nobody yet.
    pub(crate) fn new() -> Self {
        let ring = Mutex::new(Ring { first: 0, frames: VecDeque::new() });
        Self { ring, next: AtomicU64::new(0), taken: Mutex::default() }
    }

    /// A place from which everything that is pushed from now on is heard.
    pub(crate) fn sit(self: &Arc<Self>, ear: &Arc<Ear>) -> Place<F> {
        let mut taken = lock(&self.taken);
        let next = AtomicU64::new(self.next.load(Ordering::Acquire));
        let seat = Arc::new(Seat { ear: Arc::clone(ear), next, at: AtomicUsize::new(taken.len()) });
        taken.push(Arc::clone(&seat));
        Place { seats: Arc::clone(self), seat }
    }

    /// Gives a frame to everybody who sits here.
    pub(crate) fn push(&self, frame: F) {
        {
            let mut ring = lock(&self.ring);
            ring.frames.push_back(frame);
            if ring.frames.len() > RING {
                ring.frames.pop_front();
                ring.first += 1;
            }
            self.next.fetch_add(1, Ordering::Release);
        }
        let mut everybody_has = u64::MAX;
        for seat in lock(&self.taken).iter() {
            everybody_has = everybody_has.min(seat.next.load(Ordering::Relaxed));
            seat.ear.0.wake();
        }
        let mut ring = lock(&self.ring);
        while ring.first < everybody_has && ring.frames.pop_front().is_some() {
            ring.first += 1;
        }
    }

    /// Puts another frame in the place of those that wait, wherever `instead` gives one.
    pub(crate) fn amend(&self, instead: impl Fn(&F) -> Option<F>) {
        for frame in &mut lock(&self.ring).frames {
            if let Some(other) = instead(frame) {
                *frame = other;
            }
        }
    }

    fn take(&self, next: u64) -> Option<Result<F, Lagged>> {
        if next == self.next.load(Ordering::Acquire) {
            return None;
        }
        let ring = lock(&self.ring);
        let Some(at) = next.checked_sub(ring.first) else { return Some(Err(Lagged)) };
        let frame = usize::try_from(at).ok().and_then(|at| ring.frames.get(at));
        frame.cloned().map(Ok)
    }
}

impl<F: Clone> Place<F> {
    /// The next frame; `None` when there is none yet. Register the ear first.
    pub(crate) fn take(&self) -> Option<Result<F, Lagged>> {
        let next = self.seat.next.load(Ordering::Relaxed);
        let frame = self.seats.take(next);
        if matches!(frame, Some(Ok(_))) {
            self.seat.next.store(next + 1, Ordering::Relaxed);
        }
        frame
    }
}

impl<F> Drop for Place<F> {
    fn drop(&mut self) {
        let mut taken = lock(&self.seats.taken);
        let at = self.seat.at.load(Ordering::Relaxed);
        if at < taken.len() {
            taken.swap_remove(at);
        }
        if let Some(moved) = taken.get(at) {
            moved.at.store(at, Ordering::Relaxed);
        }
    }
}

impl Ear {
    /// Notes who is to be woken by the next push. To be called before the places are asked.
    pub(crate) fn listen(&self, cx: &Context<'_>) {
        self.0.register(cx.waker());
    }

    /// Waits until `ask` finds something in the places of this ear.
    pub(crate) async fn hear<T>(&self, mut ask: impl FnMut() -> Option<T>) -> T {
        std::future::poll_fn(move |cx| {
            self.listen(cx);
            ask().map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}
