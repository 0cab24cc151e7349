//! A post and the states that it goes through.

use super::clock::{DAY_MS, MINUTE_MS, Timestamp};
use super::ids::{PostId, ThreadId};
use super::keys::PersonaKey;
use super::warning::Warnings;

/// How long a published post may be edited by its writer, in milliseconds.
pub const EDIT_WINDOW_MS: i64 = DAY_MS;
/// An edit later than this after publication is marked, in milliseconds.
pub const EDIT_UNMARKED_MS: i64 = 5 * MINUTE_MS;

/// The state of a post (CONTRACT §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostState {
    /// For everyone who may read its thread.
    Published,
    /// Its writer chose a later moment.
    Waiting,
    /// Waits for a moderator.
    Held,
    /// Out of sight: its writer was asked to edit.
    Asked,
    /// Closed until one press opens it.
    Folded,
    /// Removed by decision: a tombstone with the rule.
    Removed,
    /// Deleted by its writer: a tombstone.
    Deleted,
}

impl PostState {
    /// All states.
    pub const ALL: [Self; 7] =
        [Self::Published, Self::Waiting, Self::Held, Self::Asked, Self::Folded, Self::Removed, Self::Deleted];

    /// The name in the contract and in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Asked => "asked",
            Self::Folded => "folded",
            Self::Removed => "removed",
            Self::Deleted => "deleted",
        }
    }

    /// The value of this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.name() == name)
    }

    /// True when readers may see the text.
    pub fn shows_text(self) -> bool {
        matches!(self, Self::Published | Self::Folded)
    }
}

/// When a post is to appear (CONTRACT §2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Publish {
    /// At once.
    #[default]
    Now,
    /// In 2 to 20 minutes, drawn at random.
    Soon,
    /// In 1 to 12 hours, drawn at random.
    Today,
}

impl Publish {
    /// The name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Soon => "soon",
            Self::Today => "today",
        }
    }

    /// The value of this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Now, Self::Soon, Self::Today].into_iter().find(|v| v.name() == name)
    }

    /// Least and greatest wait in minutes; `None` when there is no wait.
    pub fn minutes(self) -> Option<(u64, u64)> {
        match self {
            Self::Now => None,
            Self::Soon => Some((2, 20)),
            Self::Today => Some((60, 720)),
        }
    }
}

/// What a reader can say with one press (CONTRACT §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReactionKind {
    /// With you.
    WithYou,
    /// Same here.
    SameHere,
    /// Thank you.
    ThankYou,
    /// Helpful.
    Helpful,
}

impl ReactionKind {
    /// All, in the order of pages.
    pub const ALL: [Self; 4] = [Self::WithYou, Self::SameHere, Self::ThankYou, Self::Helpful];

    /// The name in the contract and in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::WithYou => "with-you",
            Self::SameHere => "same-here",
            Self::ThankYou => "thank-you",
            Self::Helpful => "helpful",
        }
    }

    /// The value of this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.name() == name)
    }

    /// The number that stands for it in derivations; never changed.
    pub fn number(self) -> u8 {
        match self {
            Self::WithYou => 1,
            Self::SameHere => 2,
            Self::ThankYou => 3,
            Self::Helpful => 4,
        }
    }
}

/// How often each reaction was given to a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReactionCounts {
    /// With you.
    pub with_you: i64,
    /// Same here.
    pub same_here: i64,
    /// Thank you.
    pub thank_you: i64,
    /// Helpful.
    pub helpful: i64,
}

impl ReactionCounts {
    /// The count of one kind.
    pub fn of(&self, kind: ReactionKind) -> i64 {
        match kind {
            ReactionKind::WithYou => self.with_you,
            ReactionKind::SameHere => self.same_here,
            ReactionKind::ThankYou => self.thank_you,
            ReactionKind::Helpful => self.helpful,
        }
    }
}

/// A post as its row keeps it.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its public id.
    pub id: PostId,
    /// Its thread.
    pub thread: ThreadId,
    /// 1, 2, 3 … in its thread, given at publication and never changed; `None` before.
    pub position: Option<i64>,
    /// The face that wrote it; `None`: The team, or somebody who left.
    pub author: Option<PersonaKey>,
    /// Written by The team.
    pub by_team: bool,
    /// The number of somebody who left, by thread; `None` while their name stands.
    pub departed: Option<i64>,
    /// The Markdown as typed, cleaned; empty in tombstones.
    pub body: String,
    /// The HTML of `body`; as old as `pipeline` says.
    pub html: String,
    /// The version of the pipeline that made `html`.
    pub pipeline: i32,
    /// Content warnings.
    pub warnings: Warnings,
    /// The position that it answers.
    pub reply_to: Option<i64>,
    /// Its state.
    pub state: PostState,
    /// The state of the answer that its writer first got, as long as it is not published. Afterwards only `body_mac`
    /// knows it, for the writer alone: a row that told of a hold would tell how many posts another face had.
    pub first_answer: PostState,
    /// HMAC of what was sent and of the first answer, under the writer's root: a repeat gets the same answer.
    pub body_mac: Vec<u8>,
    /// Whether its row bears a receipt's hash: every post of a member does, whether the code was given out or not.
    pub with_receipt: bool,
    /// It starts its thread.
    pub starts_thread: bool,
    /// When it was written, cut to the minute.
    pub created: Timestamp,
    /// When it was published, cut to the minute; `None` before.
    pub published: Option<Timestamp>,
    /// Edited later than five minutes after publication.
    pub edited: bool,
    /// The minute at which a waiting post is due.
    pub due: Option<Timestamp>,
    /// An edit that waits for a moderator: the old version stays up.
    pub pending_body: Option<String>,
    /// Reactions.
    pub reactions: ReactionCounts,
}

impl Post {
    /// Whether its writer may change the text now: for 24 hours after publication, and at any time before.
    pub fn editable_at(&self, now: Timestamp) -> bool {
        match self.state {
            PostState::Held | PostState::Waiting | PostState::Asked => true,
            PostState::Published | PostState::Folded => {
                self.published.is_some_and(|at| now.since_ms(at) <= EDIT_WINDOW_MS)
            }
            PostState::Removed | PostState::Deleted => false,
        }
    }
}
