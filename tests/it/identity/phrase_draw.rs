//! Drawing phrases: every word has the same chance, and what is drawn can be read back.

use std::collections::HashSet;

use diceware_wordlists::EFF_LONG_WORDLIST;
use leeward::app::probe::{draw_phrase, draw_places, parse_phrase};
use leeward::domain::entropy::Entropy;

use super::{System, seeded};

const DRAWS: usize = 100_000;

/// Standard deviations by which Pearson's sum is above what equal chances give (normal for 7,775 degrees of freedom).
fn excess(counts: &[u32], draws: usize) -> f64 {
    let expected = draws as f64 / counts.len() as f64;
    let sum: f64 = counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
    let freedom = (counts.len() - 1) as f64;
    // Wilson and Hilferty 1931: the cube root of a chi-square over its freedom is nearly normal.
    let spread = 2.0 / (9.0 * freedom);
    ((sum / freedom).cbrt() - (1.0 - spread)) / spread.sqrt()
}

/// The excess over all words and at each of the seven places; fails on a phrase drawn twice.
fn excesses(entropy: &dyn Entropy) -> Vec<f64> {
    let mut counts = vec![vec![0_u32; EFF_LONG_WORDLIST.len()]; 8];
    let mut seen = HashSet::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        let words = draw_places(entropy);
        for (place, word) in words.iter().enumerate() {
            counts[place][usize::from(*word)] += 1;
            counts[7][usize::from(*word)] += 1;
        }
        assert!(seen.insert(words), "a phrase was drawn twice");
    }
    counts.iter().enumerate().map(|(row, counts)| excess(counts, if row == 7 { 7 * DRAWS } else { DRAWS })).collect()
}

#[test]
fn every_word_has_the_same_chance_at_every_place() {
    let excesses = excesses(&seeded(20_260_504));
    // 3.09 standard deviations: p > 0.001. Too even is as suspicious as too uneven.
    assert!(excesses.iter().all(|excess| excess.abs() < 3.09), "{excesses:?}");
}

#[test]
fn the_systems_randomness_gives_every_word_the_same_chance_too() {
    // Not the same in each run: 6 standard deviations fail once in 60 million runs.
    let excesses = excesses(&System);
    assert!(excesses.iter().all(|excess| excess.abs() < 6.0), "{excesses:?}");
}

#[test]
fn places_on_the_list_are_what_is_shown() {
    let shown = draw_places(&seeded(7)).map(|place| EFF_LONG_WORDLIST[usize::from(place)]);
    assert_eq!(shown, draw_phrase(&seeded(7)));
}

#[test]
fn a_skewed_source_would_be_noticed() {
    let entropy = seeded(3);
    let mut counts = vec![0_u32; 7_776];
    for _ in 0..7 * DRAWS {
        let mut bytes = [0; 2];
        entropy.fill(&mut bytes);
        counts[usize::from(u16::from_be_bytes(bytes)) % 7_776] += 1;
    }
    assert!(excess(&counts, 7 * DRAWS) > 6.0);
}

#[test]
fn a_thousand_phrases_are_read_back_however_they_are_spaced() {
    let entropy = seeded(7);
    for _ in 0..1_000 {
        let words = draw_phrase(&entropy);
        let plain = words.join(" ");
        for text in [plain.clone(), plain.replace([' ', '-'], ""), plain.to_uppercase().replace(' ', ", ")] {
            let one_spelling = words.map(|word| if word == "yoyo" { "yo-yo" } else { word });
            assert_eq!(parse_phrase(&text).unwrap(), one_spelling);
        }
    }
}
