//! The source, made ready for the parser. What the subset does not have is broken up by a mark that no person
//! can type and that vanishes again, so that the parser never meets raw HTML, entities or link definitions:
//! they cost time, and what a definition says would vanish from the post.

use super::bounds::MAX_MARKERS;
use super::spoiler;

/// Stands between two characters that together mean nothing to us but much to the parser. Private use, so
/// [`super::source::clean_text`] has removed it from what was typed.
pub(super) const BREAK: char = '\u{E002}';

/// Takes what [`prepare`] put in out again.
pub(super) fn restore(text: &str) -> String {
    spoiler::restore(text).replace(BREAK, "")
}

/// The source as the parser may see it.
pub(super) fn prepare(source: &str) -> String {
    let mut ready = String::with_capacity(source.len() + source.len() / 8 + 16);
    let mut fence = false;
    let mut after_quote = false;
    for line in source.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        let quote = is_quote(line);
        // The parser would take a line right under a quote as said by the quoted person. Nobody means that.
        if after_quote && !quote && !blank && !fence {
            ready.push('\n');
        }
        if !quote && is_fence(line) {
            fence = !fence;
        }
        after_quote = quote;
        let (start, rest) = line.split_at(excess_marker(line));
        guard(start, &mut ready);
        if !start.is_empty() {
            ready.push(BREAK);
        }
        guard(rest, &mut ready);
    }
    ready
}

fn is_quote(line: &str) -> bool {
    let text = line.trim_start_matches(' ');
    line.len() - text.len() < 4 && text.starts_with('>') && !text.starts_with(">!")
}

fn is_fence(line: &str) -> bool {
    let text = line.trim_start();
    let info = text.trim_start_matches('`');
    text.starts_with("~~~") || (text.len() - info.len() > 2 && !info.contains('`'))
}

/// Where the first quote or list mark beyond [`MAX_MARKERS`] stands at the start of `line`; 0 if there is none.
fn excess_marker(line: &str) -> usize {
    if is_rule(line) {
        return 0;
    }
    let (mut start, mut end) = (0, 0);
    for _ in 0..=MAX_MARKERS {
        let rest = line.get(end..).unwrap_or("");
        let mark = rest.trim_start_matches([' ', '\t']);
        start = end + rest.len() - mark.len();
        match marker_len(mark) {
            Some(len) => end = start + len,
            None => return 0,
        }
    }
    start
}

fn is_rule(line: &str) -> bool {
    ['-', '*', '_'].iter().any(|mark| line.chars().all(|c| c == *mark || c.is_whitespace()))
}

/// Length of the quote or list mark with which `text` begins.
fn marker_len(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text.get(digits..)?;
    let first = mark.chars().next()?;
    if digits == 0 && first == '>' && !mark.starts_with(">!") {
        return Some(1);
    }
    let list = if digits == 0 { matches!(first, '-' | '+' | '*') } else { matches!(first, '.' | ')') };
    (list && mark.chars().nth(1).is_none_or(char::is_whitespace)).then_some(digits + 1)
}

/// Breaks up entities, definitions, tags and link titles of several lines, and puts in the marks of hidden text.
fn guard(text: &str, ready: &mut String) {
    let closers = Closers::of(text);
    let mut escaped = false;
    let mut before = ' ';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !escaped && let Some((mark, after)) = spoiler::take_mark(rest) {
            ready.push_str(mark);
            rest = after;
            before = '"';
            continue;
        }
        // The parser's time grows with the square of the lines in a title.
        if (before.is_whitespace() || before == '>') && closers.lacks(c, text.len() - rest.len()) {
            ready.push(BREAK);
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        ready.push(c);
        let is_broken = match c {
            '&' => true,
            ']' => rest.starts_with(':'),
            '<' => !super::links::is_web_address(rest),
            _ => false,
        };
        if is_broken {
            ready.push(BREAK);
        }
        escaped = c == '\\' && !escaped;
        before = c;
    }
}

/// Where a line has its last `"`, `'` and `)` that could close the title of a link.
struct Closers([Option<usize>; 3]);

impl Closers {
    fn of(line: &str) -> Self {
        Self(['"', '\'', ')'].map(|closer| {
            let mut places = line.rmatch_indices(closer).map(|(at, _)| at);
            places.find(|at| !line.get(..*at).is_some_and(|before| before.ends_with('\\')))
        }))
    }

    /// Whether `c` at byte `at` would open a title that this line does not close.
    fn lacks(&self, c: char, at: usize) -> bool {
        let [double, single, round] = self.0;
        let last = match c {
            '"' => double,
            '\'' => single,
            '(' => round,
            _ => return false,
        };
        last.is_none_or(|last| last <= at)
    }
}
