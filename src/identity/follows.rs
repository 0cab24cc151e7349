//! Threads that a member follows, and how far they read in each: one sealed row. Nothing is kept of other threads.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::domain::ids::ThreadId;
use crate::store::StoreError;

use super::marks::Marks;
use super::member::Member;
use super::seal::RowKind;
use super::sealed;

/// Threads that one member may follow.
pub(crate) const MOST: usize = 500;

/// How far a member read in a followed thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Every post up to this position was read.
    #[serde(rename = "read")]
    pub(crate) read: i64,
    /// How often "unread from here" was pressed: a mark that a browser noted before the press no longer counts.
    #[serde(rename = "set_back", default)]
    pub(crate) generation: u16,
}

/// Followed threads with their marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Follows {
    threads: BTreeMap<String, Mark>,
}

impl Follows {
    /// The mark of a followed thread; `None` when it is not followed.
    pub(crate) fn mark(&self, thread: ThreadId) -> Option<Mark> {
        if self.threads.is_empty() { None } else { self.threads.get(&thread.to_string()).copied() }
    }

    /// Followed threads and how far each was read.
    pub(crate) fn threads(&self) -> Vec<(ThreadId, Mark)> {
        self.threads.iter().filter_map(|(id, mark)| id.parse().ok().map(|id| (id, *mark))).collect()
    }

    /// These follows with what a browser noted: the higher position counts, unless it was set back since.
    pub(crate) fn merged(mut self, marks: &Marks) -> Self {
        for noted in marks.iter() {
            if let Some(mark) = self.threads.get_mut(&noted.thread.to_string())
                && mark.generation == noted.generation
            {
                mark.read = mark.read.max(noted.read);
            }
        }
        self
    }
}

/// Follows a thread that was read up to `read`; false when there are [`MOST`] already. A thread that is followed keeps
/// its mark.
pub(crate) async fn add(ctx: &Ctx, member: &Member, thread: ThreadId, read: i64) -> Result<bool, StoreError> {
    let follows = change(ctx, member, |mut follows| {
        if follows.threads.len() < MOST {
            follows.threads.entry(thread.to_string()).or_insert(Mark { read, generation: 0 });
        }
        follows
    });
    Ok(follows.await?.mark(thread).is_some())
}

/// Follows it no more; no error when it is not followed.
pub(crate) async fn remove(ctx: &Ctx, member: &Member, thread: ThreadId) -> Result<(), StoreError> {
    let changed = change(ctx, member, |mut follows| {
        follows.threads.remove(&thread.to_string());
        follows
    });
    changed.await.map(|_| ())
}

/// Marks these followed threads read up to these positions; a lower one changes nothing.
pub(crate) async fn read_up_to(ctx: &Ctx, member: &Member, read: &[(ThreadId, i64)]) -> Result<(), StoreError> {
    let changed = change(ctx, member, |mut follows| {
        for (thread, position) in read {
            if let Some(mark) = follows.threads.get_mut(&thread.to_string()) {
                mark.read = mark.read.max(*position);
            }
        }
        follows
    });
    changed.await.map(|_| ())
}

/// Everything from this position on is unread again; false when the thread is not followed.
pub(crate) async fn unread_from(
    ctx: &Ctx,
    member: &Member,
    thread: ThreadId,
    position: i64,
) -> Result<bool, StoreError> {
    let follows = change(ctx, member, |mut follows| {
        if let Some(mark) = follows.threads.get_mut(&thread.to_string()) {
            mark.read = position.saturating_sub(1).max(0);
            mark.generation = mark.generation.wrapping_add(1);
        }
        follows
    });
    Ok(follows.await?.mark(thread).is_some())
}

/// Writes what a browser noted.
pub(crate) async fn save(ctx: &Ctx, member: &Member, marks: &Marks) -> Result<(), StoreError> {
    change(ctx, member, |follows| follows.merged(marks)).await.map(|_| ())
}

async fn change(ctx: &Ctx, member: &Member, with: impl Fn(Follows) -> Follows) -> Result<Follows, StoreError> {
    sealed::change(ctx, member, &RowKind::FOLLOWS, with).await
}
