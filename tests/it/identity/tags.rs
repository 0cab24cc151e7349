//! What is derived from a root.

use std::collections::HashSet;

use leeward::app::probe::{derivations, face_row, is_once_key, once_text, receipt_row};
use leeward::domain::ids::{BoardCode, PersonaId, decode_base32};

use super::{Counting, ROOT, bytes, hex, rising, seeded};

/// Root 00…1f; board `k7`, generation 2; one-off 3; once-only key `key-1`; persona 00…09; month 24316; day 20577,
/// draft 4; roll 5, attempt 6; reaction 3; body `Grüße`.
const EXPECTED: [(&str, &str); 19] = [
    ("face row", "d73f4c5d983ca22f8eab87e26ffa6ce9031d6fb05a1f190b1c3c158b2fa30d5d"),
    ("one-off row", "a7b4286392b4913782ee34bc16d5ea0f98ea3e2eebaae6cfba8b881b576b4937"),
    ("post", "d5f0981d47731e6fdfb8"),
    ("thread", "530bcc1e7fec62c1d5c6"),
    ("receipt", "459fabc121e9e745d47cfe2382e5289e"),
    ("receipt row", "9549ee0606f4389b00c1ff585d2b6c0c16f45669f91c347d3e255b29cb7abc3c"),
    ("body", "a65ead67526b2d9708d73c4915bdf139fec7dc284ada76beaf66dc400f653b37"),
    ("reaction", "e76db9a137f6de28c297581a5b85411a54c983812b8bdf0a790586f6625a6eab"),
    ("report post", "d98d5f2d2baf442d274391e714d402bdc7e43fc32f1721f7972ca6b729f53a45"),
    ("report thread", "8bc1fef6f3496ae04d1a545230d5f4ad3adcb0c3e49ed533c16b91eeb04e0484"),
    ("report persona", "fbb5cca368d16248dc90445157c38f64e4bbe3f9169248c3818d2a9d091de740"),
    ("reporter", "0799352173cb28498b313cf70995a3d18a004ccb33e81e4e7b641821207606aa"),
    ("sessions", "85ee3b15ead6f61795d3fa4631aa935631230f7f8b4e7ce920780cc65636b77a"),
    ("unlocks", "a8a361f0ec2f715445514a68b73f985f454b473719f57bdedfd2d8415dcb7989"),
    ("sealed", "68f636b6ea20198f69ceb4c5591df79cb7a81876f78adebb37bcf5c7a396673a"),
    ("draft", "2415081a7bfd2ea3d9ed470b85ddb6bec2ff1c1b21fa9e53f88e03b183659a60"),
    ("write lock", "102a4d96099d7701"),
    ("handle roll", "c57175c97046e0954082fde08e6df9e12d102a1b349409f873f41ec5745d2720"),
    ("one-off roll", "73662bba94f9c5c1936502813deed27c7b936eaa1e11f8d9b0ac76a2cedf630a"),
];

#[test]
fn every_derivation_is_as_written_down() {
    let derived = derivations(&ROOT, "key-1", PersonaId(rising(0))).unwrap();
    assert_eq!(derived.len(), EXPECTED.len());
    for ((name, got), (expected_name, expected)) in derived.iter().zip(EXPECTED) {
        assert_eq!(*name, expected_name);
        let code = (*name == "receipt").then(|| decode_base32::<16>(str::from_utf8(got).unwrap()).unwrap());
        assert_eq!(hex(code.as_ref().map_or(got.as_slice(), |code| code)), expected, "{name}");
    }
}

#[test]
fn another_root_gives_other_bytes_everywhere() {
    let one = derivations(&ROOT, "key-1", PersonaId(rising(0))).unwrap();
    let other = derivations(&rising(1), "key-1", PersonaId(rising(0))).unwrap();
    let all: HashSet<_> = one.into_iter().chain(other).map(|(_, bytes)| bytes).collect();
    assert_eq!(all.len(), 2 * EXPECTED.len());
}

#[test]
fn the_same_words_in_two_posts_bear_marks_that_do_not_join_them() {
    let body = |once| derivations(&ROOT, once, PersonaId(rising(0))).unwrap()[6].clone();
    assert_eq!(body("key-1"), body("key-1"));
    assert_eq!(body("key-1").0, "body");
    assert_ne!(body("key-1"), body("key-2"));
}

#[test]
fn boards_and_generations_give_faces_that_share_nothing() {
    let mut rows = HashSet::new();
    for board in ["k7", "k70", "7k", "00", "aaaaaaaaaaaaaaaa"] {
        let board: BoardCode = board.parse().unwrap();
        for generation in [0, 1, 255, 256, u32::MAX] {
            assert!(rows.insert(face_row(&ROOT, &board, generation).unwrap()));
        }
    }
}

#[test]
fn a_receipt_is_26_letters_and_opens_by_its_hash() {
    let code = "8pftqg91x7kmbn3wzrhr5s98kr";
    let derived = derivations(&ROOT, "key-1", PersonaId(rising(0))).unwrap();
    assert_eq!(derived[4].1, code.as_bytes());
    assert_eq!(receipt_row(code).unwrap().to_vec(), derived[5].1);
    assert_eq!(receipt_row("8pftqg91x7kmbn3wzrhr5s98ks"), None, "filling bits that are not zero");
    assert_eq!(receipt_row("8pftqg91x7kmbn3wzrhr5s98k"), None);
}

#[test]
fn a_once_only_key_is_1_to_200_visible_ascii_characters() {
    for good in ["a", "!~", &"x".repeat(200), "\"8e03978e-40d5-43dd-bc93-6894a57f9324\""] {
        assert!(is_once_key(good), "{good}");
    }
    for bad in ["", " ", "a b", "a\n", "ü", "\u{7f}", &"x".repeat(201)] {
        assert!(!is_once_key(bad), "{bad}");
    }
}

#[test]
fn forms_get_once_only_keys_of_128_bits() {
    assert_eq!(once_text(&Counting), "000g40r40m30e209185gr38e1w");
    let entropy = seeded(5);
    let texts: HashSet<_> = (0..1_000).map(|_| once_text(&entropy)).collect();
    assert_eq!(texts.len(), 1_000);
    assert!(texts.iter().all(|text| text.len() == 26 && is_once_key(text)));
}

#[test]
fn ids_of_posts_tell_no_order() {
    let ids: Vec<_> =
        (0..1_000).map(|n| derivations(&ROOT, &format!("key-{n}"), PersonaId([0; 10])).unwrap()[2].1.clone()).collect();
    let rising = ids.windows(2).filter(|pair| pair[0] < pair[1]).count();
    // 499.5 expected with a deviation of about 9.1; the same in each run.
    assert!((450..550).contains(&rising), "{rising}");
    assert_eq!(ids[1], bytes("d5f0981d47731e6fdfb8"));
}
