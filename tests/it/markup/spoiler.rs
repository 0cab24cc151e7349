//! Hidden text: a checkbox and its label, put in after the sanitiser.

use super::judge::judge;
use super::{hidden, html, link};

#[track_caller]
fn check(source: &str, expected: &str) {
    judge(source).unwrap();
    assert_eq!(html(source), expected);
}

#[test]
fn marks_hide_what_is_between_them() {
    check(">!all of it!<", &format!("<p>{}</p>", hidden("all of it")));
    check("a >!b!< c >!d!<", &format!("<p>a {} c {}</p>", hidden("b"), hidden("d")));
    check("see >!one\ntwo!<", &format!("<p>see {}</p>", hidden("one<br>two")));
    check("- >!b!<\n- c", &format!("<ul><li>{}</li><li>c</li></ul>", hidden("b")));
}

#[test]
fn a_mark_at_the_start_of_a_line_is_no_quote() {
    check("a\n>!b!<\nc", &format!("<p>a<br>{}<br>c</p>", hidden("b")));
    check("> >!b!<", &format!("<blockquote><p>{}</p></blockquote>", hidden("b")));
    check("> !b", "<blockquote><p>!b</p></blockquote>");
}

#[test]
fn emphasis_code_and_links_may_be_hidden() {
    check(">!a **b** _c_ `d`!<", &format!("<p>{}</p>", hidden("a <strong>b</strong> <em>c</em> <code>d</code>")));
    check("*>!a!<*", &format!("<p><em>{}</em></p>", hidden("a")));
    check(">![a](/b)!<", &format!("<p>{}</p>", hidden(&link("/b", "a"))));
}

#[test]
fn marks_that_do_not_pair_stay_as_typed() {
    check("a >! b", "<p>a &gt;! b</p>");
    check("a !< b", "<p>a !&lt; b</p>");
    check(">!one\n\ntwo!<", "<p>&gt;!one</p><p>two!&lt;</p>");
    check("!<a>!", "<p>!&lt;a&gt;!</p>");
    check(">!*a!<*", "<p>&gt;!<em>a!&lt;</em></p>");
    check(">!!<", "<p>&gt;!!&lt;</p>");
    check(r"\>!a!<", "<p>&gt;!a!&lt;</p>");
}

#[test]
fn of_marks_within_marks_the_outer_pair_hides() {
    check(">!a >!b!<", &format!("<p>{}</p>", hidden("a &gt;!b")));
    check(">!a *>!b!<* c!<", &format!("<p>{}</p>", hidden("a <em>&gt;!b!&lt;</em> c")));
}

#[test]
fn nothing_is_hidden_inside_a_link_or_code() {
    check("[a >!b!<](/c)", &format!("<p>{}</p>", link("/c", "a &gt;!b!&lt;")));
    check("`>!a!<`", "<p><code>&gt;!a!&lt;</code></p>");
    check("```\n>!a!<\n```", "<pre><code>&gt;!a!&lt;</code></pre>");
}

#[test]
fn our_own_marks_cannot_be_typed() {
    check("\u{E000}a\u{E001} \u{E002}b", "<p>a b</p>");
    check("&#xE000;a&#xE001;", "<p>&amp;#xE000;a&amp;#xE001;</p>");
    check("[a](/b\u{E000}c)", &format!("<p>{}</p>", link("/bc", "a")));
}
