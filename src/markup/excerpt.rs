//! Posts as plain text: for search, excerpts and quoting.

use super::bounds;
use super::source::clean_text;
use super::walk::{Block, Inline, aside, walk};

/// What stands for hidden text in an excerpt.
pub const HIDDEN: &str = "[hidden]";

/// The words of a body without its marks, blocks apart by line ends; hidden text included. For the search index
/// and for counting where a text is quoted; never show it.
pub fn plain_text(source: &str) -> String {
    text_of(source, false)
}

/// The beginning of a body in one line, for lists and notices: at most `max_chars` characters, cut between words
/// and then ended by `…`. Hidden text stays hidden, as [`HIDDEN`].
pub fn excerpt(source: &str, max_chars: usize) -> String {
    let text = text_of(source, true);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = words.char_indices().nth(max_chars) else { return words };
    // One place is kept for the ellipsis.
    let end = words.char_indices().nth(max_chars.saturating_sub(1)).map_or(end, |(at, _)| at);
    let start = words.get(..end).unwrap_or("");
    let at_word = words.get(end..).is_some_and(|rest| rest.starts_with(' '));
    let kept = match start.rfind(' ') {
        // A word longer than half the excerpt (an address, or a script without blanks) is cut within.
        Some(blank) if !at_word && blank * 2 > start.len() => start.get(..blank).unwrap_or(start),
        _ => start,
    };
    format!("{}…", kept.trim_end())
}

/// A body as the beginning of a reply that quotes it: every line behind `> `, and an empty line to write under.
/// Empty for an empty body.
pub fn quote(source: &str) -> String {
    let text = clean_text(source);
    if text.is_empty() {
        return String::new();
    }
    let mut quoted = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split('\n') {
        quoted.push_str(if line.is_empty() { ">" } else { "> " });
        quoted.push_str(line);
        quoted.push('\n');
    }
    quoted.push('\n');
    quoted
}

fn text_of(source: &str, hide: bool) -> String {
    let source = clean_text(source);
    let mut text = String::with_capacity(source.len());
    for block in walk(bounds::cut(&source)).blocks {
        let start = text.len();
        match block {
            Block::Lines { line, .. } => write_line(&line, hide, &mut text),
            Block::Code(code) => text.push_str(&code),
            Block::Open(_) | Block::Close(_) | Block::Rule => {}
        }
        if text.len() > start {
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn write_line(line: &[Inline], hide: bool, text: &mut String) {
    let mut is_hidden = false;
    let mut link_title = "";
    for piece in line {
        match piece {
            Inline::SpoilerOpen if hide => {
                is_hidden = true;
                text.push_str(HIDDEN);
            }
            Inline::SpoilerClose => is_hidden = false,
            _ if is_hidden => {}
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Break => text.push('\n'),
            Inline::LinkOpen { title, .. } => link_title = title,
            Inline::LinkClose => text.push_str(&aside("", link_title)),
            _ => {}
        }
    }
}
