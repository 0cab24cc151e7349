//! English with letters that run from right to left, and a third longer: a language for the tests of pages alone.

use super::words::{Language, Words};

/// The first of the 27 letters of the Hebrew alphabet, final forms included (Unicode block Hebrew).
const FIRST_LETTER: u32 = 0x05D0;

/// The mirror of these words. Places, elements and entities stay as they are.
pub(super) fn of(english: &Words) -> Words {
    english.turned(Language::Mirror, mirrored)
}

fn mirrored(text: &str) -> String {
    let mut turned = String::with_capacity(text.len() * 3);
    let mut until = None;
    let mut word = Vec::new();
    for c in text.chars() {
        match until {
            Some(end) if c == end => until = None,
            Some(_) => {}
            None if c.is_ascii_alphabetic() => {
                word.push(c);
                continue;
            }
            None => {
                finish(&mut word, &mut turned);
                until = match c {
                    '{' => Some('}'),
                    '<' => Some('>'),
                    '&' => Some(';'),
                    _ => None,
                };
            }
        }
        turned.push(c);
    }
    finish(&mut word, &mut turned);
    turned
}

/// Puts a word down, every third letter of it twice.
fn finish(word: &mut Vec<char>, turned: &mut String) {
    for (place, c) in word.drain(..).enumerate() {
        let letter = char::from_u32(FIRST_LETTER + (u32::from(c.to_ascii_lowercase()) - u32::from('a'))).unwrap_or(c);
        turned.push(letter);
        if place % 3 == 2 {
            turned.push(letter);
        }
    }
}
