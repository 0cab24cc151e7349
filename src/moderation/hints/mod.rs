//! What in a text could tell who somebody is: phone numbers, addresses, names, accounts elsewhere. A pure function that
//! gives the places; nothing of it is kept, and it never stops a post.

mod contacts;
mod numbers;
mod pattern;
mod people;

use std::collections::HashSet;

use super::normal::{Folded, fold, fold_kindly};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum HintKind {
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// An account somewhere else, or the wish to talk there.
    Elsewhere,
    /// A link that names an account.
    Link,
    /// A postcode, or a street with its number.
    Address,
    /// A date of birth.
    Birth,
    /// Somebody's name.
    Name,
    /// A clinic, a school, an employer.
    Place,
}

impl HintKind {
    /// The word that the API uses; the sentence stands under `hint.{word}`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Elsewhere => "handle",
            Self::Link => "link",
            Self::Address => "address",
            Self::Birth => "birth",
            Self::Name => "name",
            Self::Place => "place",
        }
    }
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hint {
    /// What it looks like.
    pub(crate) kind: HintKind,
    /// The first character, counted from 0.
    pub(crate) start: usize,
    /// Behind the last character.
    pub(crate) end: usize,
    /// The words as typed.
    pub(crate) words: String,
}

/// Hints shown of one text at most.
const MOST: usize = 20;

/// Everything in a text that could tell who somebody is, in order. `ours` are numbers of help lines: digits only, never
/// a hint. Linear in the text.
pub(crate) fn find(text: &str, ours: &HashSet<String>) -> Vec<Hint> {
    let (folded, kindly) = (Read::of(fold(text)), Read::of(fold_kindly(text)));
    let mut found: Vec<(HintKind, usize, usize)> = Vec::new();
    found.extend(contacts::find(&folded));
    found.extend(numbers::find(&folded, ours));
    found.extend(people::find(&kindly));
    found.sort_by_key(|(kind, start, end)| (*start, usize::MAX - end, *kind));
    let letters: Vec<char> = text.chars().collect();
    let mut hints: Vec<Hint> = Vec::new();
    for (kind, start, end) in found {
        if hints.last().is_none_or(|last| last.end <= start) && hints.len() < MOST {
            let words = letters.get(start..end).unwrap_or_default().iter().collect();
            hints.push(Hint { kind, start, end, words });
        }
    }
    hints
}

/// A folded text that patterns are looked for in, and the way back.
struct Read {
    text: String,
    /// For each byte where a character begins, and the end: its place among the folded characters.
    bytes: Vec<usize>,
    folded: Folded,
}

impl Read {
    fn of(folded: Folded) -> Self {
        let text = folded.text();
        let bytes = text.char_indices().map(|(at, _)| at).collect();
        Self { text, bytes, folded }
    }

    /// The characters of the original that these bytes came from.
    fn original(&self, bytes: std::ops::Range<usize>) -> (usize, usize) {
        let first = self.bytes.partition_point(|at| *at < bytes.start);
        let last = self.bytes.partition_point(|at| *at < bytes.end).saturating_sub(1);
        let at = |place: usize| self.folded.at.get(place).copied().unwrap_or_default();
        (at(first), at(last) + 1)
    }
}
