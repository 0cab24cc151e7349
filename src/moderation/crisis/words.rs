//! The vocabulary of the patterns, and a text as words of it: misspellings of long words, chat spellings and stars
//! for letters find their word too.

use std::collections::HashMap;

use crate::moderation::normal::{fold, key, letter_for};

use super::automaton::{Token, WordId};

/// Any number.
pub(super) const NUMBER: &str = "#";
/// A number from 3 to 17: an age below 18, where one is meant.
pub(super) const MINOR: &str = "#minor";

/// Words that patterns are made of.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<String, WordId>,
    beginnings: HashMap<String, WordId>,
    /// Long words that are found with one letter wrong: each by itself and with every one letter left out.
    near: HashMap<String, Vec<(String, WordId)>>,
    starred: Vec<(Vec<char>, WordId)>,
    negating: Vec<WordId>,
}

impl Vocabulary {
    /// The id of a word of a pattern; `suicid*` stands for all words that begin so.
    pub(super) fn id(&mut self, word: &str) -> WordId {
        let next = WordId::try_from(self.ids.len() + self.beginnings.len()).unwrap_or(WordId::MAX);
        match word.strip_suffix('*') {
            Some(beginning) => *self.beginnings.entry(plain(beginning)).or_insert(next),
            None if word.starts_with(NUMBER) => *self.ids.entry(word.to_owned()).or_insert(next),
            None => *self.ids.entry(plain(word)).or_insert(next),
        }
    }

    /// This word is also found with one letter wrong, more, less or swapped.
    pub(super) fn forgive(&mut self, word: &str) {
        let (id, word) = (self.id(word), plain(word));
        for short in shortened(&word).chain([word.clone()]) {
            self.near.entry(short).or_default().push((word.clone(), id));
        }
    }

    /// This word is also found with stars for letters (`k*ll`).
    pub(super) fn reveal(&mut self, word: &str) {
        let id = self.id(word);
        self.starred.push((fold(word).chars, id));
    }

    /// This word negates.
    pub(super) fn negate(&mut self, word: &str) {
        let id = self.id(word);
        self.negating.push(id);
    }

    /// The words of a text without its quotations, with pauses and ends.
    pub(super) fn tokens(&self, text: &str) -> Vec<Token> {
        let own: Vec<&str> = text.split('\n').map(|line| if is_quoted(line) { "" } else { line }).collect();
        let folded = fold(&own.join("\n")).chars;
        let mut tokens = Vec::new();
        let mut word = Word::default();
        let mut rest = folded.iter().copied().peekable();
        let mut before = ' ';
        while let Some(c) = rest.next() {
            let after = rest.peek().copied().unwrap_or(' ');
            let inside = before.is_alphanumeric() && after.is_alphanumeric();
            let disguise =
                (inside && !c.is_numeric() && letter_for(c).is_some()) || (c == '*' && starred(before, after));
            if c.is_alphanumeric() || disguise || (c == '@' && after.is_alphabetic()) {
                word.letters.push(c);
            } else if c == '\'' {
                word.elide();
            } else {
                self.take(&mut word, &mut tokens);
                let ends = match c {
                    '.' => after != '.' && before != '.',
                    '!' | '?' | ';' | ':' => true,
                    '\n' => after == '\n',
                    _ => false,
                };
                let pauses = matches!(c, ',' | '(' | ')' | '.' | '\u{2026}') || (c == '-' && before == ' ');
                if ends {
                    tokens.push(Token::Stop);
                } else if pauses {
                    tokens.push(Token::Pause);
                }
            }
            before = c;
        }
        self.take(&mut word, &mut tokens);
        tokens
    }

    fn take(&self, word: &mut Word, tokens: &mut Vec<Token>) {
        let word = std::mem::take(word);
        if word.letters.is_empty() {
            return;
        }
        let mut ids = self.look_up(&word.letters);
        if let Some(bare) = word.letters.get(word.elided..).filter(|bare| word.elided > 0 && bare.len() > 1) {
            ids.extend(self.look_up(bare));
        }
        let negates = ids.iter().any(|id| self.negating.contains(id));
        tokens.push(Token::Word { ids, negates });
    }

    fn look_up(&self, word: &str) -> Vec<WordId> {
        let found = key(word);
        let mut ids: Vec<WordId> = self.ids.get(&found).copied().into_iter().collect();
        if let Ok(number) = word.parse::<u32>() {
            ids.extend(self.ids.get(NUMBER));
            ids.extend(self.ids.get(MINOR).filter(|_| (3..18).contains(&number)));
            return ids;
        }
        let known = !ids.is_empty();
        let ends = found.char_indices().map(|(at, c)| at + c.len_utf8()).take(24);
        ids.extend(ends.filter_map(|end| found.get(..end)).filter_map(|start| self.beginnings.get(start)));
        if word.contains('*') {
            let letters: Vec<char> = word.chars().collect();
            ids.extend(self.starred.iter().filter(|(plain, _)| hides(&letters, plain)).map(|(_, id)| *id));
        } else if !known && found.chars().count() >= 4 && found.len() <= 24 {
            let near = shortened(&found).chain([found.clone()]).filter_map(|short| self.near.get(&short)).flatten();
            for (word, id) in near {
                if !ids.contains(id) && strsim::damerau_levenshtein(word, &found) == 1 {
                    ids.push(*id);
                }
            }
        }
        ids
    }
}

/// A word that is being read.
#[derive(Default)]
struct Word {
    letters: String,
    /// How many bytes of it are an article or pronoun that lost its vowel (`d'idées`): the word counts with and
    /// without.
    elided: usize,
}

impl Word {
    fn elide(&mut self) {
        if matches!(self.letters.as_str(), "d" | "l" | "j" | "m" | "n" | "s" | "t" | "c" | "qu") {
            self.elided = self.letters.len();
        }
    }
}

/// A word as it is compared.
fn plain(word: &str) -> String {
    let letters: String = fold(word).chars.into_iter().filter(|c| *c != '\'').collect();
    key(&letters)
}

/// A line that quotes somebody else; `>!` opens a spoiler, which is one's own.
fn is_quoted(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('>') && !line.starts_with(">!")
}

/// A star that stands for a letter, not for emphasis.
fn starred(before: char, after: char) -> bool {
    (before.is_alphabetic() && (after.is_alphabetic() || after == '*')) || (before == '*' && after.is_alphabetic())
}

fn hides(starred: &[char], plain: &[char]) -> bool {
    starred.len() == plain.len() && starred.iter().zip(plain).all(|(s, p)| *s == '*' || s == p)
}

/// The word with each one letter left out.
fn shortened(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().map(|(at, c)| {
        let (head, tail) = word.split_at(at);
        format!("{head}{}", tail.get(c.len_utf8()..).unwrap_or_default())
    })
}
