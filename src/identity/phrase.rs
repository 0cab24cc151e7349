//! The recovery phrase: seven words of the EFF long list (CC BY 3.0 US, Electronic Frontier Foundation), 90 bits.
//!
//! The list spells one word twice (`yo-yo`, `yoyo`): 7,776 spellings, 7,775 words. Without hyphens it is prefix-free:
//! no word begins another. So a phrase can be read letter by letter, with or without anything between its words, and in
//! one way only.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use diceware_wordlists::EFF_LONG_WORDLIST;
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::domain::entropy::{Entropy, below};
use crate::identity::phrase_typo;

/// Words of a phrase.
pub const WORDS: usize = 7;
/// The longest text that is looked at, in characters; seven words need 70.
pub const TYPED_MAX: usize = 400;
/// The longest piece of a typed word that an answer repeats, in letters.
pub const SHOWN_MAX: usize = 24;

/// A word of the list as it is read: its letters alone, and its place on the list.
pub(in crate::identity) struct ListWord {
    /// The letters, lower case, without hyphen.
    pub letters: Cow<'static, str>,
    /// The place on the list, from 0.
    pub index: u16,
}

/// The words by their letters, sorted; of one that is spelled twice the earlier place.
pub(in crate::identity) static BY_LETTERS: LazyLock<Vec<ListWord>> = LazyLock::new(|| {
    let words = EFF_LONG_WORDLIST.iter().zip(0_u16..);
    let mut list: Vec<_> = words.map(|(word, index)| ListWord { letters: letters_of(word), index }).collect();
    list.sort_unstable_by(|a, b| a.letters.cmp(&b.letters).then(a.index.cmp(&b.index)));
    list.dedup_by(|later, earlier| later.letters == earlier.letters);
    list
});

fn letters_of(word: &'static str) -> Cow<'static, str> {
    if word.contains('-') { Cow::Owned(word.replace('-', "")) } else { Cow::Borrowed(word) }
}

/// The word as the list spells it (`yo-yo`, not `yoyo`).
pub(in crate::identity) fn spelling(index: u16) -> &'static str {
    EFF_LONG_WORDLIST.get(usize::from(index)).copied().unwrap_or_default()
}

/// Why a text is not a phrase. `Display` and `Debug` never repeat what was typed.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// No letter in it.
    #[error("no word was typed")]
    Empty,
    /// More than 400 characters.
    #[error("the text is too long for a phrase")]
    TooLong,
    /// A word is not on the list.
    #[error("word {position} is not on the list")]
    UnknownWord {
        /// The word as typed, its letters only, at most 24. Part of a secret: for the typer's own page only.
        typed: String,
        /// The nearest word of the list, as the list spells it.
        nearest: &'static str,
        /// Which word it is, counted from 1.
        position: usize,
    },
    /// All words are on the list, and they are not seven.
    #[error("a phrase has seven words")]
    WordCount {
        /// How many words were found.
        found: usize,
    },
}

impl fmt::Debug for PhraseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A recovery phrase. Secret: wiped when dropped, without `Debug` and `Display`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Phrase([u16; WORDS]);

impl Phrase {
    /// Seven words, each spelling of the list with the same chance, each on its own.
    pub fn draw(entropy: &dyn Entropy) -> Self {
        let mut phrase = Self([0; WORDS]);
        for word in &mut phrase.0 {
            *word = below(entropy, EFF_LONG_WORDLIST.len() as u64) as u16;
        }
        phrase
    }

    /// Reads a phrase as people type or paste it (CONTRACT §2.2): case and everything but letters are ignored. Letters
    /// of full width and letters with accents count as their plain ones (NFKD).
    pub fn parse(typed: &str) -> Result<Self, PhraseError> {
        if typed.chars().nth(TYPED_MAX).is_some() {
            return Err(PhraseError::TooLong);
        }
        let pieces = pieces(typed);
        let mut letters = Zeroizing::new(String::with_capacity(2 * TYPED_MAX));
        pieces.iter().for_each(|piece| letters.push_str(&piece.letters));
        if letters.is_empty() {
            return Err(PhraseError::Empty);
        }
        let reading = Reading::of(&letters);
        if !reading.is_whole(&letters) {
            return Err(phrase_typo::name(&pieces, &reading));
        }
        let words = <[u16; WORDS]>::try_from(reading.words.as_slice());
        words.map(Self).map_err(|_| PhraseError::WordCount { found: reading.words.len() })
    }

    /// The words in order, as the list spells them. A phrase that was read back may show `yo-yo` for `yoyo`.
    pub fn words(&self) -> [&'static str; WORDS] {
        self.0.map(spelling)
    }

    /// The words' places on the list, from 0: as secret as the words.
    pub fn places(&self) -> &[u16; WORDS] {
        &self.0
    }

    /// The bytes that go into Argon2id: the letters of the seven words, one space between two. The same for all
    /// spellings of a phrase.
    pub fn canonical(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(WORDS * 10));
        for word in self.words() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(word.chars().filter(char::is_ascii_lowercase));
        }
        text
    }

    /// The word at a position counted from 1, its letters in 24 bytes; zeroes where there is none.
    fn padded_word(&self, position: usize) -> Zeroizing<[u8; SHOWN_MAX]> {
        let word = position.checked_sub(1).and_then(|at| self.0.get(at)).map_or("", |index| spelling(*index));
        let mut bytes = Zeroizing::new([0; SHOWN_MAX]);
        for (to, from) in bytes.iter_mut().zip(word.bytes().filter(u8::is_ascii_lowercase)) {
            *to = from;
        }
        bytes
    }
}

/// Which of the two words asked back is wrong; at least one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a word asked back is not the word of the phrase")]
pub struct WrongWords {
    /// The first of the two differs.
    pub first: bool,
    /// The second of the two differs.
    pub second: bool,
}

/// Two different positions, counted from 1, in rising order: which words are asked back.
pub fn draw_positions(entropy: &dyn Entropy) -> [usize; 2] {
    let one = below(entropy, WORDS as u64) as usize;
    let other = below(entropy, WORDS as u64 - 1) as usize;
    let other = if other >= one { other + 1 } else { other };
    [one.min(other) + 1, one.max(other) + 1]
}

/// Whether two words of the phrase were given back: `positions` counted from 1, folded like a phrase, compared in
/// constant time. A position outside the phrase is never right.
pub fn check_words(phrase: &Phrase, positions: [usize; 2], typed: [&str; 2]) -> Result<(), WrongWords> {
    let ([at_first, at_second], [typed_first, typed_second]) = (positions, typed);
    // Both are compared always: the answer's time does not tell which one failed.
    let (first, second) = (!same(phrase, at_first, typed_first), !same(phrase, at_second, typed_second));
    if first || second { Err(WrongWords { first, second }) } else { Ok(()) }
}

fn same(phrase: &Phrase, position: usize, typed: &str) -> bool {
    let mut given = Zeroizing::new([0_u8; SHOWN_MAX]);
    let mut count = 0;
    for piece in pieces(&Zeroizing::new(typed.chars().take(TYPED_MAX).collect::<String>())) {
        for letter in piece.letters.bytes() {
            if let Some(to) = given.get_mut(count) {
                *to = letter;
            }
            count += 1;
        }
    }
    let equal = phrase.padded_word(position).ct_eq(&*given);
    bool::from(equal) && (1..=SHOWN_MAX).contains(&count)
}

/// A run of letters between two other characters.
pub(in crate::identity) struct Piece {
    /// Folded: `a` to `z` only.
    pub letters: Zeroizing<String>,
    /// As typed: letters of any script, at most 24.
    pub typed: Zeroizing<String>,
}

/// Cuts a text into its runs of letters. Runs without a letter from a to z after folding are left out.
fn pieces(text: &str) -> Vec<Piece> {
    // Room enough for what people type, so that growing leaves no copy behind that nobody wipes.
    let room = || Zeroizing::new(String::with_capacity(4 * SHOWN_MAX));
    let blank = || Piece { letters: room(), typed: room() };
    let mut pieces = Vec::with_capacity(WORDS);
    let mut piece = blank();
    for typed in text.chars().chain([' ']) {
        if typed.is_alphabetic() || is_combining_mark(typed) {
            let folded = std::iter::once(typed).nfkd().filter(char::is_ascii_alphabetic);
            piece.letters.extend(folded.map(|letter| letter.to_ascii_lowercase()));
            if typed.is_alphabetic() && piece.typed.chars().count() < SHOWN_MAX {
                piece.typed.push(typed);
            }
        } else if !piece.letters.is_empty() {
            pieces.push(std::mem::replace(&mut piece, blank()));
        } else {
            piece.typed.zeroize();
        }
    }
    pieces
}

/// A run of letters read as words, as far as it can be.
pub(in crate::identity) struct Reading {
    /// The words' places on the list.
    pub words: Zeroizing<Vec<u16>>,
    /// Where each of them ends among the letters; rising.
    pub ends: Vec<usize>,
}

impl Reading {
    fn of(letters: &str) -> Self {
        let mut reading = Self { words: Zeroizing::new(Vec::with_capacity(TYPED_MAX)), ends: Vec::new() };
        let mut at = 0;
        while let Some((index, length)) = letters.get(at..).and_then(word_at_start) {
            at += length;
            reading.words.push(index);
            reading.ends.push(at);
        }
        reading
    }

    fn is_whole(&self, letters: &str) -> bool {
        self.ends.last() == Some(&letters.len())
    }
}

/// The word with which these letters begin, and its length. One search is enough: in sorted order, only words that
/// begin with a word stand between it and a text that begins with it, and the list is prefix-free.
pub(in crate::identity) fn word_at_start(letters: &str) -> Option<(u16, usize)> {
    let after = BY_LETTERS.partition_point(|word| word.letters.as_ref() <= letters);
    let word = BY_LETTERS.get(after.checked_sub(1)?)?;
    letters.starts_with(word.letters.as_ref()).then_some((word.index, word.letters.len()))
}
