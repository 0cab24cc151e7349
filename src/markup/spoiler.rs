//! Hidden text, `>!like this!<`: a checkbox and its label, no script (DESIGN §6).
//!
//! At the start of a line the parser would see a quote, elsewhere it cuts the marks in two. So they become
//! private-use characters before parsing. What reaches the sanitiser is a plain `span`; the checkbox, which the
//! policy does not allow, is put in afterwards in place of our own marks, which no person can type.

use super::walk::Inline;

/// What the label says while the text is hidden.
pub const COVER: &str = "Show hidden text";

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// In the prepared source, quotation marks stand on both sides, so that emphasis inside and outside sees
/// punctuation, as it was typed.
const OPEN_MARK: &str = "\"\u{E000}\"";
const CLOSE_MARK: &str = "\"\u{E001}\"";
const OPEN_TYPED: &str = ">!";
const CLOSE_TYPED: &str = "!<";

/// What the sanitiser sees.
pub(super) const OPEN_NEUTRAL: &str = "<span class=\"spoiler\">\u{E000}";
/// What the sanitiser sees.
pub(super) const CLOSE_NEUTRAL: &str = "\u{E001}</span>";

/// What readers get, around [`COVER`] and around the text.
const OPEN_HTML: [&str; 2] = [
    r#"<label class="spoiler"><input type="checkbox" class="spoiler-box"><span class="spoiler-cover">"#,
    r#"</span><span class="spoiler-text">"#,
];
const CLOSE_HTML: &str = "</span></label>";

/// Characters that one hidden text adds to the HTML.
pub(super) fn cost() -> usize {
    OPEN_HTML.iter().map(|part| part.len()).sum::<usize>() + COVER.len() + CLOSE_HTML.len()
}

/// If `text` begins with a typed mark: what stands for it in the prepared source, and what follows.
pub(super) fn take_mark(text: &str) -> Option<(&'static str, &str)> {
    let open = text.strip_prefix(OPEN_TYPED).map(|after| (OPEN_MARK, after));
    open.or_else(|| text.strip_prefix(CLOSE_TYPED).map(|after| (CLOSE_MARK, after)))
}

/// Gives the typed marks back, where they hide nothing. The parser may have taken the quotation marks off.
pub(super) fn restore(text: &str) -> String {
    let text = text.replace(OPEN_MARK, OPEN_TYPED).replace(CLOSE_MARK, CLOSE_TYPED);
    text.replace(OPEN, OPEN_TYPED).replace(CLOSE, CLOSE_TYPED)
}

/// Finds the pairs of marks in the inline content of one block. A pair stands at one level: what opens inside an
/// emphasis closes inside it, and nothing opens inside a link. Of pairs within pairs the outer one counts; of
/// two opening marks the first, which hides more. All other marks stay as they were typed.
pub(super) fn resolve(line: Vec<Inline>) -> Vec<Inline> {
    if !line.iter().any(|piece| matches!(piece, Inline::Text(text) if text.contains(OPEN))) {
        return line.into_iter().map(restore_piece).collect();
    }
    let mut pieces: Vec<Inline> = Vec::with_capacity(line.len() + 4);
    for piece in line {
        match piece {
            Inline::Text(text) => split(&text, &mut pieces),
            other => pieces.push(other),
        }
    }
    let mut pairs = outermost(find_pairs(&pieces)).into_iter().peekable();
    let mut end = None;
    let mut resolved = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.into_iter().enumerate() {
        let piece = match piece {
            Inline::SpoilerOpen
                if pairs.next_if(|pair| pair.0 == at).is_some_and(|pair| {
                    end = Some(pair.1);
                    true
                }) =>
            {
                Inline::SpoilerOpen
            }
            Inline::SpoilerClose if end == Some(at) => Inline::SpoilerClose,
            Inline::SpoilerOpen => Inline::Text(OPEN_TYPED.to_owned()),
            Inline::SpoilerClose => Inline::Text(CLOSE_TYPED.to_owned()),
            other => other,
        };
        Inline::append(&mut resolved, piece);
    }
    resolved
}

fn restore_piece(piece: Inline) -> Inline {
    match piece {
        Inline::Text(text) if text.contains(CLOSE) => Inline::Text(restore(&text)),
        other => other,
    }
}

fn split(text: &str, pieces: &mut Vec<Inline>) {
    let mut rest = text;
    while let Some(at) = rest.find([OPEN, CLOSE]) {
        // The mark is the character with its two quotation marks, one byte each.
        let before = rest.get(..at.saturating_sub(1)).unwrap_or("");
        if !before.is_empty() {
            pieces.push(Inline::Text(before.to_owned()));
        }
        let from = rest.get(at..).unwrap_or("");
        pieces.push(if from.starts_with(OPEN) { Inline::SpoilerOpen } else { Inline::SpoilerClose });
        rest = from.get(OPEN.len_utf8() + 1..).unwrap_or("");
    }
    if !rest.is_empty() {
        pieces.push(Inline::Text(rest.to_owned()));
    }
}

/// All pairs that stand at one level, with something between them.
fn find_pairs(pieces: &[Inline]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut opened: Vec<Option<usize>> = vec![None];
    let mut links = 0_usize;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Inline::Open(_) => opened.push(None),
            Inline::LinkOpen { .. } => {
                links += 1;
                opened.push(None);
            }
            Inline::Close(_) => drop(opened.pop()),
            Inline::LinkClose => {
                links = links.saturating_sub(1);
                opened.pop();
            }
            Inline::SpoilerOpen if links == 0 => {
                if let Some(level) = opened.last_mut() {
                    level.get_or_insert(at);
                }
            }
            Inline::SpoilerClose if links == 0 => {
                if let Some(start) = opened.last_mut().and_then(Option::take) {
                    pairs.push((start, at));
                }
            }
            _ => {}
        }
    }
    pairs.retain(|(start, end)| end - start > 1);
    pairs
}

fn outermost(mut pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    pairs.sort_unstable();
    let mut last_end = 0;
    pairs.retain(|(start, end)| {
        let outside = *start >= last_end;
        if outside {
            last_end = *end;
        }
        outside
    });
    pairs
}

/// Puts checkbox and label in the place of our marks, in HTML that the sanitiser has written. Should the marks
/// ever not alternate, they are taken out and the text stands open: odd, but harmless.
pub(super) fn expand(clean: &str) -> String {
    if !clean.contains([OPEN, CLOSE]) {
        return clean.to_owned();
    }
    let mut html = String::with_capacity(clean.len() * 2);
    let mut rest = clean;
    let mut is_open = false;
    while let Some(at) = rest.find([OPEN, CLOSE]) {
        let (before, from) = rest.split_at(at);
        let after = from.get(OPEN.len_utf8()..).unwrap_or("");
        let tag = OPEN_NEUTRAL.trim_end_matches(OPEN);
        let end = CLOSE_NEUTRAL.trim_start_matches(CLOSE);
        match (is_open, before.strip_suffix(tag), after.strip_prefix(end)) {
            (false, Some(before), _) if from.starts_with(OPEN) => {
                html.push_str(before);
                html.push_str(&OPEN_HTML.join(COVER));
                rest = after;
            }
            (true, _, Some(after)) if from.starts_with(CLOSE) => {
                html.push_str(before);
                html.push_str(CLOSE_HTML);
                rest = after;
            }
            _ => return clean.replace([OPEN, CLOSE], ""),
        }
        is_open = !is_open;
    }
    if is_open {
        return clean.replace([OPEN, CLOSE], "");
    }
    html.push_str(rest);
    html
}
