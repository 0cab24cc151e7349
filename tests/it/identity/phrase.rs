//! Reading phrases.

use diceware_wordlists::EFF_LONG_WORDLIST;
use leeward::app::probe::{canonical_phrase, drawn_positions, parse_phrase, phrase_error_texts, wrong_words};
use proptest::prelude::*;

use super::seeded;

const SEVEN: &str = "abacus yo-yo lantern t-shirt zoom felt-tip acorn";

fn read(text: &str) -> String {
    parse_phrase(text).map_or_else(|error| error, |words| words.join(" "))
}

#[test]
fn no_word_of_the_list_begins_another_once_hyphens_are_gone() {
    let mut letters: Vec<String> = EFF_LONG_WORDLIST.iter().map(|word| word.replace('-', "")).collect();
    assert_eq!(letters.len(), 7_776);
    assert!(letters.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())));
    assert!(letters.iter().all(|word| (3..=9).contains(&word.len())));
    letters.sort();
    letters.dedup();
    assert_eq!(letters.len(), 7_775, "yo-yo and yoyo are one word");
    for pair in letters.windows(2) {
        assert!(!pair[1].starts_with(&pair[0]), "{pair:?}");
    }
}

#[test]
fn every_word_is_read_in_any_case_with_any_marks_around_it() {
    for (at, word) in EFF_LONG_WORDLIST.iter().enumerate() {
        let text = match at % 4 {
            0 => format!("{word} ").repeat(7),
            1 => format!("-{}!, ", word.to_uppercase()).repeat(7),
            2 => word.replace('-', "").repeat(7),
            _ => word.chars().map(|letter| format!("{letter}.")).collect::<String>().repeat(7),
        };
        let word = if *word == "yoyo" { "yo-yo" } else { word };
        assert_eq!(read(&text), [word; 7].join(" "), "{text}");
    }
}

#[test]
fn a_phrase_may_come_as_people_and_their_keyboards_write_it() {
    for text in [
        SEVEN,
        "abacus yo yo lantern tshirt zoom felt tip acorn",
        "ABACUSYOYOLANTERNTSHIRTZOOMFELTTIPACORN",
        "  Abacus, Yo-Yo; Lantern\n\tT-Shirt. (Zoom) 6. felt–tip 7) acorn!",
        "1abacus2yoyo3lantern4tshirt5zoom6felttip7acorn",
        "ａｂａｃｕｓ　ｙｏ－ｙｏ ＬＡＮＴＥＲＮ t-shirt zoom felt-tip acorn",
        "ábacus yo-yo lanterñ t-shirt zo\u{308}om \u{feff}felt-tip ac\u{200b}orn 🙂",
        "aba cus yo-y olan tern t-shirt zoom felttipacorn",
    ] {
        assert_eq!(read(text), SEVEN, "{text}");
        assert_eq!(canonical_phrase(text).unwrap(), "abacus yoyo lantern tshirt zoom felttip acorn");
    }
}

#[test]
fn a_word_that_is_not_on_the_list_is_named_with_the_nearest_one() {
    for (text, expected) in [
        ("abacus yo-yo lantren t-shirt zoom felt-tip acorn", "3 lantren lantern"),
        ("abacus yo-yo LanTren t-shirt zoom felt-tip acorn", "3 LanTren lantern"),
        ("abacusyoyolantrentshirtzoomfelttipacorn", "3 lantren lantern"),
        ("abacus yo-yo lanternx t-shirt zoom felt-tip acorn", "3 lanternx lantern"),
        ("abacusyoyolanternxtshirtzoomfelttipacorn", "3 lanternx lantern"),
        ("abacus yo-yo lantrentshirt zoom felt-tip acorn", "3 lantren lantern"),
        ("abacuslantren yo-yo t-shirt zoom felt-tip acorn", "2 lantren lantern"),
        ("abacu yo-yo lantern t-shirt zoom felt-tip acorn", "1 abacu abacus"),
        ("abacus yo-yo lantern t-shirt zoom felt-tip acron", "7 acron acorn"),
        ("abacus yo-yo lаntern t-shirt zoom felt-tip acorn", "3 lаntern lantern"), // the first a is Cyrillic
        ("abacus yo-yo lantern t-shirtx zoom felt-tip acorn", "4 t-shirtx t-shirt"),
        ("abacus yo-yo lantern t-shirt zoom felt tpi acorn", "6 felt-tpi felt-tip"),
        ("abacus yo-yp lantern t-shirt zoom felt-tip acorn", "2 yo-yp yo-yo"),
        ("lantren", "1 lantren lantern"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_shown_of_a_wrong_word_is_short_and_letters_only() {
    let text = format!("abacus {}<b>\u{202e} zoom", "q".repeat(60));
    let answer = read(&text);
    let shown = answer.split(' ').nth(1).unwrap();
    assert_eq!(shown, "q".repeat(24));
}

#[test]
fn errors_print_nothing_of_what_was_typed() {
    assert_eq!(phrase_error_texts("abacus lantren"), "word 2 is not on the list word 2 is not on the list");
}

#[test]
fn too_few_too_many_and_nothing_are_told_apart() {
    assert_eq!(read(""), "empty");
    assert_eq!(read(" 7 — ?! "), "empty");
    assert_eq!(read("abacus"), "count 1");
    assert_eq!(read("abacus yo-yo lantern t-shirt zoom felt-tip"), "count 6");
    assert_eq!(read(&format!("{SEVEN} abacus")), "count 8");
    assert_eq!(read(&format!("{SEVEN}{}", " ".repeat(400 - SEVEN.len()))), SEVEN);
    assert_eq!(read(&format!("{SEVEN}{}", " ".repeat(401 - SEVEN.len()))), "too long");
    assert_eq!(read(&"a".repeat(10_000_000)), "too long");
}

#[test]
fn two_words_asked_back_are_compared_as_a_phrase_is_read() {
    let check = |positions, typed: [&str; 2]| wrong_words(SEVEN, positions, typed).unwrap();
    assert_eq!(check([2, 5], ["YoYo ", "zoom"]), [false, false]);
    assert_eq!(check([2, 5], ["yo yo", "ｚｏｏｍ."]), [false, false]);
    assert_eq!(check([2, 5], ["zoom", "yo-yo"]), [true, true]);
    assert_eq!(check([2, 5], ["yo-yo", "zoo"]), [false, true]);
    assert_eq!(check([2, 5], ["yo-yox", "zoom"]), [true, false]);
    assert_eq!(check([1, 7], ["", "acorn"]), [true, false]);
    assert_eq!(check([0, 8], ["", ""]), [true, true]);
    assert_eq!(check([1, 7], [&format!("abacus{}", "\0".repeat(18)), "acorn"]), [false, false]);
    assert_eq!(check([1, 7], [&"abacus".repeat(1_000), "acorn"]), [true, false]);
}

#[test]
fn the_two_positions_differ_and_all_pairs_come_up() {
    let entropy = seeded(11);
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..21_000 {
        let [first, second] = drawn_positions(&entropy);
        assert!((1..second).contains(&first) && second <= 7);
        *seen.entry((first, second)).or_insert(0) += 1;
    }
    assert_eq!(seen.len(), 21);
    // 1,000 expected each; five standard deviations are 155.
    assert!(seen.values().all(|count| (845..1_155).contains(count)), "{seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_text_whatever_breaks_the_reader(text in ".{0,420}") {
        let _ = read(&text);
    }

    #[test]
    fn a_letter_too_many_anywhere_is_named_at_its_word_or_the_next(
        at in 0_usize..7, letter in "[a-z]", words in prop::array::uniform7(0_usize..7_776)
    ) {
        let words = words.map(|index| EFF_LONG_WORDLIST[index]);
        let wrong = format!("{}{letter}", words[at]);
        let mut typed = words.map(str::to_owned);
        typed[at].push_str(&letter);
        let answer = read(&typed.join(" "));
        let letters = |text: &str| text.replace('-', "");
        prop_assume!(!EFF_LONG_WORDLIST.iter().any(|word| letters(word) == letters(&wrong)));
        prop_assert_ne!(&answer, &words.join(" "));
        if !wrong.contains('-') && answer.split(' ').nth(1) == Some(&wrong) {
            prop_assert!(answer.starts_with(&format!("{} ", at + 1)), "{}", answer);
        }
    }
}
