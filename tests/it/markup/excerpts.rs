//! Posts as plain text.

use leeward::markup::excerpt::{excerpt, plain_text, quote};

#[test]
fn plain_text_has_the_words_without_the_marks() {
    let source = "*Hello* [you](/x \"t\")\n\n- a\n- >!b!<\n\n> said\n\n`c` ![d](/e)";
    assert_eq!(plain_text(source), "Hello you (\"t\")\na\nb\nsaid\nc d (/e)");
}

#[test]
fn an_excerpt_never_tells_what_is_hidden() {
    let source = "Before >!the thing!< and\n\nafter";
    assert_eq!(excerpt(source, 100), "Before [hidden] and after");
}

#[test]
fn an_excerpt_ends_between_words() {
    assert_eq!(excerpt("one two three", 13), "one two three");
    assert_eq!(excerpt("one two three", 12), "one two…");
    assert_eq!(excerpt("one two three", 8), "one two…");
    assert_eq!(excerpt("onetwothree", 5), "onet…");
    assert_eq!(excerpt("ääää öööö", 5), "ääää…");
    assert_eq!(excerpt("a", 0), "…");
    assert_eq!(excerpt("", 10), "");
}

#[test]
fn a_quote_puts_every_line_behind_a_mark_and_leaves_room() {
    assert_eq!(quote("one\r\n\r\n>!two!<\n"), "> one\n>\n> >!two!<\n\n");
    assert_eq!(quote(" \n"), "");
    let html = super::html(&(quote("*one*\n\n- two") + "mine"));
    assert_eq!(html, "<blockquote><p><em>one</em></p><ul><li>two</li></ul></blockquote><p>mine</p>");
}
