//! Times in words: never finer than the minute.

use leeward::app::view_probe;

/// 2026-05-04, 14:02:30 UTC.
const NOW_MS: i64 = 1_777_903_350_000;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

fn words(ago_ms: i64) -> String {
    view_probe::age(NOW_MS - ago_ms, NOW_MS).unwrap().0
}

#[test]
fn ages_are_told_in_the_words_people_use() {
    assert_eq!(words(0), "just now");
    assert_eq!(words(-5 * MINUTE_MS), "just now");
    assert_eq!(words(MINUTE_MS), "1 minute ago");
    assert_eq!(words(59 * MINUTE_MS), "59 minutes ago");
    assert_eq!(words(HOUR_MS), "1 hour ago");
    assert_eq!(words(23 * HOUR_MS), "23 hours ago");
    assert_eq!(words(24 * HOUR_MS), "yesterday");
    assert_eq!(words(38 * HOUR_MS), "yesterday");
    assert_eq!(words(39 * HOUR_MS), "2 May");
    assert_eq!(words(60 * DAY_MS), "5 March");
    assert_eq!(words(365 * DAY_MS), "4 May 2025");
}

#[test]
fn words_change_exactly_when_a_fragment_is_said_to_be_stale() {
    for ago_ms in [0, MINUTE_MS, 59 * MINUTE_MS, HOUR_MS, 23 * HOUR_MS, 30 * HOUR_MS] {
        let at = NOW_MS - ago_ms;
        let (before, left_ms) = view_probe::age(at, NOW_MS).unwrap();
        assert!(left_ms > 0, "{before} is stale at once");
        let last = view_probe::age(at, NOW_MS + left_ms - 1).unwrap().0;
        let next = view_probe::age(at, NOW_MS + left_ms).unwrap().0;
        assert_eq!(before, last, "changed before its time");
        assert_ne!(before, next, "did not change in time");
    }
}

#[test]
fn a_wait_is_never_told_too_short() {
    assert_eq!(view_probe::wait(1).unwrap(), "1 second");
    assert_eq!(view_probe::wait(89).unwrap(), "89 seconds");
    assert_eq!(view_probe::wait(90).unwrap(), "2 minutes");
    assert_eq!(view_probe::wait(600).unwrap(), "10 minutes");
    assert_eq!(view_probe::wait(5_400).unwrap(), "2 hours");
    assert_eq!(view_probe::wait(86_400).unwrap(), "24 hours");
}
