//! Which hosts are answered.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use axum::routing::get;

use super::{ask, settings};

fn page() -> Router {
    Router::new().route("/", get(async || "page"))
}

/// The status for these Host headers; bytes, since a header need not be text.
fn with_hosts(pairs: &[(&str, &str)], hosts: &[&[u8]]) -> (u16, String) {
    let mut request = Request::builder().uri("/");
    for host in hosts {
        request = request.header("host", *host);
    }
    let answer = ask(&settings(pairs), page(), request.body(Body::empty()).unwrap());
    (answer.status.as_u16(), answer.text)
}

#[test]
fn on_trial_only_this_machine_is_answered() {
    for (host, expected) in [
        ("localhost", 200),
        ("localhost:8080", 200),
        ("LOCALHOST:8080", 200),
        ("127.0.0.1:8080", 200),
        ("127.8.9.10", 200),
        ("[::1]:8080", 200),
        ("[0:0:0:0:0:0:0:1]", 200),
        ("192.168.1.5:8080", 421),
        ("forum.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.nip.io", 421),
        ("localhost.", 421),
        ("0.0.0.0", 421),
        ("127.1", 421),
        ("2130706433", 421),
        ("[::2]", 421),
    ] {
        let (status, text) = with_hosts(&[], &[host.as_bytes()]);
        assert_eq!(status, expected, "{host}");
        assert_eq!(text.contains("LEEWARD_BASE_URL"), expected == 421, "{host}: {text}");
    }
}

#[test]
fn with_a_base_url_only_its_host_and_the_onion_host_are_answered() {
    let site = [("base_url", "https://forum.example"), ("onion_url", "http://abcdefghij234567.onion")];
    for (host, expected) in [
        ("forum.example", 200),
        ("Forum.Example", 200),
        ("forum.example:443", 200),
        ("abcdefghij234567.onion", 200),
        ("abcdefghij234567.onion:80", 200),
        ("forum.example:8443", 421),
        ("forum.example:80", 421),
        ("abcdefghij234567.onion:443", 421),
        ("www.forum.example", 421),
        ("forum.example.", 421),
        ("forum.example.evil.example", 421),
        ("evilforum.example", 421),
        ("localhost", 421),
        ("127.0.0.1:8080", 421),
    ] {
        assert_eq!(with_hosts(&site, &[host.as_bytes()]).0, expected, "{host}");
    }
    let port = [("base_url", "https://forum.example:8443")];
    assert_eq!(with_hosts(&port, &[b"forum.example:8443"]).0, 200);
    assert_eq!(with_hosts(&port, &[b"forum.example"]).0, 421);
}

#[test]
fn a_request_without_one_clear_host_is_malformed() {
    for hosts in [
        &[][..],
        &[b"".as_slice()],
        &[b"localhost", b"localhost"],
        &[b"localhost", b"evil.example"],
        &[b"localhost, evil.example"],
        &[b"me@localhost"],
        &[b"localhost/path"],
        &[b"http://localhost"],
        &[b"local host"],
        &[b"localhost:"],
        &[b"localhost:80:80"],
        &[b"localhost:8o"],
        &[b"localhost:99999"],
        &[b"localhost:+80"],
        &[b"[::1"],
        &[b"[localhost]"],
        &[b"::1"],
        &[b"localhost?x"],
        &[b"localhost#x"],
        &[b"local\\host"],
        &[b"\xffhost"],
        &[b"%6cocalhost"],
    ] {
        assert_eq!(with_hosts(&[], hosts).0, 400, "{hosts:?}");
    }
}

#[test]
fn a_target_that_is_no_path_is_malformed() {
    for (method, target) in
        [(Method::GET, "*"), (Method::OPTIONS, "*"), (Method::CONNECT, "localhost:80"), (Method::GET, "localhost:80")]
    {
        let request = Request::builder().method(&method).uri(target).header("host", "localhost");
        let answer = ask(&settings(&[]), page(), request.body(Body::empty()).unwrap());
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{method} {target}");
    }
}

#[test]
fn a_target_with_its_own_host_has_to_agree_with_the_header() {
    for (target, host, expected) in [
        ("http://localhost:8080/", "localhost:8080", 200),
        ("http://LOCALHOST/", "localhost", 200),
        ("http://localhost:80/", "localhost", 200),
        ("http://evil.example/", "localhost", 400),
        ("http://localhost:81/", "localhost", 400),
        ("http://evil.example/", "evil.example", 421),
        ("ftp://localhost/", "localhost", 400),
        ("http://me@localhost/", "localhost", 400),
    ] {
        let request = Request::builder().uri(target).header("host", host).body(Body::empty()).unwrap();
        assert_eq!(ask(&settings(&[]), page(), request).status.as_u16(), expected, "{target} {host}");
    }
}

#[test]
fn a_monitor_on_the_same_machine_may_ask_for_life_by_its_own_name_and_for_nothing_else() {
    let site = settings(&[("base_url", "https://forum.example")]);
    for (path, host, expected) in [
        ("/livez", "127.0.0.1:8080", 200),
        ("/readyz", "localhost", 200),
        ("/livez", "evil.example", 421),
        ("/livez/", "localhost", 421),
        ("/", "localhost", 421),
    ] {
        let request = Request::builder().uri(path).header("host", host).body(Body::empty()).unwrap();
        assert_eq!(ask(&site, page(), request).status.as_u16(), expected, "{path} {host}");
    }
}
