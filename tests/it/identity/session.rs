//! Session tokens and stamps.

use data_encoding::BASE64URL_NOPAD;
use leeward::app::probe::{IssuedSession, issue_session, opened_day, presented};
use leeward::domain::clock::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, Timestamp};

use super::{Counting, ROOT, hex, rising, seeded};

/// 2026-05-04T14:02:00Z, 1,777,903,320 s.
const NOW: Timestamp = Timestamp(1_777_903_320_000);
const BROWSER: u8 = 1;
const KEEP: u8 = 2;
const SCRIPT: u8 = 3;
const SCRIPT_KEEP: u8 = 4;

fn issued(kind: u8) -> IssuedSession {
    issue_session(&ROOT, kind, NOW, &Counting).unwrap()
}

/// The text with one bit changed at a byte of its token.
fn altered(text: &str, at: usize) -> String {
    let mut bytes = BASE64URL_NOPAD.decode(&text.as_bytes()[4..80]).unwrap();
    bytes[at] ^= 1;
    format!("lw1.{}{}", BASE64URL_NOPAD.encode(&bytes), &text[80..])
}

#[test]
fn a_session_is_as_written_down() {
    let session = issued(BROWSER);
    let text = "lw1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8BAAAAAGogM9gMQDnU3qcIYTpwOhaF3VkZ";
    assert_eq!(session.text, text);
    assert_eq!(session.cookie, format!("{text}.AAAAAGn4ptjpQ4Or-3CGcKGrWexzKCZj"));
    assert_eq!(hex(&session.row_key), "c482b55c28f2049b794cea881d9f38d7132969c2bb56a38483c2da23dde2ca6d");
    assert_eq!(
        hex(&session.sealed_root),
        "000102030405060708090a0b0c0d0e0f1011121314151617\
         d9fe2bdcf8498791ecab0355e673aca36c09a058a941c5654721335e5afccf27\
         31d1553b7f30c35092f000cb457a2bfd"
    );
    // Day 20577 was sealed apart; this moment lies in it.
    assert_eq!(NOW.day(), 20_577);
    assert_eq!(
        hex(&session.sealed_day),
        "000102030405060708090a0b0c0d0e0f1011121314151617d193e8c722f36070aac20335d4ad516c3c55f7c144dd68d0"
    );
    assert_eq!(session.public_id, "2g0fj6271764z24e");
}

#[test]
fn each_kind_lives_as_long_as_the_contract_says() {
    for (kind, bearer, hours) in
        [(BROWSER, false, 720), (KEEP, false, 720), (SCRIPT, true, 24), (SCRIPT_KEEP, true, 720)]
    {
        let session = issued(kind);
        assert_eq!(session.end, NOW.plus_ms(hours * HOUR_MS));
        let text = if bearer { &session.text } else { &session.cookie };
        let last = session.end.plus_ms(-1);
        let good = if kind == BROWSER { "Idle" } else { "good" };
        assert_eq!(presented(text, bearer, &session.sealed_root, last), good, "kind {kind}");
        assert_eq!(presented(text, bearer, &session.sealed_root, session.end), "Ended", "kind {kind}");
    }
}

#[test]
fn a_changed_kind_end_or_mark_is_refused() {
    let session = issued(KEEP);
    let check = |text: &str, bearer| presented(text, bearer, &session.sealed_root, NOW);
    assert_eq!(check(&session.cookie, false), "good");
    for at in [33, 36, 40, 41, 56] {
        assert_eq!(check(&altered(&session.cookie, at), false), "Forged", "byte {at}");
    }
    // 2 becomes 3: a script's token, where a script's token belongs.
    assert_eq!(check(&altered(&session.cookie, 32), true), "Forged");
    assert_eq!(check(&altered(&session.cookie, 0), false), "no root");
}

#[test]
fn a_token_opens_its_own_row_only() {
    let entropy = seeded(2);
    let one = issue_session(&ROOT, KEEP, NOW, &entropy).unwrap();
    let other = issue_session(&ROOT, KEEP, NOW, &entropy).unwrap();
    assert_ne!(one.row_key, other.row_key);
    assert_ne!(one.public_id, other.public_id);
    assert_eq!(presented(&one.cookie, false, &one.sealed_root, NOW), "good");
    assert_eq!(presented(&one.cookie, false, &other.sealed_root, NOW), "no root");
}

#[test]
fn cookies_and_scripts_tokens_do_not_stand_in_for_each_other() {
    for kind in [BROWSER, KEEP] {
        let session = issued(kind);
        assert_eq!(presented(&session.text, true, &session.sealed_root, NOW), "Malformed");
    }
    for kind in [SCRIPT, SCRIPT_KEEP] {
        let session = issued(kind);
        assert_eq!(presented(&session.text, false, &session.sealed_root, NOW), "Malformed");
    }
}

#[test]
fn a_stamp_is_idle_after_12_hours_and_not_before() {
    let session = issued(BROWSER);
    let at = |ms| presented(&session.cookie, false, &session.sealed_root, NOW.plus_ms(ms));
    assert_eq!(at(0), "good");
    assert_eq!(at(10 * MINUTE_MS), "good");
    assert_eq!(at(10 * MINUTE_MS + SECOND_MS), "renew");
    assert_eq!(at(12 * HOUR_MS), "renew");
    assert_eq!(at(12 * HOUR_MS + SECOND_MS), "Idle");
}

#[test]
fn a_clock_set_back_revives_nothing() {
    let session = issued(BROWSER);
    let at = |ms| presented(&session.cookie, false, &session.sealed_root, NOW.plus_ms(ms));
    assert_eq!(at(-5 * MINUTE_MS), "good");
    assert_eq!(at(-5 * MINUTE_MS - SECOND_MS), "Forged");
    assert_eq!(at(-DAY_MS), "Forged");
}

#[test]
fn a_stamp_of_another_session_or_a_changed_one_is_refused() {
    let session = issued(BROWSER);
    let other = issue_session(&ROOT, BROWSER, NOW, &seeded(4)).unwrap();
    let check = |text: &str| presented(text, false, &session.sealed_root, NOW);
    assert_eq!(check(&format!("{}{}", session.text, &other.cookie[80..])), "Forged");
    let mut stamp = BASE64URL_NOPAD.decode(&session.cookie.as_bytes()[81..]).unwrap();
    stamp[7] ^= 1;
    assert_eq!(check(&format!("{}.{}", session.text, BASE64URL_NOPAD.encode(&stamp))), "Forged");
    assert_eq!(check(&session.text), "Malformed", "without a stamp");
    assert_eq!(check(&format!("{}.", session.text)), "Malformed");
    let keep = issued(KEEP);
    let stamped = format!("{}{}", keep.text, &session.cookie[80..]);
    assert_eq!(presented(&stamped, false, &keep.sealed_root, NOW), "Malformed", "a stamp where none belongs");
}

#[test]
fn what_is_not_a_token_is_refused_without_a_stumble() {
    let session = issued(KEEP);
    let text = &session.text;
    let longer = format!("{text}A");
    let unknown_kind = text.replace("Hh8C", "Hh8J");
    for bad in
        ["", "lw1.", "lw2.", &text[..79], &longer, &text[4..], &text.replace('A', "+"), &"ü".repeat(40), &unknown_kind]
    {
        assert_eq!(presented(bad, false, &[], NOW), "Malformed", "{bad}");
        assert_eq!(presented(bad, true, &[], NOW), "Malformed", "{bad}");
    }
}

#[test]
fn the_day_of_sign_in_opens_under_its_root_and_row_only() {
    let session = issued(KEEP);
    assert_eq!(opened_day(&ROOT, session.row_key, &session.sealed_day), Some(20_577));
    assert_eq!(opened_day(&rising(1), session.row_key, &session.sealed_day), None);
    assert_eq!(opened_day(&ROOT, rising(0), &session.sealed_day), None);
}
