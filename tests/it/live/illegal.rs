//! Frames that RFC 6455 or CONTRACT §6 forbid: the exact close code, and nobody else notices (SECURITY row 14). All 48
//! ways, with memory and times, are tried by `tests/security/websocket/run`.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::app::start_unlimited;
use crate::harness::live::{Ear, PATIENCE, Port};
use crate::harness::make::{OPEN, text};

const TEXT: u8 = 0x81;
const TEXT_BEGINS: u8 = 0x01;
const BINARY: u8 = 0x82;
const GOES_ON: u8 = 0x00;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const HELLO: &[u8] = br#"{"op":"unsubscribe","topic":"me"}"#;

/// A frame under a mask of zeros, which leaves the payload as it is; its first byte as given.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match u16::try_from(payload.len()).unwrap() {
        short @ 0..126 => bytes.push(0x80 | u8::try_from(short).unwrap()),
        long => bytes.extend([[0x80 | 126].as_slice(), &long.to_be_bytes()].concat()),
    }
    [bytes.as_slice(), &[0; 4], payload].concat()
}

fn cases() -> Vec<(&'static str, Vec<u8>, u16)> {
    let huge = [&[TEXT, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], [0; 4].as_slice()].concat();
    let split = [frame(TEXT_BEGINS, b"ab\xE2"), frame(GOES_ON | 0x80, b"\x28\xA1")].concat();
    let endless = [frame(TEXT_BEGINS, &[b'x'; 1024]), frame(GOES_ON, &[b'x'; 1024]).repeat(8)].concat();
    vec![
        ("no mask", [&[TEXT, 2], b"{}".as_slice()].concat(), 1002),
        ("the first reserved bit, as of compression", frame(TEXT | 0x40, HELLO), 1002),
        ("the third reserved bit", frame(TEXT | 0x10, HELLO), 1002),
        ("a reserved opcode", frame(0x83, b"x"), 1002),
        ("a reserved control opcode", frame(0x8B, b"x"), 1002),
        ("a fragmented ping", frame(0x09, b"x"), 1002),
        ("a ping of 126 bytes", frame(PING, &[b'x'; 126]), 1002),
        ("a continuation of nothing", frame(GOES_ON | 0x80, HELLO), 1002),
        ("a text inside a text", [frame(TEXT_BEGINS, b"{"), frame(TEXT, HELLO)].concat(), 1002),
        ("no UTF-8", frame(TEXT, b"\xFF"), 1007),
        ("no UTF-8, split over frames", split, 1007),
        ("half a close code", frame(CLOSE, b"\x03"), 1002),
        ("a close code that nobody may send", frame(CLOSE, &1006_u16.to_be_bytes()), 1002),
        ("a byte over 8 KiB", frame(TEXT, &[b'x'; 8 * 1024 + 1]), 1009),
        ("a length of 2^63", huge, 1009),
        ("fragments without an end", endless, 1009),
        ("binary", frame(BINARY, b"x"), 1003),
    ]
}

/// An open socket, before its first frame.
async fn open(port: &Port) -> TcpStream {
    let mut stream = TcpStream::connect(port.address).await.unwrap();
    let head = format!(
        "GET /live HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        port.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        answer.push(stream.read_u8().await.unwrap());
    }
    assert!(answer.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&answer));
    stream
}

/// Opens a socket, sends the bytes, and reads to the close frame: its code.
async fn break_with(port: &Port, bytes: &[u8]) -> u16 {
    let mut stream = open(port).await;
    stream.write_all(bytes).await.unwrap();
    loop {
        let (first, length) = (stream.read_u8().await.unwrap(), stream.read_u8().await.unwrap());
        assert!(length < 126, "only short frames are due");
        let mut payload = vec![0; usize::from(length)];
        stream.read_exact(&mut payload).await.unwrap();
        if first == CLOSE {
            return u16::from_be_bytes([payload[0], payload[1]]);
        }
    }
}

#[tokio::test]
async fn a_forbidden_frame_ends_its_own_connection_with_the_right_code_and_no_other() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "A thread that goes on").await, "thread");
    let mut healthy = Ear::visitor(&port).await;
    healthy.subscribe(&format!("thread/{thread}"), None).await;
    healthy.hear("subscribed").await;
    for (what, bytes, code) in cases() {
        let closed = tokio::time::timeout(PATIENCE, break_with(&port, &bytes)).await;
        assert_eq!(closed, Ok(code), "{what}");
        writer.reply(&thread, what).await;
        assert_eq!(healthy.hear("post").await["kind"], json!("created"), "{what}");
    }
    app.end().await;
}

#[tokio::test]
async fn a_message_in_endless_empty_pieces_ends_its_connection_after_half_a_megabyte() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let mut stream = open(&port).await;
    stream.write_all(&frame(TEXT_BEGINS, b"")).await.unwrap();
    let pieces = frame(GOES_ON, b"").repeat(1_000);
    let mut sent = 0;
    // What the system takes on its way is more than what the program reads.
    while stream.write_all(&pieces).await.is_ok() {
        sent += pieces.len();
        assert!(sent < 64 * 1024 * 1024, "it goes on for ever");
    }
    Ear::visitor(&port).await.is_silent().await;
    app.end().await;
}
