//! How a change is written on the bus: a word for its kind, then ids and numbers, with single blanks between.
//!
//! Nodes of two versions run beside each other during an upgrade. What a newer one says and an older one does not know
//! is passed over, so a kind whose fields change gets a new word.

use crate::domain::change::Change;
use crate::domain::ids::{decode_base32, encode_base32};
use crate::domain::keys::PersonaKey;

/// No change is written longer than this, in bytes. What is longer is not ours and not read.
const LONGEST: usize = 80;

/// The text of a change.
pub(crate) fn write(change: &Change) -> String {
    match change {
        Change::Thread { thread, seq } => format!("thread {thread} {seq}"),
        Change::Reactions { thread, post } => format!("reactions {thread} {post}"),
        Change::Session { key } => format!("session {}", encode_base32(key)),
        Change::Board { board } => format!("board {board}"),
        Change::Access { board } => format!("access {board}"),
        Change::Face { face } => format!("face {}", encode_base32(&face.0)),
        Change::Moderation => "moderation".to_owned(),
    }
}

/// The change of a text. `None` for anything that [`write()`] does not write to the letter.
pub(crate) fn read(bytes: &[u8]) -> Option<Change> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= LONGEST)?;
    let mut words = text.split(' ');
    let kind = words.next()?;
    let mut word = || words.next();
    let change = match kind {
        "thread" => Change::Thread { thread: word()?.parse().ok()?, seq: word()?.parse().ok()? },
        "reactions" => Change::Reactions { thread: word()?.parse().ok()?, post: word()?.parse().ok()? },
        "session" => Change::Session { key: decode_base32(word()?)? },
        "board" => Change::Board { board: word()?.parse().ok()? },
        "access" => Change::Access { board: word()?.parse().ok()? },
        "face" => Change::Face { face: PersonaKey(decode_base32(word()?)?) },
        "moderation" => Change::Moderation,
        _ => return None,
    };
    // One spelling only: no signs, no zeroes in front, nothing after the last word.
    (write(&change) == text).then_some(change)
}
