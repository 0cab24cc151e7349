//! What the marks do, and what they do not.

use super::html;

#[track_caller]
fn check(source: &str, expected: &str) {
    assert_eq!(html(source), expected);
}

#[test]
fn paragraphs_and_lines_are_as_they_were_typed() {
    check("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>");
    check("  \n\n", "");
    check("one  \ntwo\\\nthree", "<p>one<br>two<br>three</p>");
}

#[test]
fn emphasis_of_three_kinds_and_code() {
    check(
        "*a* _b_ **c** ~~d~~ `e*f*`",
        "<p><em>a</em> <em>b</em> <strong>c</strong> <del>d</del> <code>e*f*</code></p>",
    );
    check("***a***", "<p><em><strong>a</strong></em></p>");
    check(r"\*a\*", "<p>*a*</p>");
}

#[test]
fn one_tilde_means_about() {
    check("~5 of ~6, 5~10, 20~30, ~so~", "<p>~5 of ~6, 5~10, 20~30, ~so~</p>");
}

#[test]
fn lists_hold_points_and_lists() {
    check("- a\n- b\n  1. c\n  2. d", "<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>");
    check("1. a\n\n   b\n2. c", "<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>");
}

#[test]
fn a_year_at_the_start_of_a_line_is_not_lost_as_a_number() {
    check("2019. That was the year.", "<p>2019. That was the year.</p>");
    check("3) third\n4) fourth", "<p>3) third</p><p>4) fourth</p>");
    check("7.", "<p>7.</p>");
}

#[test]
fn code_blocks_keep_every_letter() {
    check("```\na  <b>\n\n*c*\n```", "<pre><code>a  &lt;b&gt;\n\n*c*</code></pre>");
    check("```I feel alone\nso\n```", "<pre><code>I feel alone\nso</code></pre>");
    check("~~~\nnever closed", "<pre><code>never closed</code></pre>");
}

#[test]
fn four_blanks_begin_a_paragraph_not_a_program() {
    check("    I was twelve.\n    It was May.", "<p>I was twelve.<br>It was May.</p>");
}

#[test]
fn quotes_end_where_the_marks_end() {
    check("> theirs\n> too\nmine", "<blockquote><p>theirs<br>too</p></blockquote><p>mine</p>");
    check("> a\n> > b\n>\n> c", "<blockquote><p>a</p><blockquote><p>b</p></blockquote><p>c</p></blockquote>");
}

#[test]
fn headings_tables_and_definitions_are_their_text() {
    check("# One\n## Two ##", "<p>One</p><p>Two</p>");
    check("#hashtag", "<p>#hashtag</p>");
    check("said\n---\nthen", "<p>said</p><hr><p>then</p>");
    check("said\n===", "<p>said</p>");
    check("|a|b|\n|-|-|\n|1|2|", "<p>|a|b|<br>|-|-|<br>|1|2|</p>");
    check("[a]: /b\n[a]", "<p>[a]: /b<br>[a]</p>");
    check("a[^1]\n\n[^1]: note", "<p>a[^1]</p><p>[^1]: note</p>");
    check("***\n---", "<hr><hr>");
}

#[test]
fn html_and_entities_are_shown_as_typed() {
    check(
        "<b>x</b> & &amp; &#x202e; <!-- y -->",
        "<p>&lt;b&gt;x&lt;/b&gt; &amp; &amp;amp; &amp;#x202e; &lt;!-- y --&gt;</p>",
    );
    check("<div>\n*x*\n</div>", "<p>&lt;div&gt;<br><em>x</em><br>&lt;/div&gt;</p>");
    check("`<b> &lt;`", "<p><code>&lt;b&gt; &amp;lt;</code></p>");
}

#[test]
fn images_are_told_in_words() {
    check("![me](/cat.png)", "<p>me (/cat.png)</p>");
    check("![](data:image/gif;base64,R0lG)", "<p> (data:image/gif;base64,R0lG)</p>");
}

#[test]
fn articles_of_the_library_are_links_with_their_titles() {
    let link = super::link("/library/3w", "Slow breathing");
    check("try [[slow-breathing]].", &format!("<p>try {link}.</p>"));
    check("[[a-b]]", &format!("<p>{}</p>", super::link("/library/3w", "A &lt;b&gt; &amp; \"c\"")));
    check(
        "[[unknown]] [[Slow-breathing]] [[a b]] [[]] `[[a-b]]`",
        "<p>[[unknown]] [[Slow-breathing]] [[a b]] [[]] <code>[[a-b]]</code></p>",
    );
}
