//! Why a write was refused. Status, code and sentence of each are given in `web`.

use crate::domain::clock::Timestamp;
use crate::store::StoreError;

use super::text::TextError;

/// A refusal of something that a member wanted to write. Nothing was stored, nothing claimed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is no such thing, or this reader may not know of it.
    #[error("not found")]
    NotFound,
    /// Text or choices that do not fit, by field.
    #[error("the text does not fit")]
    Text(Vec<TextError>),
    /// The thread was locked by the team.
    #[error("the thread is locked")]
    Locked,
    /// The thread is closed.
    #[error("the thread is closed")]
    Closed,
    /// The board takes nothing new.
    #[error("the board is archived")]
    Archived,
    /// A name that was given up spoke in this thread: its holder only reads there.
    #[error("a retired name spoke here")]
    ReadOnly,
    /// A restriction holds; the end, or `None` when open-ended.
    #[error("a restriction holds")]
    Restricted {
        /// Its end.
        until: Option<Timestamp>,
    },
    /// Too little time since the last one.
    #[error("too soon")]
    TooSoon {
        /// When it can be sent.
        until: Timestamp,
        /// The board's slow mode asks for it, not the writer's level.
        slow_board: bool,
    },
    /// The day's number is used up.
    #[error("the day's limit is reached")]
    DailyLimit {
        /// When the next day begins.
        until: Timestamp,
        /// The number.
        limit: u32,
        /// It is the number of threads, not of replies.
        threads: bool,
    },
    /// As many reactions as one gives in an hour.
    #[error("too many reactions")]
    ManyReactions {
        /// When the next one can be given.
        until: Timestamp,
    },
    /// More links than allowed.
    #[error("too many links")]
    TooManyLinks {
        /// How many are allowed.
        allowed: u32,
    },
    /// The once-only key was used for something else.
    #[error("the once-only key was used with another text")]
    KeyReused,
    /// One-off names are not offered here.
    #[error("no one-off names here")]
    NoOneOff,
    /// The time for editing is over.
    #[error("too late to edit")]
    TooLate,
    /// One's own post can't be reacted to.
    #[error("own post")]
    OwnPost,
    /// One's own name can't be muted.
    #[error("own name")]
    OwnName,
    /// As many names as one may mute.
    #[error("too many muted names")]
    TooManyMuted,
    /// As many threads as one may follow.
    #[error("too many followed threads")]
    TooManyFollowed,
    /// The name is fixed: it has written, or was drawn anew five times.
    #[error("the name is fixed")]
    NameFixed,
    /// It is in a state in which this can't be done (published meanwhile, deleted).
    #[error("not in this state")]
    WrongState,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
