//! Nobody can buy time or space with a post: bounds that hold without looking at a clock. The times are in the
//! benches.

use super::generators::{GENERATORS, plain};
use super::judge::judge;
use leeward::markup::bounds::{HTML_RATIO, MAX_CHARS, MAX_DEPTH};
use leeward::markup::render;
use leeward::markup::source::clean_text;

#[test]
fn costly_sources_stay_within_depth_and_length() {
    for (name, generate) in GENERATORS {
        for n in [2_500, 5_000, 10_000] {
            let source = generate(n);
            assert_eq!(source.chars().count(), n, "{name}");
            judge(&source).unwrap_or_else(|fault| panic!("{name} at {n}: {fault}"));
            let html = render(&source, &super::library).html;
            let ratio = html.as_str().chars().count() / n;
            assert!(ratio < 8, "{name} at {n}: {ratio} times as long");
        }
    }
}

#[test]
fn twice_the_source_makes_at_most_twice_the_html() {
    for (name, generate) in GENERATORS {
        let length = |n| render(&generate(n), &super::library).html.as_str().len();
        let (half, whole) = (length(5_000), length(10_000));
        assert!(whole * 10 <= half * 26, "{name}: {half} bytes, then {whole}");
    }
}

#[test]
fn what_reaches_the_sanitiser_is_less_than_forty_deep() {
    const { assert!(MAX_DEPTH <= 40 && HTML_RATIO < 8) };
    let quotes = ">".repeat(8) + &"- ".repeat(6) + &"*a **b ".repeat(5) + ">![x](http://a.b)!<" + &" b** a*".repeat(5);
    judge(&quotes).unwrap();
}

#[test]
fn a_source_over_the_limit_is_cut_between_characters() {
    let source = "ä".repeat(MAX_CHARS + 7);
    let html = super::html(&source);
    assert_eq!(html, format!("<p>{}</p>", "ä".repeat(MAX_CHARS)));
}

#[test]
fn a_long_plain_text_is_kept_to_the_letter() {
    let source = plain(MAX_CHARS);
    assert_eq!(super::html(&source), format!("<p>{}</p>", clean_text(&source)));
}

#[test]
fn quotes_deeper_than_eight_continue_in_the_eighth() {
    let source = format!("{} end", ">".repeat(12));
    let expected = format!("{}<p>end</p>{}", "<blockquote>".repeat(8), "</blockquote>".repeat(8));
    let rendered = render(&source, &super::library);
    assert_eq!(rendered.html.as_str(), expected);
    assert!(rendered.is_flattened);
}

#[test]
fn lists_deeper_than_six_lie_flat_and_keep_their_marks() {
    let source: String =
        (0..8).map(|depth| format!("{}- {}\n", "  ".repeat(depth), "abcdefgh".as_bytes()[depth] as char)).collect();
    let html = super::html(&source);
    assert!(html.contains("<li>f<br>- g<br>- h</li>"), "{html}");
}

#[test]
fn more_marks_in_a_line_than_can_be_drawn_are_text() {
    let html = super::html(&("- ".repeat(16) + "x"));
    assert!(html.contains("- - x"), "{html}");
    judge(&("1) ".repeat(40) + "x")).unwrap();
}

#[test]
fn markup_beyond_the_budget_is_left_out_and_its_text_stays() {
    let source = ">!word!< ".repeat(1_000);
    let rendered = render(&source, &super::library);
    let html = rendered.html.as_str();
    assert!(rendered.is_flattened);
    assert!(html.contains("spoiler-text") && html.ends_with("&gt;!word!&lt;</p>"), "{html}");
    assert_eq!(html.matches("word").count(), 1_000);
}
