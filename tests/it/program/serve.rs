//! Nobody holds the door: slow, large and endless requests end, and so does serving.

use std::io::{Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::{get, post};
use leeward::app::RequestPatience;
use leeward::app::serve::ServeLimits;
use tokio::sync::Notify;

use super::{Served, read_to_close, settings, status};

/// Patience of tests: the same limits, a fifteenth of the time.
const HEAD: Duration = Duration::from_millis(600);
const PIECE: Duration = Duration::from_millis(600);

fn limits() -> ServeLimits {
    ServeLimits { head: HEAD, stalled_write: PIECE, stop: Duration::from_secs(1), ..ServeLimits::default() }
}

fn patience() -> RequestPatience {
    RequestPatience { body_piece: PIECE, whole: Duration::from_secs(2) }
}

fn served() -> Served {
    let routes = Router::new()
        .route("/", get(async || "page"))
        .route("/api/v1/length", post(async |body: String| body.len().to_string()))
        .route("/slow", get(async || std::future::pending::<()>().await))
        .route("/large", get(async || "x".repeat(64 * 1024 * 1024)));
    Served::start(&settings(&[]), routes, limits(), patience())
}

fn post_head(rest: &str) -> String {
    format!("POST /api/v1/length HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{rest}\r\n")
}

#[test]
fn a_half_sent_head_is_closed() {
    let (served, started) = (served(), Instant::now());
    let answer = served.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    assert!(status(&answer).is_none_or(|status| status == 408), "{answer}");
    assert!(started.elapsed() < HEAD * 5);
}

#[test]
fn a_head_that_trickles_is_closed_all_the_same() {
    let (served, started) = (served(), Instant::now());
    let mut stream = served.connect();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    // Each failed read is the pause between two bytes.
    let closed = loop {
        if stream.write_all(b"a").is_err() {
            break true;
        }
        match stream.read(&mut [0; 64]) {
            Ok(0) => break true,
            Ok(_) => {}
            Err(cause) if cause.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => break true,
        }
        if started.elapsed() > HEAD * 10 {
            break false;
        }
    };
    assert!(closed);
}

#[test]
fn a_body_that_stops_is_answered_408_and_closed() {
    let (served, started) = (served(), Instant::now());
    let answer = served.send(format!("{}{{", post_head("Content-Length: 10\r\n")).as_bytes());
    assert_eq!(status(&answer), Some(408), "{answer}");
    assert!(started.elapsed() < PIECE * 5);
}

#[test]
fn an_idle_connection_is_closed_after_its_answer() {
    let answer = served().send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_eq!(status(&answer), Some(200));
}

#[test]
fn a_hundred_headers_pass_and_one_more_does_not() {
    let served = served();
    let ask = |count: usize| {
        let headers: String = (1..count).map(|n| format!("X-{n}: y\r\n")).collect();
        status(&served.send(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").as_bytes()))
    };
    assert_eq!(ask(100), Some(200));
    assert_eq!(ask(101), Some(431));
}

#[test]
fn sixteen_kibibytes_of_headers_pass_and_more_do_not() {
    let served = served();
    let ask = |bytes: usize| {
        let value = "a".repeat(bytes - "hostlocalhostx-long".len());
        status(&served.send(format!("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {value}\r\n\r\n").as_bytes()))
    };
    assert_eq!(ask(16 * 1024), Some(200));
    assert_eq!(ask(16 * 1024 + 1), Some(431));
    assert_eq!(ask(1024 * 1024), Some(431));
}

#[test]
fn an_address_of_eight_kibibytes_passes_and_one_more_byte_does_not() {
    let served = served();
    let ask = |bytes: usize| {
        let query = "a".repeat(bytes - 2);
        status(&served.send(format!("GET /?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()))
    };
    assert_eq!(ask(8 * 1024), Some(200));
    assert_eq!(ask(8 * 1024 + 1), Some(414));
}

#[test]
fn a_body_of_one_mebibyte_passes_and_one_more_byte_is_answered_413() {
    let served = served();
    let ask = |bytes: usize| {
        let head = post_head(&format!("Content-Length: {bytes}\r\n"));
        served.send(format!("{head}{}", "a".repeat(bytes)).as_bytes())
    };
    let good = ask(1024 * 1024);
    assert!(status(&good) == Some(200) && good.ends_with("1048576"), "{good}");
    assert_eq!(status(&ask(1024 * 1024 + 1)), Some(413));
}

#[test]
fn an_endless_chunked_body_ends_at_413() {
    let served = served();
    let mut stream = served.connect();
    stream.write_all(post_head("Transfer-Encoding: chunked\r\n").as_bytes()).unwrap();
    let chunk = format!("8000\r\n{}\r\n", "a".repeat(0x8000));
    let mut sent = 0;
    while sent < 16 * 1024 * 1024 && stream.write_all(chunk.as_bytes()).is_ok() {
        sent += chunk.len();
    }
    assert!(sent < 16 * 1024 * 1024, "the server takes without end");
    assert_eq!(status(&read_to_close(&mut stream)), Some(413));
}

#[test]
fn a_packed_body_is_answered_415() {
    let answer =
        served().send(format!("{}abcde", post_head("Content-Encoding: gzip\r\nContent-Length: 5\r\n")).as_bytes());
    assert_eq!(status(&answer), Some(415), "{answer}");
}

#[test]
fn a_handler_that_never_answers_is_cut_off() {
    let started = Instant::now();
    let answer = served().send(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_eq!(status(&answer), Some(503), "{answer}");
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_reader_that_takes_nothing_is_closed() {
    let served = served();
    let mut stream = served.connect();
    stream.write_all(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    // While we read nothing the server runs into its patience; a second request shows that time has passed.
    let waited = served.send(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_eq!(status(&waited), Some(503));
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    assert!(bytes.len() < 64 * 1024 * 1024, "the whole answer was kept for a reader that took nothing");
}

#[test]
fn http_2_is_refused_cleanly() {
    let answer = served().send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00");
    assert!(status(&answer).is_none_or(|status| status == 400 || status == 505), "{answer}");
}

#[test]
fn beyond_the_number_of_connections_there_is_a_calm_503() {
    let limits = ServeLimits { connections: 2, ..limits() };
    let served = Served::start(&settings(&[]), Router::new().route("/", get(async || "page")), limits, patience());
    let mut held = [served.connect(), served.connect()];
    for stream in &mut held {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        assert_ne!(stream.read(&mut [0; 64]).unwrap(), 0);
    }
    let third = read_to_close(&mut served.connect());
    assert_eq!(status(&third), Some(503), "{third}");
    let (head, body) = third.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", body.len())), "{third}");
    drop(held);
    // A place that was given back is free again: the next one that is let in gets the page.
    let again = (0..200).map(|_| served.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    assert!(again.map(|answer| status(&answer)).any(|status| status == Some(200)));
}

#[test]
fn at_the_stop_signal_an_open_request_is_finished_and_an_endless_one_dropped() {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, wait) = (begun.clone(), go.clone());
    let routes = Router::new()
        .route(
            "/finishes",
            get(async move || {
                tell.notify_one();
                wait.notified().await;
                "done"
            }),
        )
        .route(
            "/endless",
            get(
                async |_: Request| Body::from_stream(futures_util::stream::pending::<Result<String, std::io::Error>>()),
            ),
        );
    let served = Served::start(&settings(&[]), routes, limits(), patience());
    let mut endless = served.connect();
    endless.write_all(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert_ne!(endless.read(&mut [0; 64]).unwrap(), 0);
    let mut open = served.connect();
    open.write_all(b"GET /finishes HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    super::runtime().block_on(begun.notified());
    let started = Instant::now();
    served.stop();
    go.notify_one();
    let answer = read_to_close(&mut open);
    assert!(answer.ends_with("done"), "{answer}");
    served.wait(Duration::from_secs(5));
    assert!(started.elapsed() < Duration::from_secs(4));
    assert!(std::net::TcpStream::connect(served.address).is_err(), "the door is closed");
}
