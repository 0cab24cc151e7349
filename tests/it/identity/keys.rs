//! From the phrase to the root.

use leeward::app::probe::{busy_of, derivations, master_keys, wrapped_opens};
use leeward::domain::ids::PersonaId;

use super::{Counting, ROOT, SALT, hex, rising};

const ONE: &str = "abacus yo-yo lantern t-shirt zoom felt-tip acorn";
const OTHER: &str = "abacus yo-yo lantern t-shirt zoom acorn felt-tip";

#[test]
fn a_phrase_finds_and_wraps_as_written_down() {
    let keys = master_keys(ONE, SALT, &ROOT, &Counting).unwrap();
    let keys: Vec<_> = keys.iter().map(|(name, bytes)| (*name, hex(bytes))).collect();
    assert_eq!(keys[0].1, "e741c820e9dff5644ef69e33ea9d35b7860daf5eea7d46e47ffff103ad921d6a");
    assert_eq!(
        keys[1].1,
        "000102030405060708090a0b0c0d0e0f1011121314151617\
         68f6cb2be7185a2f24afb9902490b88553af231f9971648345c7997b866785d0\
         9df4922f21602952e0ef59a5555d93cb"
    );
    let tags = derivations(&ROOT, "key-1", PersonaId(rising(0))).unwrap();
    let sessions = tags.iter().find(|(name, _)| *name == "sessions").unwrap();
    assert_eq!(keys[2].1, hex(&sessions.1), "the root that opens again is the one that was wrapped");
}

#[test]
fn every_spelling_of_a_phrase_finds_the_same_row_and_another_salt_another() {
    let find = |text, salt| master_keys(text, salt, &ROOT, &Counting).unwrap()[0].1.clone();
    let first = find(ONE, SALT);
    assert_eq!(first, find("ABACUSYOYOLANTERNTSHIRTZOOMFELTTIPACORN", SALT));
    assert_ne!(first, find(ONE, ROOT));
    assert_ne!(first, find(OTHER, SALT));
}

#[test]
fn a_wrapped_root_opens_with_its_phrase_in_its_row_only() {
    assert_eq!(wrapped_opens([ONE, ONE], [[1; 32], [1; 32]], &Counting), Some(true));
    assert_eq!(wrapped_opens([ONE, OTHER], [[1; 32], [1; 32]], &Counting), Some(false));
    assert_eq!(wrapped_opens([ONE, ONE], [[1; 32], [2; 32]], &Counting), Some(false));
}

#[tokio::test]
async fn beyond_the_queue_a_phrase_is_refused_at_once() {
    assert_eq!(busy_of(3, 1, 2).await, 0);
    assert_eq!(busy_of(5, 1, 2).await, 2);
    assert_eq!(busy_of(5, 2, 0).await, 3);
}
