//! What a page tells its script about the events that it may hear (CONTRACT §6).

use serde::Serialize;

use crate::domain::ids::ThreadId;

/// A topic, and from which event on the page does not know it yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LiveTopic {
    /// `thread/8f3kd2a1b9c7e5m4` or `board/k7`.
    pub topic: String,
    /// The number of the last event that the page shows; `None` for boards, whose hints bear no number.
    pub seq: Option<i64>,
    /// The epoch in which `seq` was counted; `None` for boards.
    pub epoch: Option<String>,
}

impl LiveTopic {
    /// A thread. `seq` must have been read before the posts of the page: an event more is told twice and passed over,
    /// an event less would be lost.
    pub fn thread(id: ThreadId, seq: i64, epoch: String) -> Self {
        Self { topic: format!("thread/{id}"), seq: Some(seq), epoch: Some(epoch) }
    }

    /// A board, by code.
    pub fn board(code: &str) -> Self {
        Self { topic: format!("board/{code}"), seq: None, epoch: None }
    }
}
