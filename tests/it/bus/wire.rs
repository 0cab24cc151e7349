//! How changes are written.

use leeward::app::bus_probe::{read, written};
use leeward::domain::change::Change;
use leeward::domain::ids::{BoardCode, PostId, ThreadId};
use proptest::prelude::*;

#[test]
fn changes_are_written_as_released_nodes_read_them() {
    let thread = ThreadId([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    let post = PostId([0xff; 10]);
    let board: BoardCode = "about".parse().unwrap();
    let expected = [
        (Change::Thread { thread, seq: 12 }, "thread 0000000000000001 12"),
        (Change::Reactions { thread, post }, "reactions 0000000000000001 zzzzzzzzzzzzzzzz"),
        (Change::Session { key: [0; 32] }, "session 0000000000000000000000000000000000000000000000000000"),
        (Change::Board { board: board.clone() }, "board about"),
        (Change::Access { board }, "access about"),
        (Change::Moderation, "moderation"),
    ];
    for (change, text) in expected {
        assert_eq!(written(&change), text);
        assert_eq!(read(text.as_bytes()), Some(change));
    }
}

#[test]
fn what_is_written_otherwise_is_not_read() {
    let wrong = [
        "",
        " ",
        "thread",
        "thread 0000000000000001",
        "thread 0000000000000001 +12",
        "thread 0000000000000001 012",
        "thread 0000000000000001 12 ",
        "thread 0000000000000001 12 13",
        "thread  0000000000000001 12",
        "thread 0000000000000001 9223372036854775808",
        "thread 000000000000000O 12",
        "thread 0000000000000001\n12",
        "reactions 0000000000000001",
        "reactions 0000000000000001 00000000000000001",
        "session 00000000",
        "session 000000000000000000000000000000000000000000000000000z",
        "board About",
        "board abcdefghijklmnopq",
        "moderation now",
        "Moderation",
        "presence 0000000000000001",
    ];
    for text in wrong {
        assert_eq!(read(text.as_bytes()), None, "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_passed_over(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        if let Some(change) = read(&bytes) {
            prop_assert_eq!(written(&change).into_bytes(), bytes);
        }
    }

    #[test]
    fn near_misses_are_read_or_passed_over(text in "(thread|reactions|session|board|access)( [0-9a-z+-]{0,60}){0,3}") {
        if let Some(change) = read(text.as_bytes()) {
            prop_assert_eq!(written(&change), text);
        }
    }
}
