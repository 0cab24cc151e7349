//! The picture of a face: made of its public id and its handle, so it tells no more than they do.

use crate::domain::entropy::scale;
use crate::domain::ids::PersonaId;
use crate::identity::derive::{Label, digest, numbers};

const AVATAR: Label = Label::new(b"leeward v1 avatar");

/// The twelve fills, dark enough for white letters in both themes (DESIGN §4). Their order never changes.
pub const FILLS: [&str; 12] = [
    "#a26066", "#9f644a", "#916c37", "#797536", "#5a7c48", "#387f63", "#1e7f80", "#2e7b97", "#5074a4", "#706da5",
    "#896698", "#9a6182",
];

/// A face's picture: a flat disc with two letters, and a small mirrored mark beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avatar {
    /// Which of the twelve fills, 0–11.
    pub fill: u8,
    /// The first letters of the handle's first and last word, upper case; empty without a handle.
    pub initials: String,
    /// The mark, row by row: 5 × 5 cells, the right two columns mirror the left two.
    pub cells: [bool; 25],
}

impl Avatar {
    /// The picture of this face. The id alone makes fill and mark; the handle gives the letters.
    pub fn of(id: PersonaId, handle: &str) -> Self {
        let [fill_word, mark_word, ..] = numbers(&digest(&AVATAR, &[&id.0]));
        let mut cells = [false; 25];
        for (cell, at) in cells.iter_mut().zip(0_u32..) {
            let (row, column) = (at / 5, at % 5);
            // Three columns of five bits make 2^15 marks; columns 3 and 4 repeat 1 and 0.
            let bit = row * 3 + column.min(4 - column);
            *cell = (mark_word >> bit) & 1 == 1;
        }
        Self { fill: scale(fill_word, FILLS.len() as u64) as u8, initials: initials(handle), cells }
    }

    /// The colour of the disc, as `#rrggbb`.
    pub fn colour(&self) -> &'static str {
        FILLS.get(usize::from(self.fill)).copied().unwrap_or("#5074a4")
    }

    /// The mark as the `d` of an SVG path over a field of 5 × 5 units.
    pub fn mark_path(&self) -> String {
        let marked = self.cells.iter().zip(0_u32..).filter(|(cell, _)| **cell);
        marked.map(|(_, at)| format!("M{} {}h1v1h-1z", at % 5, at / 5)).collect()
    }
}

/// The whole picture for other clients (`avatar_url`): self-contained, 40 × 32, the mark 12 wide at the right edge on a
/// white field so that it shows on any background.
pub fn svg(avatar: &Avatar) -> String {
    let (fill, letters, mark) = (avatar.colour(), &avatar.initials, avatar.mark_path());
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 32" width="40" height="32">"#,
            r#"<circle cx="16" cy="16" r="16" fill="{fill}"/>"#,
            r##"<text x="14" y="20.25" fill="#ffffff" font-family="sans-serif" font-size="12" font-weight="600" "##,
            r#"text-anchor="middle">{letters}</text>"#,
            r##"<g transform="translate(27 10)"><path d="M-1 -1h14v14h-14z" fill="#ffffff"/>"##,
            r#"<path transform="scale(2.4)" d="{mark}" fill="{fill}"/></g></svg>"#
        ),
        fill = fill,
        letters = letters,
        mark = mark
    )
}

/// Pairs of letters that mean something, or meant something, that nobody chose to wear.
const UNWANTED: [&str; 13] = ["AH", "BJ", "ED", "FU", "HH", "HJ", "KZ", "NS", "PE", "SA", "SS", "VD", "WC"];

/// Upper-case letters of a handle: those of its first and last word, or the first one alone where the pair would be
/// unwanted. Only A to Z can come out, so they need no escaping.
fn initials(handle: &str) -> String {
    let mut words = handle.split('-').filter_map(|word| word.chars().find(char::is_ascii_alphabetic));
    let first = words.next();
    let both: String = first.into_iter().chain(words.next_back()).map(|letter| letter.to_ascii_uppercase()).collect();
    if UNWANTED.contains(&both.as_str()) { both.chars().take(1).collect() } else { both }
}
