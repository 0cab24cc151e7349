//! How much one text may cost. Everything here is judged before the parser and before the sanitiser, whose time
//! grows faster than the depth of what they read (SECURITY §0.3).

/// Characters of a body that are read. Callers refuse longer ones; here the rest is left out.
pub const MAX_CHARS: usize = 10_000;
/// Quotes within quotes that are drawn; deeper ones continue in the eighth (CONTRACT §5).
pub const MAX_QUOTES: usize = 8;
/// Lists within lists that are drawn; the items of deeper ones become paragraphs.
pub const MAX_LISTS: usize = 6;
/// Emphasis, links and hidden text within one another that are drawn.
pub const MAX_INLINE: usize = 10;
/// Elements within elements that can reach the sanitiser: quotes, lists with their items, a paragraph, what is
/// in it, and a host behind a link. Under the 40 of SECURITY T7.
pub const MAX_DEPTH: usize = MAX_QUOTES + 2 * MAX_LISTS + 1 + MAX_INLINE + 1;
/// Quote and list marks at the start of one line that the parser sees; further ones are text.
pub const MAX_MARKERS: usize = MAX_QUOTES + MAX_LISTS;
/// Characters of an address that may become a link.
pub const MAX_ADDRESS: usize = 2_048;

/// The HTML has at most this many characters per character typed, plus [`HTML_FLOOR`].
pub const HTML_RATIO: usize = 7;
/// What the HTML of the shortest text may have in markup. With it, a text of 2,048 characters and more stays
/// under eight times its length.
pub const HTML_FLOOR: usize = 2_048;

/// The first [`MAX_CHARS`] characters.
pub(super) fn cut(text: &str) -> &str {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

/// Characters of markup that may still be written. Text is always written and paid for in advance; an element
/// that cannot be paid is left out, its text is not.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    /// What remains for markup when all of `source` has been written as escaped text.
    pub(super) fn new(source: &str) -> Self {
        let typed = source.chars().count();
        let escaped: usize = source.chars().map(escaped_len).sum();
        Self { left: (HTML_RATIO * typed + HTML_FLOOR).saturating_sub(escaped) }
    }

    /// Takes `cost` characters; `false`, taking nothing, when so many are not left.
    pub(super) fn pay(&mut self, cost: usize) -> bool {
        match self.left.checked_sub(cost) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}

/// Characters that `c` takes in the HTML that the sanitiser writes.
fn escaped_len(c: char) -> usize {
    match c {
        '<' | '>' => 4,
        '&' => 5,
        '\u{A0}' => 6,
        _ => 1,
    }
}
