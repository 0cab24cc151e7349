//! The text that people type, before anything else reads it: [`clean_text`].

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::chars::{self, JOINER, KEYCAP};

/// Most combining marks that one letter keeps (CONTRACT §5).
pub const MAX_MARKS: usize = 3;

/// Rounds after which no text was ever seen to change; a bound, so that no text can make us turn for ever.
const MAX_ROUNDS: usize = 6;

/// Any text that a person typed, as it is kept: in NFC (Unicode Standard Annex 15), lines ended by `\n`, without
/// controls (tab and `\n` stay), direction overrides, isolates and marks, zero-width and other invisible
/// characters, private use; at most [`MAX_MARKS`] combining marks a letter; no blanks at the end of a line, no
/// empty lines at the ends of the text, never more than one empty line in a row.
///
/// Two invisible things stay where they carry meaning: joiners between letters of scripts that are spelled with
/// them (Persian, Hindi …) or between pictures, and the selector that colours a picture. Calling it again
/// changes nothing.
pub fn clean_text(raw: &str) -> String {
    let mut text = sweep(raw);
    if !text.is_ascii() {
        // What one rule drops can bring two neighbours together for another rule: until all are content.
        for _ in 0..MAX_ROUNDS {
            let next = limit_marks(judge_joiners(&text).nfc());
            let done = next == text;
            text = next;
            if done {
                break;
            }
        }
    }
    tidy_blanks(&text)
}

/// Line ends become `\n`, forbidden characters go.
fn sweep(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut after_return = false;
    for c in raw.chars() {
        if chars::ends_line(c) {
            if !(after_return && c == '\n') {
                text.push('\n');
            }
        } else if !chars::is_forbidden(c) {
            text.push(c);
        }
        after_return = c == '\r';
    }
    text
}

/// Keeps joiners and variation selectors only between neighbours that need them.
fn judge_joiners(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied();
        if !chars::is_conditional(c) || is_needed(before, c, after) {
            kept.push(c);
            before = Some(c);
        }
    }
    kept
}

fn is_needed(before: Option<char>, c: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    if matches!(c, '\u{FE0E}' | '\u{FE0F}') {
        let keycap = matches!(before, '0'..='9' | '#' | '*') && after == Some(KEYCAP);
        return keycap || chars::is_picture(before);
    }
    let Some(after) = after else { return false };
    let pictures = c == JOINER && (chars::is_picture(before) || before == '\u{FE0F}') && chars::is_picture(after);
    pictures || (chars::joins(before) && chars::joins(after))
}

/// Drops combining marks beyond [`MAX_MARKS`] in a row. Joiners do not start the count anew.
fn limit_marks(chars: impl Iterator<Item = char>) -> String {
    let mut kept = String::new();
    let mut marks = 0;
    for c in chars {
        if is_combining_mark(c) {
            marks += 1;
            if marks > MAX_MARKS {
                continue;
            }
        } else if !chars::is_conditional(c) {
            marks = 0;
        }
        kept.push(c);
    }
    kept
}

fn tidy_blanks(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.split('\n') {
        let line = line.trim_end();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        tidy.push_str(line);
        empty = 0;
    }
    tidy
}
