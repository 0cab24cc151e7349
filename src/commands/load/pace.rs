//! When the next post is due, and whose turn it is: one list for all writers, so that the rate holds whoever is slow.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::time::Interval;

/// One post's turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    /// The post's number in its run, from 0.
    pub(super) number: u32,
    /// It began this much later than it should: all writers were waiting for answers.
    pub(super) late: Duration,
}

struct Turns {
    interval: Option<Interval>,
    next: u32,
}

/// The list.
pub(super) struct Pace {
    turns: Mutex<Turns>,
    posts: Option<u32>,
    until: Option<Instant>,
}

impl Pace {
    /// A post every `every_ms`, or as soon as somebody is free when that is 0; at most `posts` posts, and none after
    /// `seconds`.
    pub(super) fn new(every_ms: u64, posts: Option<u32>, seconds: Option<u64>) -> Self {
        let every = Duration::from_millis(every_ms);
        let interval = (every_ms > 0).then(|| tokio::time::interval(every));
        let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
        Self { turns: Mutex::new(Turns { interval, next: 0 }), posts, until }
    }

    /// Waits for the next turn; `None` when all posts are given out.
    pub(super) async fn turn(&self) -> Option<Turn> {
        let mut turns = self.turns.lock().await;
        if self.posts.is_some_and(|posts| turns.next >= posts) {
            return None;
        }
        let late = match &mut turns.interval {
            Some(interval) => interval.tick().await.elapsed(),
            None => Duration::ZERO,
        };
        if self.until.is_some_and(|until| Instant::now() >= until) {
            return None;
        }
        let number = turns.next;
        turns.next = number.saturating_add(1);
        Some(Turn { number, late })
    }
}
