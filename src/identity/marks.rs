//! How far a browser read in followed threads, sealed in its sign-in cookie.
//!
//! A request that only reads writes no row (CONTRACT §2.6): what was read travels here, and is written with the first
//! page of another UTC day, at sign-out or by a button. A part that does not open is as good as none.

use data_encoding::BASE64URL_NOPAD;

use crate::domain::entropy::Entropy;
use crate::domain::ids::ThreadId;
use crate::identity::derive::expand;
use crate::identity::keys::Root;
use crate::identity::seal::{open, seal};
use crate::identity::session::SessionRowKey;

/// HKDF info of the key that seals the part; the secret is the root.
const MARKS: &str = "leeward v1 marks";

/// Threads that a cookie remembers; the one read longest ago goes first.
pub const KEPT: usize = 40;
/// Bytes of one thread: id (10), position (4), generation (2).
const ENTRY: usize = 10 + 4 + 2;
/// Threads by which a part grows, so that its length tells little.
const STEP: usize = 8;
/// The longest text worth opening, in characters.
const LONGEST: usize = 1_024;

/// One followed thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The thread.
    pub thread: ThreadId,
    /// Everything up to this position was on pages that were opened.
    pub read: i64,
    /// Which setting back it knows of: see `follows::Mark`.
    pub generation: u16,
}

/// What one browser read since it was last written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The UTC day, since 1970, on which the first of them was noted.
    day: i64,
    noted: Vec<Noted>,
}

impl Marks {
    /// Nothing is noted.
    pub fn is_empty(&self) -> bool {
        self.noted.is_empty()
    }

    /// What is noted, longest ago first.
    pub fn iter(&self) -> impl Iterator<Item = &Noted> {
        self.noted.iter()
    }

    /// Noted on another day than this one: to be written.
    pub fn is_due(&self, today: i64) -> bool {
        !self.is_empty() && self.day != today
    }

    /// Notes that a thread was read so far.
    pub fn note(&mut self, today: i64, noted: Noted) {
        if self.is_empty() {
            self.day = today;
        }
        let before = self.noted.iter().position(|known| known.thread == noted.thread).map(|at| self.noted.remove(at));
        let before = before.filter(|known| known.generation == noted.generation);
        let read = before.map_or(noted.read, |known| known.read.max(noted.read));
        if self.noted.len() >= KEPT {
            self.noted.remove(0);
        }
        self.noted.push(Noted { read, ..noted });
    }

    /// The part as text, bound to this sign-in; `None` when nothing is noted.
    pub fn seal(&self, root: &Root, session: &SessionRowKey, entropy: &dyn Entropy) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let mut plain = i32::try_from(self.day).ok()?.to_be_bytes().to_vec();
        for noted in &self.noted {
            plain.extend(noted.thread.0);
            plain.extend(u32::try_from(noted.read).unwrap_or(u32::MAX).to_be_bytes());
            plain.extend(noted.generation.to_be_bytes());
        }
        plain.resize(4 + self.noted.len().next_multiple_of(STEP) * ENTRY, 0);
        let sealed = seal(&expand(root.bytes(), MARKS), &[&session.0], &plain, entropy).ok()?;
        Some(BASE64URL_NOPAD.encode(&sealed))
    }

    /// Opens what [`Marks::seal`] made; nothing is noted in any other text.
    pub fn open(root: &Root, session: &SessionRowKey, text: &str) -> Self {
        Self::try_open(root, session, text).unwrap_or_default()
    }

    fn try_open(root: &Root, session: &SessionRowKey, text: &str) -> Option<Self> {
        let sealed = (text.len() <= LONGEST).then(|| BASE64URL_NOPAD.decode(text.as_bytes()).ok())??;
        let plain = open(&expand(root.bytes(), MARKS), &[&session.0], &sealed).ok()?;
        let (day, entries) = plain.split_first_chunk::<4>()?;
        let mut marks = Self { day: i64::from(i32::from_be_bytes(*day)), noted: Vec::new() };
        for entry in entries.chunks_exact(ENTRY) {
            let (thread, rest) = entry.split_first_chunk::<10>()?;
            let (read, generation) = rest.split_first_chunk::<4>()?;
            let (read, generation) = (u32::from_be_bytes(*read), u16::from_be_bytes(generation.try_into().ok()?));
            // Filling: no thread is read up to its place 0.
            if read > 0 {
                marks.noted.push(Noted { thread: ThreadId(*thread), read: i64::from(read), generation });
            }
        }
        Some(marks)
    }
}
