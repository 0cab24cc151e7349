//! What one reader saw.

use serde::Deserialize;

/// Stands for an event that did not come.
pub(super) const MISSING: u32 = u32::MAX;
/// Places kept free for events that were passed over at once: a number beyond that is nonsense.
const MOST_MISSING: usize = 1_000_000;
/// How many refusals of one reader are told in words.
const SAID: usize = 3;

/// A frame, as far as a reader needs to know it at once.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A numbered event.
    Event(i64),
    /// The subscription holds.
    Subscribed,
    /// The reader is too far behind, or the numbers began anew: it would have to load the page.
    Resync,
    /// The server stops; come back after so many milliseconds.
    Bye(u64),
    /// The server refused something.
    Error(String),
    /// Presence, reactions, hints.
    Other,
}

/// A frame read in full; only for what is rare.
#[derive(Deserialize)]
struct Frame {
    ev: String,
    seq: Option<i64>,
    retry_after_ms: Option<u64>,
    code: Option<String>,
}

/// Reads a frame. Posts come by the thousand, so of them only the number is looked for: nothing that a person typed can
/// hold `"seq":`, because JSON escapes its quotation marks.
pub(super) fn heard(text: &str) -> Heard {
    if text.starts_with(r#"{"ev":"post","#)
        && let Some(seq) = seq_of(text)
    {
        return Heard::Event(seq);
    }
    let Ok(frame) = serde_json::from_str::<Frame>(text) else { return Heard::Error("no JSON".to_owned()) };
    match (frame.ev.as_str(), frame.seq) {
        ("post" | "thread", Some(seq)) => Heard::Event(seq),
        ("subscribed", _) => Heard::Subscribed,
        ("resync", _) => Heard::Resync,
        ("bye", _) => Heard::Bye(frame.retry_after_ms.unwrap_or(0)),
        ("error", _) => Heard::Error(frame.code.unwrap_or_default()),
        _ => Heard::Other,
    }
}

fn seq_of(text: &str) -> Option<i64> {
    let (_, after) = text.split_once(r#""seq":"#)?;
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    after.get(..digits)?.parse().ok()
}

/// What one reader saw in one run.
#[derive(Debug)]
pub(super) struct Record {
    /// The number after which it reads.
    pub(super) after: i64,
    /// When each event came, in microseconds from the run's start: the first is number `after + 1`.
    pub(super) at_us: Vec<u32>,
    /// Whether it is subscribed now.
    pub(super) live: bool,
    /// How often it was let in.
    pub(super) connected: u32,
    /// Events that came a second time.
    pub(super) repeated: u64,
    /// Events that were passed over when a later one came.
    pub(super) passed_over: u64,
    /// How often it was told to load the page.
    pub(super) resyncs: u64,
    /// The first refusals, in words.
    pub(super) said: Vec<String>,
    /// The frames of events, word for word; of a few witnesses only.
    pub(super) frames: Option<Vec<String>>,
}

impl Record {
    /// A reader that knows everything up to and including `after`; `expected` events are made room for.
    pub(super) fn new(after: i64, expected: usize, witness: bool) -> Self {
        Self {
            after,
            at_us: Vec::with_capacity(expected),
            live: false,
            connected: 0,
            repeated: 0,
            passed_over: 0,
            resyncs: 0,
            said: Vec::new(),
            frames: witness.then(Vec::new),
        }
    }

    /// The last number that came.
    pub(super) fn seq(&self) -> i64 {
        self.after.saturating_add(i64::try_from(self.at_us.len()).unwrap_or(i64::MAX))
    }

    /// An event came.
    pub(super) fn take(&mut self, seq: i64, at_us: u32, text: &str) {
        let next = self.seq().saturating_add(1);
        if seq < next {
            self.repeated += 1;
            return;
        }
        self.passed_over = self.passed_over.saturating_add(seq.abs_diff(next));
        let room = self.at_us.len().saturating_add(usize::try_from(seq.abs_diff(next)).unwrap_or(MOST_MISSING));
        self.at_us.resize(room.min(self.at_us.len().saturating_add(MOST_MISSING)), MISSING);
        self.at_us.push(at_us);
        if let Some(frames) = &mut self.frames {
            frames.push(text.to_owned());
        }
    }

    /// When this event came; `None` when it did not.
    pub(super) fn came_at(&self, seq: i64) -> Option<u32> {
        let place = usize::try_from(seq.checked_sub(self.after)?.checked_sub(1)?).ok()?;
        self.at_us.get(place).copied().filter(|at| *at != MISSING)
    }

    /// Keeps the words of a refusal.
    pub(super) fn refused(&mut self, said: String) {
        if self.said.len() < SAID {
            self.said.push(said);
        }
    }
}
