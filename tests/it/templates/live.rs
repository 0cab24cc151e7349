//! The list of what a live fragment may hold (`scripts/lib/insert.js`): all that posts are made of, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use leeward::markup::sanitize::policy;

use super::PAGES;

type List = BTreeMap<String, BTreeSet<String>>;

/// The two lists of the script: lines like `article: 'class id',` between the braces, or one line of such.
fn list_of_the_script() -> List {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("frontend/scripts/lib/insert.js");
    let script = fs::read_to_string(path).unwrap();
    let mut list = List::new();
    for name in ["const ELEMENTS = {", "const DRAWING = {"] {
        let body = script.split_once(name).unwrap().1.split_once('}').unwrap().0;
        for entry in body.split("',") {
            let Some((element, attributes)) = entry.split_once(": '") else { continue };
            let attributes = attributes.trim_end().trim_end_matches('\'').split_whitespace().map(str::to_owned);
            list.insert(element.trim().to_owned(), attributes.collect());
        }
    }
    list
}

/// All elements of all posts of the samples, and what the sanitiser lets into a text.
fn what_posts_are_made_of() -> List {
    let mut list = List::new();
    for (_, tree) in PAGES.iter().filter(|(name, _)| name.starts_with("thread/")) {
        for element in &tree.elements {
            let post = element.tag == "article" || element.within.iter().any(|tag| tag == "article");
            if post {
                list.entry(element.tag.clone()).or_default().extend(element.attrs.keys().cloned());
            }
        }
    }
    let policy = policy();
    for tag in &policy.tags {
        let attributes = policy.attributes.get(tag).into_iter().flatten().cloned();
        list.entry(tag.clone()).or_default().extend(attributes);
    }
    for tag in policy.classes.keys() {
        list.entry(tag.clone()).or_default().insert("class".to_owned());
    }
    list.entry("a".to_owned()).or_default().insert("rel".to_owned());
    // Hidden text: a box and its label, which come after the sanitiser (`markup::spoiler`).
    list.entry("label".to_owned()).or_default().insert("class".to_owned());
    list.entry("input".to_owned()).or_default().extend(["type", "class"].map(str::to_owned));
    list
}

#[test]
fn a_live_fragment_may_hold_exactly_what_posts_are_made_of() {
    assert_eq!(list_of_the_script(), what_posts_are_made_of());
}
