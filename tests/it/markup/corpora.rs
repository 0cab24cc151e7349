//! Hostile input of others: 6,139 cases, each of them typed into a post.

use super::judge::{Page, judge};
use super::{corpus, html};

const FILES: [(&str, usize); 4] = [
    ("sanitiser-suites.jsonl", 2_928),
    ("xss-payload-lists.jsonl", 1_427),
    ("markdown-xss.jsonl", 13),
    ("html-tree-construction.jsonl", 1_771),
];

fn check(file: &str) {
    let cases = corpus(file);
    let expected = FILES.iter().find(|(name, _)| *name == file).unwrap().1;
    assert_eq!(cases.len(), expected, "{file} has lost cases");
    let faults: Vec<String> = cases
        .iter()
        .filter_map(|(id, input)| judge(input).err().map(|fault| format!("{id}: {fault}\n  {input:?}")))
        .collect();
    assert!(faults.is_empty(), "{} of {expected}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn nothing_of_the_sanitisers_own_suites_escapes_the_allow_list() {
    check("sanitiser-suites.jsonl");
}

#[test]
fn nothing_of_the_payload_lists_escapes_the_allow_list() {
    check("xss-payload-lists.jsonl");
}

#[test]
fn nothing_of_the_markdown_attacks_escapes_the_allow_list() {
    check("markdown-xss.jsonl");
}

#[test]
fn nothing_of_the_tree_construction_tests_escapes_the_allow_list() {
    check("html-tree-construction.jsonl");
}

#[test]
fn every_typed_angle_bracket_is_shown_as_text() {
    let mut checked = 0;
    for (file, _) in FILES {
        for (id, input) in corpus(file) {
            let has_own_meaning = ["](", "!<", "<http", "<HTTP"].iter().any(|mark| input.contains(mark));
            if has_own_meaning {
                continue;
            }
            let shown = Page::of(&html(&input)).text.matches('<').count();
            assert_eq!(shown, input.matches('<').count(), "{id}: {input:?}");
            checked += 1;
        }
    }
    assert!(checked > 5_500, "only {checked} cases were left to check");
}

#[test]
fn a_blind_judge_would_be_noticed() {
    let hostile = [
        "<script>alert(1)</script>",
        "<p onclick=\"a()\">x</p>",
        "<a href=\"javascript:alert(1)\" rel=\"nofollow noopener noreferrer ugc\">x</a>",
        "<a href=\"https://a@b.example/\" rel=\"nofollow noopener noreferrer ugc\">x</a>",
        "<a href=\"//b.example/\" rel=\"nofollow noopener noreferrer ugc\">x</a>",
        "<a href=\"/x\">x</a>",
        "<input type=\"checkbox\" class=\"spoiler-box\">",
        "<span class=\"spoiler-text\">x</span>",
        "<label class=\"spoiler\">x</label>",
        "<svg></svg>",
        "<!-- x -->",
    ];
    for html in hostile {
        let seen = std::panic::catch_unwind(|| drop(Page::of(html)));
        assert!(seen.is_err(), "let through: {html}");
    }
}
