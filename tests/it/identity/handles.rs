//! Handles.

use std::collections::BTreeMap;

use leeward::app::probe::{handle_pairs, handles};
use leeward::domain::entropy::draw;

use super::seeded;

const ADJECTIVES: &str = "# calm words\nquiet\nslow\n\namber\ngreen\n";
const NOUNS: &str = "heron\nriver\ncedar\n";

/// A roll whose four numbers are these shares of the whole range.
fn roll(shares: [f64; 3]) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (at, share) in shares.into_iter().enumerate() {
        let number = (share * 18_446_744_073_709_551_615.0) as u64;
        bytes[8 * at..8 * at + 8].copy_from_slice(&number.to_be_bytes());
    }
    bytes
}

fn one(shares: [f64; 3], three: bool) -> String {
    handles(ADJECTIVES, NOUNS, &[roll(shares)], three).remove(0)
}

#[test]
fn the_parts_of_a_roll_choose_the_words_in_turn() {
    assert_eq!(one([0.0, 0.0, 0.0], false), "quiet-heron");
    assert_eq!(one([0.26, 0.99, 0.0], false), "slow-cedar");
    assert_eq!(one([0.99, 0.5, 0.5], false), "green-river");
    assert_eq!(one([0.0, 0.0, 0.0], true), "quiet-slow-heron");
    assert_eq!(one([0.26, 0.0, 0.0], true), "slow-quiet-heron");
    assert_eq!(one([0.26, 0.0, 0.34], true), "slow-amber-heron");
    assert_eq!(one([0.99, 0.99, 0.99], true), "green-amber-cedar");
}

#[test]
fn all_handles_come_up_equally_often_and_adjectives_never_twice_in_one() {
    let entropy = seeded(9);
    let rolls: Vec<[u8; 32]> = (0..36_000).map(|_| draw(&entropy)).collect();
    for (three, kinds) in [(false, 12), (true, 36)] {
        let mut seen = BTreeMap::new();
        for handle in handles(ADJECTIVES, NOUNS, &rolls, three) {
            *seen.entry(handle).or_insert(0_u32) += 1;
        }
        assert_eq!(seen.len(), kinds);
        let expected = f64::from(36_000_u32) / kinds as f64;
        let far = seen.values().find(|count| (f64::from(**count) - expected).abs() > 5.0 * expected.sqrt());
        assert_eq!(far, None, "{seen:?}");
        assert!(seen.keys().all(|handle| handle.split('-').next() != handle.split('-').nth(1)));
    }
}

#[test]
fn lists_are_refused_when_a_word_is_odd_double_or_missing() {
    assert_eq!(handle_pairs(ADJECTIVES, NOUNS), Ok(12));
    let fault = |adjectives, nouns| handle_pairs(adjectives, nouns).unwrap_err();
    assert_eq!(fault("quiet", NOUNS), "a list of handle words is too short");
    assert_eq!(fault(ADJECTIVES, "# none"), "a list of handle words is too short");
    assert_eq!(fault("quiet\nSlow", NOUNS), "line 2: not a word of 2 to 12 small letters");
    assert_eq!(fault("quiet\nslow-ish", NOUNS), "line 2: not a word of 2 to 12 small letters");
    assert_eq!(fault("quiet\nslow\nquiet", NOUNS), "the word quiet stands twice");
    assert_eq!(fault("quiet\ncedar", NOUNS), "the word cedar stands twice");
}
