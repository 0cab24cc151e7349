//! Names that nobody types: an adjective and a noun from vetted lists.

use std::collections::HashSet;

use crate::domain::entropy::scale;
use crate::identity::derive::numbers;

/// How many words a handle has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleShape {
    /// `quiet-heron`.
    Two,
    /// `quiet-amber-heron`, when 40 % of a board's pairs are used (CONTRACT §2.12).
    Three,
}

/// What is wrong with a list. The lists are ours, so their words may be named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandleListError {
    /// Fewer than two adjectives, or no noun.
    #[error("a list of handle words is too short")]
    TooShort,
    /// Something else than 2 to 12 letters from a to z.
    #[error("line {line}: not a word of 2 to 12 small letters")]
    NotAWord {
        /// The line, counted from 1.
        line: usize,
    },
    /// A word stands twice, in one list or in both.
    #[error("the word {word} stands twice")]
    Twice {
        /// The word.
        word: String,
    },
}

/// The words that handles are made of.
pub struct HandleWords {
    adjectives: Vec<String>,
    nouns: Vec<String>,
}

impl HandleWords {
    /// From two texts, one word a line; empty lines and lines that begin with `#` are left out.
    pub fn new(adjectives: &str, nouns: &str) -> Result<Self, HandleListError> {
        let mut seen = HashSet::new();
        let words = Self { adjectives: read(adjectives, &mut seen)?, nouns: read(nouns, &mut seen)? };
        // Three words need two different adjectives.
        if words.adjectives.len() < 2 || words.nouns.is_empty() { Err(HandleListError::TooShort) } else { Ok(words) }
    }

    /// How many handles of two words there are.
    pub fn pairs(&self) -> u64 {
        (self.adjectives.len() as u64).saturating_mul(self.nouns.len() as u64)
    }

    /// The handle that a roll stands for. Bytes 0–7 choose the adjective, 8–15 the noun, 16–23 the second adjective,
    /// which is never the first one; each word has the same chance.
    pub fn pick(&self, roll: &[u8; 32], shape: HandleShape) -> String {
        let [first, noun, second, _] = numbers(roll);
        let adjectives = self.adjectives.len() as u64;
        let first = scale(first, adjectives);
        let noun = word(&self.nouns, scale(noun, self.nouns.len() as u64));
        let adjective = word(&self.adjectives, first);
        match shape {
            HandleShape::Two => format!("{adjective}-{noun}"),
            HandleShape::Three => {
                let second = scale(second, adjectives.saturating_sub(1));
                let second = word(&self.adjectives, second + u64::from(second >= first));
                format!("{adjective}-{second}-{noun}")
            }
        }
    }
}

fn read(text: &str, seen: &mut HashSet<String>) -> Result<Vec<String>, HandleListError> {
    let mut words = Vec::new();
    for (word, line) in text.lines().map(str::trim).zip(1..) {
        if word.is_empty() || word.starts_with('#') {
            continue;
        }
        if !(2..=12).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(HandleListError::NotAWord { line });
        }
        if !seen.insert(word.to_owned()) {
            return Err(HandleListError::Twice { word: word.to_owned() });
        }
        words.push(word.to_owned());
    }
    Ok(words)
}

/// The word at this place; the empty text where there is none, which `new` has ruled out.
fn word(list: &[String], at: u64) -> &str {
    usize::try_from(at).ok().and_then(|at| list.get(at)).map_or("", String::as_str)
}
