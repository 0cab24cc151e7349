//! Texts as matchers read them: folded so that one spelling stands for many. For matching only, never for storing.
//!
//! Folding is NFKC (Unicode Standard Annex 15) with marks dropped, lower case, look-alikes of other scripts as the
//! Latin letter they imitate (the skeleton of Unicode Technical Standard 39, for letters outside ASCII alone: within
//! ASCII it would make `m` of `rn`), one kind of apostrophe, dash and blank, and nothing invisible. Linear in the text.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// A folded text, and where each of its characters came from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    /// The characters.
    pub(crate) chars: Vec<char>,
    /// For each of them, which character of the original it came from, counted from 0.
    pub(crate) at: Vec<usize>,
}

impl Folded {
    /// As one string.
    pub(crate) fn text(&self) -> String {
        self.chars.iter().collect()
    }
}

/// Folds a text.
pub(crate) fn fold(text: &str) -> Folded {
    fold_with(text, true)
}

/// Folds a text but leaves capitals and marks, by which names are known.
pub(crate) fn fold_kindly(text: &str) -> Folded {
    fold_with(text, false)
}

fn fold_with(text: &str, lower: bool) -> Folded {
    let mut folded = Folded::default();
    for (at, c) in text.chars().enumerate() {
        fold_char(c, lower, |out| {
            folded.chars.push(out);
            folded.at.push(at);
        });
    }
    folded
}

fn fold_char(c: char, lower: bool, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        push(if lower { c.to_ascii_lowercase() } else { c });
    } else if let Some(plain) = plain_sign(c) {
        push(plain);
    } else if is_invisible(c) {
    } else if let Some(two) = two_letters(c).filter(|_| lower) {
        two.chars().for_each(push);
    } else if lower {
        for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
            let imitated = imitated(part);
            imitated.unwrap_or(part).to_lowercase().for_each(&mut push);
        }
    } else {
        std::iter::once(c).nfkc().for_each(|part| push(imitated(part).unwrap_or(part)));
    }
}

/// The ASCII letter or digit that a letter of another script imitates.
fn imitated(c: char) -> Option<char> {
    if c.is_ascii() || u32::from(c) < 0x250 {
        return None;
    }
    let mut prototype = String::new();
    prototype.extend(skeleton(c.encode_utf8(&mut [0; 4])));
    let mut letters = prototype.chars().filter(|c| !is_combining_mark(*c));
    let first = letters.next().filter(char::is_ascii_alphanumeric)?;
    letters.next().is_none().then_some(first)
}

/// One sign for all that look or mean the same.
fn plain_sign(c: char) -> Option<char> {
    Some(match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{B4}' | '\u{2BC}' | '\u{FF07}' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{2039}' | '\u{203A}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
        '\u{BF}' => '?',
        '\u{A1}' => '!',
        _ => return None,
    })
}

/// Joiners, direction marks, selectors: nothing that a reader sees.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0
        | 0xE_0000..=0xE_0FFF)
}

fn two_letters(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{DF}' | '\u{1E9E}' => "ss",
        '\u{E6}' | '\u{C6}' => "ae",
        '\u{153}' | '\u{152}' => "oe",
        '\u{F8}' | '\u{D8}' => "o",
        '\u{142}' | '\u{141}' => "l",
        '\u{131}' => "i",
        _ => return None,
    })
}

/// A folded word as matchers compare it: digits and signs among letters as the letters they stand for (`su1cide`,
/// `k!ll`), runs of one letter as one (`dieee`, and `kill` too, on both sides alike).
pub(crate) fn key(word: &str) -> String {
    let disguised = word.chars().any(|c| c.is_alphabetic());
    let mut key = String::with_capacity(word.len());
    for c in word.chars() {
        let c = if disguised { letter_for(c).unwrap_or(c) } else { c };
        if c.is_numeric() || !key.ends_with(c) {
            key.push(c);
        }
    }
    key
}

/// The letter that a digit or sign stands for within a word.
pub(crate) fn letter_for(c: char) -> Option<char> {
    Some(match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}
