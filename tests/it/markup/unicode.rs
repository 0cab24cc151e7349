//! Unicode cannot break, spoof or vanish (SECURITY T10).

use leeward::markup::source::clean_text;
use proptest::prelude::*;

use super::judge::{Page, judge};
use super::{html, naughty_strings};

#[track_caller]
fn check(typed: &str, kept: &str) {
    assert_eq!(clean_text(typed), kept);
    assert_eq!(clean_text(kept), kept, "cleaning again");
}

#[test]
fn letters_are_kept_in_their_composed_form() {
    check("A\u{30A}", "\u{C5}");
    check("\u{212B}", "\u{C5}");
    check("ﬁ ２", "ﬁ ２");
}

#[test]
fn direction_overrides_isolates_and_marks_go() {
    check("a\u{202E}b\u{202C}\u{2066}c\u{2069}\u{200E}\u{200F}\u{061C}d", "abcd");
}

#[test]
fn invisible_characters_go() {
    check("a\u{200B}b\u{FEFF}\u{2060}c\u{AD}\u{180E}d\u{2064}\u{3164}e\u{34F}f\u{E0041}\u{E0100}g", "abcdefg");
    check("\u{0}a\u{7}\u{1B}[31m\u{7F}\u{9B}b", "a[31mb");
    check("\u{E000}a\u{F8FF}\u{FDD0}\u{FFFE}\u{10FFFF}b", "ab");
}

#[test]
fn joiners_stay_where_a_script_needs_them() {
    check("می\u{200C}خواهم", "می\u{200C}خواهم");
    check("क्\u{200D}ष", "क्\u{200D}ष");
    check("a\u{200C}b\u{200D}c", "abc");
    check("می\u{200C}\u{200C}خواهم", "می\u{200C}خواهم");
    check("\u{200C}می\u{200C}", "می");
    // The fourth mark goes, and then the joiner before it has no neighbour any more.
    check("م\u{64B}\u{64C}\u{64D}\u{200C}\u{64E}x", "م\u{64B}\u{64C}\u{64D}x");
}

#[test]
fn pictures_keep_what_they_are_made_of() {
    for picture in
        ["👩\u{200D}🚀", "🏳\u{FE0F}\u{200D}🌈", "❤\u{FE0F}", "1\u{FE0F}\u{20E3}", "👍🏽", "👁\u{FE0F}\u{200D}🗨\u{FE0F}"]
    {
        check(picture, picture);
    }
    check("a\u{FE0F}\u{FE0E}b\u{FE00} 1\u{FE0F} ❤\u{FE0F}\u{FE0F}", "ab 1 ❤\u{FE0F}");
}

#[test]
fn three_marks_a_letter_and_no_more() {
    check("x\u{301}\u{302}\u{303}\u{304}\u{305}y\u{301}", "x\u{301}\u{302}\u{303}\u{FD}");
    check(&format!("e{}", "\u{301}".repeat(500)), "\u{E9}\u{301}\u{301}\u{301}");
    check(&"\u{301}".repeat(10), "\u{301}\u{301}\u{301}");
}

#[test]
fn lines_end_in_one_way_and_blanks_are_tidied() {
    check("a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\u{B}g\u{C}h", "a\nb\nc\nd\ne\nf\ng\nh");
    check("\n\n  a \t\n \u{A0}\n\n\n\nb  \n\n", "  a\n\nb");
    check("a\n\r\n\rb", "a\n\nb");
    check("a\tb", "a\tb");
}

#[test]
fn strings_that_break_forms_are_kept_and_shown() {
    let strings = naughty_strings();
    assert_eq!(strings.len(), 515);
    for typed in strings {
        let kept = clean_text(&typed);
        assert_eq!(clean_text(&kept), kept, "{typed:?}");
        judge(&typed).unwrap_or_else(|fault| panic!("{typed:?}: {fault}"));
        let shown: String = Page::of(&html(&typed)).text.split_whitespace().collect();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        if !typed.contains("](") && !typed.contains("http") {
            assert_eq!(letters(&shown), letters(&kept), "{typed:?}");
        }
    }
}

/// Marks, addresses, and characters with a will of their own.
#[rustfmt::skip]
const MARKS: [&str; 63] = [
    "*", "**", "_", "~~", "~", "`", "```\n", "> ", ">", "- ", "1. ", "7) ", "\n", "\n\n", "    ", "#", "---\n", "[",
    "]", "](", ")", "![", "[[a-b]]", ">!", "!<", "\\", "<", ">", "&", "&amp;", "&#x202e;", "]:", "\"", "'", "(",
    "|", "<http://", "http://a.example/", "https://", "/b", "//", "javascript:", "<b>", "</p>", "<!--", "\u{301}",
    "\u{200D}", "\u{200C}", "\u{FE0F}", "\u{202E}", "\u{E000}", "\u{E001}", "\u{0}", "\r", "ä", "م", "क", "्", "❤",
    "👩", "word", " ", "x",
];

/// Pieces of which sources are made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(&MARKS[..]).prop_map(str::to_owned),
        1 => ".{0,6}",
        1 => any::<char>().prop_map(String::from),
    ]
}

fn source() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_source_keeps_the_promises(source in source()) {
        judge(&source).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(text in source()) {
        let once = clean_text(&text);
        prop_assert_eq!(clean_text(&once), once);
    }

    #[test]
    fn a_cleaned_source_renders_as_the_typed_one(text in source()) {
        prop_assert_eq!(html(&clean_text(&text)), html(&text));
    }
}
