//! Flags: what makes the team look at a post sooner. They are addressed to a post, never to whoever wrote it.

/// What a text may speak of, from the least to the most pressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CrisisKind {
    /// Somebody may harm themselves.
    SelfHarm,
    /// Somebody is in danger of others now, or threatens others.
    Danger,
    /// A child is in danger.
    Child,
}

impl CrisisKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::SelfHarm, Self::Danger, Self::Child];

    /// The word that rows bear.
    pub fn name(self) -> &'static str {
        match self {
            Self::SelfHarm => "self-harm",
            Self::Danger => "danger",
            Self::Child => "child",
        }
    }

    /// Out of a row; `None` for any other word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A flag of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The post.
    pub post: super::ids::PostId,
    /// What its text may speak of.
    pub kind: CrisisKind,
    /// The minute of the writing that was flagged last, as posts bear it.
    pub noted: super::clock::Timestamp,
}
