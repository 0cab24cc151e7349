//! What a face is told because somebody else wrote.

/// Why a face is told of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationKind {
    /// It answers a post of this face.
    Answer,
    /// It stands in a thread that this face started.
    Reply,
}

impl NotificationKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Answer, Self::Reply];

    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Reply => "reply",
        }
    }

    /// The kind of this name; `None` for any other.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
