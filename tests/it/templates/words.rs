//! The catalogue: nothing missing, nothing idle, and the voice of DESIGN §2.

use std::collections::BTreeSet;
use std::fs;

use leeward::app::view_probe;

use super::source::{files, templates};

fn words() -> Vec<(String, String)> {
    view_probe::words("en").unwrap_or_else(|error| panic!("{error}"))
}

/// All that could name a key: templates, Rust, samples.
fn mentions() -> String {
    let templates: String = templates().into_iter().map(|(_, source)| source).collect();
    let sources = files("src", ".rs").into_iter().chain(files("frontend/parts", ".json"));
    sources.map(|path| fs::read_to_string(path).unwrap()).collect::<String>() + &templates
}

#[test]
fn every_text_is_used_somewhere() {
    let mentions = mentions();
    // `t("warning." ~ slug)` and `format!("warning.{slug}")` use all that begins so.
    let families: BTreeSet<&str> = mentions
        .split('"')
        .filter(|piece| piece.ends_with(['.', '_']) && piece.contains('.') && piece.len() > 3)
        .filter(|piece| piece.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_'))
        .collect();
    // Sentences of refusals and notices are waiting for their handlers; the list may only shrink.
    let awaited = ["error.", "notice.", "hint.", "phrase.file", "post.", "title."];
    let idle: Vec<String> = words()
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| !mentions.contains(&format!("\"{key}\"")))
        .filter(|key| !families.iter().any(|family| key.starts_with(family)))
        .filter(|key| !awaited.iter().any(|family| key.starts_with(family)))
        .collect();
    assert!(idle.is_empty(), "nobody says {idle:?}");
}

#[test]
fn the_fixed_sentences_are_word_for_word() {
    let words = words();
    let says = |text: &str| words.iter().any(|(_, said)| said == text);
    for sentence in [
        "Waiting for a moderator. Usually within {n} hours. Only you can see this.",
        "We removed your reply because {rule}. You can edit it and post again, or ask for a second look.",
        "A moderator removed this reply: {rule}.",
        "That was a bit fast. Your text is safe below. You can post again in {s} seconds.",
        "No one has posted here yet. You can start, or read the library.",
        "There is a problem",
    ] {
        assert!(says(sentence), "{sentence}");
    }
}

#[test]
fn our_copy_keeps_its_voice() {
    let banned = [
        "oops",
        "please note",
        "simply",
        "should",
        "username",
        "account id",
        "trigger warning",
        "impotence",
        "frigid",
        "victim",
        "suffer",
        "handicapped",
        "private parts",
        "virgin",
        "persona",
        "anonymous",
        "secure",
        "ban ",
        "nuke",
        "stay tuned",
        "sorry, ",
    ];
    for (key, text) in words() {
        let lower = text.to_lowercase();
        for word in banned {
            assert!(!lower.contains(word), "{key} says {word:?}");
        }
        assert!(!text.contains('!') || key.contains("_code"), "{key} exclaims");
        assert!(lower != "just" && (!lower.contains("just ") || key == "when.just_now"), "{key} says just");
    }
}

#[test]
fn no_sentence_is_longer_than_twenty_words() {
    for (key, text) in words() {
        for sentence in text.split_inclusive(['.', '?', ':']) {
            let count = sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
            assert!(count <= 20, "{key}: {count} words: {sentence}");
        }
    }
}

#[test]
fn a_refusal_says_what_to_do_next() {
    let asks = [
        "try",
        "wait",
        "choose",
        "enter",
        "add",
        "shorten",
        "write",
        "tick",
        "read",
        "take",
        "look",
        "you can",
        "go back",
        "open the",
        "check",
        "load",
        "ask for",
        "send",
        "sign in",
        "start again",
        "press",
        "come back",
        "reply to",
        "can be 1",
        "keep these",
        "did you mean",
        "discard",
    ];
    for (key, text) in words() {
        let refusal = ["error.field.", "error.limit.", "error.act.", "error.api."].iter().any(|f| key.starts_with(f));
        let lower = text.to_lowercase();
        assert!(!refusal || asks.iter().any(|ask| lower.contains(ask)), "{key} leaves people alone: {text}");
    }
}
