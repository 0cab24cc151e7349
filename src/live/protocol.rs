//! The words of `leeward.v1` (CONTRACT §6): what a client may say and what it is told, as JSON text frames.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::domain::event::EventKind;
use crate::domain::ids::{BoardCode, PersonaId, ThreadId, encode_base32};
use crate::domain::post::{ReactionCounts, ReactionKind};
use crate::forum::read::{PublicAuthor, PublicPost};

/// The subprotocol's name (RFC 6455 §1.9).
pub(crate) const SUBPROTOCOL: &str = "leeward.v1";
/// The largest frame of a client, in bytes.
pub(crate) const MAX_FRAME_BYTES: usize = 8 * 1024;

/// What can be subscribed to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    /// A thread's posts and state, numbered.
    Thread(ThreadId),
    /// A board's list: hints to look again.
    Board(BoardCode),
    /// One's own matters: hints to look again.
    Me,
    /// What awaits staff: hints to look again.
    Moderation,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thread(id) => write!(f, "thread/{id}"),
            Self::Board(code) => write!(f, "board/{code}"),
            Self::Me => f.write_str("me"),
            Self::Moderation => f.write_str("moderation"),
        }
    }
}

/// The text was no topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoTopic;

impl FromStr for Topic {
    type Err = NoTopic;

    fn from_str(text: &str) -> Result<Self, NoTopic> {
        match text.split_once('/') {
            None if text == "me" => Ok(Self::Me),
            None if text == "moderation" => Ok(Self::Moderation),
            Some(("thread", id)) => id.parse().map(Self::Thread).map_err(|_| NoTopic),
            Some(("board", code)) => code.parse().map(Self::Board).map_err(|_| NoTopic),
            _ => Err(NoTopic),
        }
    }
}

/// What a client asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// To hear a topic from now on.
    Subscribe {
        /// The topic.
        topic: Topic,
        /// The number of the last event that the client has; `None`: it wants only what comes.
        after: Option<i64>,
        /// The epoch of that number, as the page says it; `None` when the client does not tell.
        epoch: Option<String>,
    },
    /// To hear it no more.
    Unsubscribe(Topic),
}

/// Why a frame of a client could not be followed. The socket stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not an object of the protocol.
    BadFrame,
    /// An operation that is none.
    UnknownOp,
    /// A topic that is none, or that this reader may not know of.
    NotFound,
    /// A number below zero.
    BadAfter,
    /// One topic more than a socket may hear.
    TooManyTopics,
    /// Too many frames in a short time; the socket closes.
    TooManyFrames,
    /// Too many sockets; this one closes.
    TooManySockets,
    /// The session ended; the socket closes.
    SessionEnded,
}

impl Fault {
    /// Code and sentence.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::BadFrame => ("bad_frame", "Send one JSON object with “op” and “topic”, at most 8 KiB."),
            Self::UnknownOp => ("unknown_op", "“op” is “subscribe” or “unsubscribe”."),
            Self::NotFound => ("not_found", "There is no such topic, or it is not open to you."),
            Self::BadAfter => ("bad_after", "“after” is the number of the last event that you have: 0 or more."),
            Self::TooManyTopics => ("too_many_topics", "A connection holds 20 topics. Unsubscribe from one first."),
            Self::TooManyFrames => ("too_many_frames", "A connection may send 30 frames in 10 seconds."),
            Self::TooManySockets => ("too_many_connections", "There are too many connections open from here."),
            Self::SessionEnded => ("session_ended", "This session has ended. Sign in again."),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    op: String,
    topic: String,
    #[serde(default)]
    after: Option<i64>,
    #[serde(default)]
    epoch: Option<String>,
}

/// Reads one frame of a client.
pub(crate) fn read(text: &str) -> Result<Ask, Fault> {
    let sent: Sent = serde_json::from_str(text).map_err(|_| Fault::BadFrame)?;
    let topic = sent.topic.parse().map_err(|_| Fault::NotFound);
    match sent.op.as_str() {
        "subscribe" if sent.after.is_some_and(|after| after < 0) => Err(Fault::BadAfter),
        "subscribe" => Ok(Ask::Subscribe { topic: topic?, after: sent.after, epoch: sent.epoch }),
        "unsubscribe" => Ok(Ask::Unsubscribe(topic?)),
        _ => Err(Fault::UnknownOp),
    }
}

/// Who wrote a post, as in the API.
#[derive(Serialize)]
pub(crate) struct Author {
    persona: Option<String>,
    handle: String,
    avatar_url: Option<String>,
    badge: Option<&'static str>,
}

impl Author {
    fn named(id: PersonaId, handle: &str) -> Self {
        let avatar_url = Some(format!("/avatars/{id}.svg"));
        Self { persona: Some(id.to_string()), handle: handle.to_owned(), avatar_url, badge: None }
    }

    fn of(author: &PublicAuthor) -> Self {
        let nobody = |handle: String, badge| Self { persona: None, handle, avatar_url: None, badge };
        match author {
            PublicAuthor::Persona { id, handle } => Self::named(*id, handle),
            PublicAuthor::Departed(number) => nobody(format!("departed member {number}"), None),
            PublicAuthor::Team => nobody("The team".to_owned(), Some("team")),
        }
    }
}

/// Counts of reactions, as in the API.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Reactions {
    with_you: i64,
    same_here: i64,
    thank_you: i64,
    helpful: i64,
}

impl From<&ReactionCounts> for Reactions {
    fn from(counts: &ReactionCounts) -> Self {
        Self {
            with_you: counts.of(ReactionKind::WithYou),
            same_here: counts.of(ReactionKind::SameHere),
            thank_you: counts.of(ReactionKind::ThankYou),
            helpful: counts.of(ReactionKind::Helpful),
        }
    }
}

/// A post as in the API, without what differs between readers: no `mine`, no own reactions. A test holds its fields
/// against those of the API.
#[derive(Serialize)]
pub(crate) struct FramePost<'a> {
    id: String,
    thread: String,
    position: Option<i64>,
    author: Author,
    body_html: &'a str,
    content_warnings: Vec<&'static str>,
    reply_to: Option<i64>,
    reactions: Reactions,
    state: &'static str,
    created_at: String,
    edited: bool,
}

impl<'a> FramePost<'a> {
    /// A post as all readers see it. `shows_text` is false in the form for those whose settings hide it.
    pub(crate) fn of(shown: &'a PublicPost, shows_text: bool) -> Self {
        let post = &shown.post;
        Self {
            id: post.id.to_string(),
            thread: post.thread.to_string(),
            position: post.position,
            author: Author::of(&shown.author),
            body_html: if shows_text { shown.html.as_str() } else { "" },
            content_warnings: post.warnings.names().collect(),
            reply_to: post.reply_to,
            reactions: (&post.reactions).into(),
            state: post.state.name(),
            created_at: post.published.unwrap_or(post.created).rfc3339_minute(),
            edited: post.edited,
        }
    }
}

/// Everything that a server says.
#[derive(Serialize)]
#[serde(tag = "ev", rename_all = "lowercase")]
pub(crate) enum Say<'a> {
    /// The answer to a subscription. Numbers are null for topics without.
    Subscribed {
        /// The topic.
        topic: String,
        /// The number of the last event there is.
        seq: Option<i64>,
        /// Changes when an older copy of the database was put back.
        epoch: String,
        /// The caller's own name in this thread.
        you: Option<Author>,
    },
    /// A change of a post.
    Post {
        /// The topic.
        topic: String,
        /// Its number.
        seq: i64,
        /// What happened.
        kind: &'static str,
        /// The post as it is now.
        post: FramePost<'a>,
        /// The fragment of the page.
        html: &'a str,
    },
    /// A change of the thread.
    Thread {
        /// The topic.
        topic: String,
        /// Its number; null when it is this reader alone who may no longer read.
        #[serde(skip_serializing_if = "Option::is_none")]
        seq: Option<i64>,
        /// What happened.
        kind: &'static str,
    },
    /// Newest counts of a post.
    Reactions {
        /// The topic.
        topic: String,
        /// The post.
        post: String,
        /// The counts.
        reactions: Reactions,
    },
    /// How many read, in a word.
    Presence {
        /// The topic.
        topic: String,
        /// `few`, `several` or `many`.
        reading: &'static str,
    },
    /// Something is new: look again.
    Hint {
        /// The topic.
        topic: String,
    },
    /// The client's state can't be brought up to date by events: it loads the page again.
    Resync {
        /// The topic.
        topic: String,
        /// The number of the last event there is.
        seq: i64,
        /// The epoch.
        epoch: String,
    },
    /// Something asked for was refused.
    Error {
        /// A word for programs.
        code: &'static str,
        /// A sentence for people.
        detail: &'static str,
    },
    /// The server goes, or can't go on; the client comes back silently.
    Bye {
        /// Milliseconds after which it may.
        retry_after_ms: u64,
    },
}

impl Say<'_> {
    /// As a text frame.
    pub(crate) fn text(&self) -> Text {
        // Plain structs of strings and numbers: serialising them can't fail.
        Text::from(serde_json::to_string(self).unwrap_or_default().as_str())
    }
}

/// The face that a subscriber has in a thread.
pub(crate) fn you(id: PersonaId, handle: &str) -> Author {
    Author::named(id, handle)
}

/// The site's epoch as clients see it.
pub(crate) fn epoch(epoch: &[u8; 10]) -> String {
    encode_base32(epoch)
}

/// The word of an event about a post, or about the thread.
pub(crate) fn kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::PostCreated => "created",
        EventKind::PostEdited => "edited",
        EventKind::PostRemoved | EventKind::ThreadRemoved => "removed",
        EventKind::PostRestored => "restored",
        EventKind::PostWarned => "warned",
        EventKind::PostFolded => "folded",
        EventKind::ThreadLocked => "locked",
        EventKind::ThreadUnlocked => "unlocked",
        EventKind::ThreadMoved => "moved",
        EventKind::ThreadClosed => "closed",
        EventKind::ThreadRetitled => "retitled",
    }
}
