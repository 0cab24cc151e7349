//! The other catalogues say all that the English one says, and no page has words of its own.

use std::collections::{BTreeMap, BTreeSet};

use leeward::app::view_probe;

use super::tree::Tree;

const OTHERS: [&str; 2] = ["es", "de"];

fn catalogue(tag: &str) -> Vec<(String, String)> {
    view_probe::words(tag).unwrap_or_else(|error| panic!("{error}"))
}

/// The places of a text: `{n}`, `{wait}`.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(place, _)| place).collect()
}

/// By key: how many forms, and all places of all forms.
fn shape(texts: &[(String, String)]) -> BTreeMap<&str, (usize, BTreeSet<&str>)> {
    let mut shape: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for (key, text) in texts {
        let (forms, all) = shape.entry(key).or_default();
        *forms += 1;
        all.extend(places(text));
    }
    shape
}

#[test]
fn every_catalogue_has_the_keys_plurals_and_places_of_the_english_one() {
    let english = catalogue("en");
    let wanted = shape(&english);
    for tag in OTHERS {
        let texts = catalogue(tag);
        let has = shape(&texts);
        let missing: Vec<_> = wanted.keys().filter(|key| !has.contains_key(*key)).collect();
        let more: Vec<_> = has.keys().filter(|key| !wanted.contains_key(*key)).collect();
        assert!(missing.is_empty() && more.is_empty(), "{tag} lacks {missing:?}, has besides {more:?}");
        for (key, shape) in &wanted {
            assert_eq!(&has[key], shape, "{tag}: {key}");
        }
    }
}

#[test]
fn other_languages_keep_their_voice_too() {
    for tag in OTHERS {
        for (key, text) in catalogue(tag) {
            assert!(!text.trim().is_empty(), "{tag}: {key} is empty");
            assert!(!text.contains(['!', '¡']) || key.contains("_code"), "{tag}: {key} exclaims");
        }
    }
}

#[test]
fn buttons_and_links_grow_by_no_more_than_the_layout_allows() {
    // What stands in one line of the header or on a button beside others; DESIGN §2 allows 40 % more, short words more.
    let english: BTreeMap<String, String> = catalogue("en").into_iter().collect();
    for tag in OTHERS {
        for (key, text) in catalogue(tag) {
            let short = ["nav.", "action.", "reaction.", "theme."].iter().any(|family| key.starts_with(family));
            let room = english[&key].chars().count() * 7 / 5 + 8;
            assert!(
                !short || text.chars().count() <= room,
                "{tag}: {key} has {} of {room}: {text}",
                text.chars().count()
            );
        }
    }
    for tag in OTHERS {
        let leave = catalogue(tag).into_iter().find(|(key, _)| key == "leave.now").unwrap().1;
        assert!(leave.chars().count() <= 12, "{tag}: {leave}");
    }
}

#[test]
fn every_page_and_part_is_drawn_in_every_language() {
    for tag in ["es", "de", "ar-XB"] {
        let samples = view_probe::render_samples_in(tag).unwrap_or_else(|error| panic!("{tag}: {error}"));
        let direction = if tag == "ar-XB" { "rtl" } else { "ltr" };
        for (name, html) in samples.iter().filter(|(_, html)| html.contains("<html")) {
            assert!(html.contains(&format!("<html lang=\"{tag}\" dir=\"{direction}\"")), "{tag}: {name}");
        }
        assert_eq!(samples.len(), super::SAMPLES.len(), "{tag}");
    }
}

#[test]
fn no_page_says_anything_that_is_not_in_the_catalogue() {
    // In the mirror each sentence of the catalogue is in other letters, so English that is left is hard-coded.
    let ours: Vec<String> = catalogue("en")
        .into_iter()
        .map(|(_, text)| text)
        .filter(|text| text.split_whitespace().count() >= 3 && !text.contains('{'))
        .collect();
    let samples = view_probe::render_samples_in("ar-XB").unwrap();
    // The documents come from files of their own, in each language.
    let documents = ["privacy/", "guidelines/"];
    for (name, html) in samples.iter().filter(|(name, _)| !documents.iter().any(|d| name.starts_with(d))) {
        let said: String = Tree::of(html).all("html").map(|html| html.text.clone()).collect();
        for sentence in &ours {
            assert!(!said.contains(sentence.as_str()), "{name} says {sentence:?} in English");
        }
    }
}
