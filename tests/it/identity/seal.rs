//! Sealed rows.

use leeward::app::probe::{kind, opened_row, padded, sealed_row, unpadded};
use sha2::{Digest, Sha256};

use super::{Counting, ROOT, hex, rising, seeded};

const PLAIN: &[u8] = br#"{"theme":"dark"}"#;
const REVISION: [u8; 16] = rising(64);

#[test]
fn a_sealed_row_is_as_written_down() {
    let row = sealed_row(&ROOT, None, &REVISION, PLAIN, &Counting).unwrap();
    assert_eq!(row.len(), 24 + 256 + 16);
    assert_eq!(hex(&Sha256::digest(&row)), "e3f9ae26b2fb6fcacb7d82e97cf3c5a265ff9433d89125f199af0bc03e4d7f84");
    let draft = sealed_row(&ROOT, Some((20_577, 4)), &REVISION, PLAIN, &Counting).unwrap();
    assert_eq!(hex(&Sha256::digest(&draft)), "4d68fb5f4f170cd3d89275b19cea7efe891bad4ecc8cfb396045ce68c3ef15e7");
    assert_eq!(opened_row(&ROOT, None, true, &REVISION, &row).unwrap(), PLAIN);
}

#[test]
fn a_row_with_another_kind_revision_root_or_byte_does_not_open() {
    let row = sealed_row(&ROOT, None, &REVISION, PLAIN, &seeded(1)).unwrap();
    assert!(opened_row(&ROOT, None, true, &REVISION, &row).is_some());
    assert_eq!(opened_row(&ROOT, None, false, &REVISION, &row), None);
    assert_eq!(opened_row(&ROOT, None, true, &rising(65), &row), None);
    assert_eq!(opened_row(&rising(1), None, true, &REVISION, &row), None);
    for at in [0, 23, 24, 100, row.len() - 1] {
        let mut changed = row.clone();
        changed[at] ^= 1;
        assert_eq!(opened_row(&ROOT, None, true, &REVISION, &changed), None, "byte {at}");
    }
    for length in [0, 23, 24, 39, 40, row.len() - 1] {
        assert_eq!(opened_row(&ROOT, None, true, &REVISION, &row[..length]), None, "length {length}");
    }
}

#[test]
fn a_draft_does_not_open_in_another_drafts_place() {
    let row = sealed_row(&ROOT, Some((20_577, 4)), &REVISION, PLAIN, &seeded(1)).unwrap();
    assert!(opened_row(&ROOT, Some((20_577, 4)), true, &REVISION, &row).is_some());
    assert_eq!(opened_row(&ROOT, Some((20_577, 5)), true, &REVISION, &row), None);
    assert_eq!(opened_row(&ROOT, Some((20_578, 4)), true, &REVISION, &row), None);
    assert_eq!(hex(&kind(Some((20_577, 4)), true)), "647261667400000000000000000000000000506100000004");
}

#[test]
fn the_same_content_is_sealed_differently_each_time() {
    let entropy = seeded(1);
    let one = sealed_row(&ROOT, None, &REVISION, PLAIN, &entropy).unwrap();
    assert_ne!(one, sealed_row(&ROOT, None, &REVISION, PLAIN, &entropy).unwrap());
}

#[test]
fn a_row_has_one_of_five_lengths() {
    for (content, length) in [
        (0, 256),
        (252, 256),
        (253, 1_024),
        (1_020, 1_024),
        (1_021, 4_096),
        (4_093, 16_384),
        (16_381, 65_536),
        (65_532, 65_536),
    ] {
        let content = vec![7; content];
        let bytes = padded(&content).unwrap();
        assert_eq!(bytes.len(), length);
        assert_eq!(unpadded(&bytes).unwrap(), content);
    }
    assert_eq!(padded(&vec![7; 65_533]), None);
}

#[test]
fn padding_has_one_spelling() {
    let good = padded(b"abc").unwrap();
    assert_eq!(&good[..8], b"\0\0\0\x03abc\0");
    let mut dirty = good.clone();
    dirty[255] = 1;
    assert_eq!(unpadded(&dirty), None);
    let mut beyond = good.clone();
    beyond[2] = 1;
    assert_eq!(unpadded(&beyond), None, "3 + 256 bytes in a bucket of 252");
    assert_eq!(unpadded(&good[..255]), None);
    assert_eq!(unpadded(&[]), None);
}
