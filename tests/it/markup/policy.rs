//! A later change cannot widen the policy unseen (SECURITY T8).

use std::collections::{BTreeMap, BTreeSet};

use leeward::markup::sanitize::{Policy, policy};

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_policy_is_exactly_this() {
    let expected = Policy {
        tags: set(&[
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "hr",
            "li",
            "ol",
            "p",
            "pre",
            "span",
            "strong",
            "ul",
        ]),
        tags_with_content: set(&["script", "style"]),
        attributes: BTreeMap::from([("*".to_owned(), set(&[])), ("a".to_owned(), set(&["href"]))]),
        classes: BTreeMap::from([("span".to_owned(), set(&["host", "spoiler"]))]),
        schemes: set(&["http", "https"]),
        rel: Some("nofollow noopener noreferrer ugc".to_owned()),
        own_paths_only: true,
        comments_stripped: true,
    };
    assert_eq!(policy(), expected);
}

#[test]
fn elements_that_broke_sanitisers_before_are_not_allowed() {
    let tags = policy().tags;
    let never = [
        "svg", "math", "style", "noscript", "title", "textarea", "select", "template", "iframe", "xmp", "object",
        "embed", "form", "input", "script", "img", "base", "link", "meta",
    ];
    assert_eq!(never.iter().filter(|name| tags.contains(**name)).count(), 0);
}

#[test]
fn the_sanitiser_is_not_older_than_its_known_holes() {
    let path = format!("{}/Cargo.lock", env!("CARGO_MANIFEST_DIR"));
    let lock = std::fs::read_to_string(path).unwrap();
    let versions: Vec<Vec<u32>> = lock
        .split("[[package]]")
        .filter(|package| package.contains("name = \"ammonia\"\n"))
        .map(|package| {
            let version = package.split("version = \"").nth(1).unwrap().split('"').next().unwrap();
            version.split('.').map(|part| part.parse().unwrap()).collect()
        })
        .collect();
    assert_eq!(versions.len(), 1, "one sanitiser, not several");
    assert!(versions[0] >= vec![4, 1, 4], "RUSTSEC-2026-0213 is fixed in 4.1.4");
}
