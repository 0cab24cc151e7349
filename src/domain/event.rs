//! One change of a thread's posts or state, numbered by the thread's `seq` without a gap.

use super::ids::{PostId, ThreadId};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A post was published.
    PostCreated,
    /// A post's text changed.
    PostEdited,
    /// A post's text went out of sight.
    PostRemoved,
    /// A post's text came back.
    PostRestored,
    /// A post's warnings changed.
    PostWarned,
    /// A post was folded.
    PostFolded,
    /// The thread takes no replies by decision.
    ThreadLocked,
    /// The thread takes replies again.
    ThreadUnlocked,
    /// The thread stands on another board.
    ThreadMoved,
    /// The thread is gone.
    ThreadRemoved,
    /// The thread was closed by its writer.
    ThreadClosed,
    /// The thread's title changed.
    ThreadRetitled,
}

impl EventKind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::PostCreated,
        Self::PostEdited,
        Self::PostRemoved,
        Self::PostRestored,
        Self::PostWarned,
        Self::PostFolded,
        Self::ThreadLocked,
        Self::ThreadUnlocked,
        Self::ThreadMoved,
        Self::ThreadRemoved,
        Self::ThreadClosed,
        Self::ThreadRetitled,
    ];

    /// The name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::PostCreated => "post-created",
            Self::PostEdited => "post-edited",
            Self::PostRemoved => "post-removed",
            Self::PostRestored => "post-restored",
            Self::PostWarned => "post-warned",
            Self::PostFolded => "post-folded",
            Self::ThreadLocked => "thread-locked",
            Self::ThreadUnlocked => "thread-unlocked",
            Self::ThreadMoved => "thread-moved",
            Self::ThreadRemoved => "thread-removed",
            Self::ThreadClosed => "thread-closed",
            Self::ThreadRetitled => "thread-retitled",
        }
    }

    /// The value of this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.name() == name)
    }
}

/// An event as the outbox keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The thread.
    pub thread: ThreadId,
    /// The number, from 1, without a gap.
    pub seq: i64,
    /// What happened.
    pub kind: EventKind,
    /// The post; `None` for changes of the thread itself.
    pub post: Option<PostId>,
}
