//! What a node tells the others, and itself, after a commit: where to look again. Ids and numbers, never text. The
//! database is the truth; a change that is lost costs time, never a post.

use super::ids::{BoardCode, PostId, ThreadId};
use super::keys::PersonaKey;

/// Where something is new.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// A thread has events up to this number.
    Thread {
        /// The thread.
        thread: ThreadId,
        /// The number of its last event that the teller knows of.
        seq: i64,
    },
    /// A post's reactions were given or taken back. They have no number: the newest counts are the whole truth.
    Reactions {
        /// The thread.
        thread: ThreadId,
        /// The post.
        post: PostId,
    },
    /// Sessions ended: their sockets close. Each is told by itself, so that nothing says whose they were.
    Session {
        /// The key of its row: the hash of its token.
        key: [u8; 32],
    },
    /// A board's list has something new.
    Board {
        /// The board.
        board: BoardCode,
    },
    /// Who may read a board changed: its readers are judged again.
    Access {
        /// The board.
        board: BoardCode,
    },
    /// A face was told something: a reply that everybody can read. Of who follows a thread nothing is told.
    Face {
        /// The key of its row.
        face: PersonaKey,
    },
    /// Something awaits staff.
    Moderation,
}
