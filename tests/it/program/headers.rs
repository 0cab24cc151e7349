//! The set of headers on every answer.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use axum::routing::get;

use super::{Answer, ask, settings};

const SITE: [(&str, &str); 2] = [("base_url", "https://forum.example"), ("onion_url", "http://abcdefghij234567.onion")];

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types 'none'";

fn routes() -> Router {
    Router::new()
        .route("/", get(async || "page"))
        .route("/leave", get(async || ([("referrer-policy", "no-referrer")], "gone")))
        .route("/asset", get(async || ([("cache-control", "public, max-age=31536000, immutable")], "x")))
        .route("/named", get(async || ([("server", "axum")], "x")))
        .route("/broken", get(broken))
}

async fn broken() -> &'static str {
    if std::hint::black_box(true) { panic!("a secret somebody typed") } else { "never" }
}

fn fetch(pairs: &[(&str, &str)], host: &str, method: Method, path: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header("host", host).body(Body::empty()).unwrap();
    ask(&settings(pairs), routes(), request)
}

fn assert_set(headers: &HeaderMap, what: &str) {
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "same-origin"),
        ("origin-agent-cluster", "?1"),
        ("x-robots-tag", "noindex, noarchive"),
    ] {
        let found: Vec<_> = headers.get_all(name).iter().collect();
        assert_eq!(found, [value], "{what}: {name}");
    }
    for name in ["permissions-policy", "referrer-policy", "cache-control"] {
        assert_eq!(headers.get_all(name).iter().count(), 1, "{what}: {name}");
    }
    let permissions = headers["permissions-policy"].to_str().unwrap();
    assert!(permissions.contains("camera=()") && permissions.contains("geolocation=()"), "{permissions}");
    assert!(!headers.contains_key("server") && !headers.contains_key("x-powered-by"), "{what}");
}

#[test]
fn every_answer_bears_the_set() {
    for (method, path, host, status) in [
        (Method::GET, "/", "forum.example", 200),
        (Method::HEAD, "/", "forum.example", 200),
        (Method::GET, "/nowhere", "forum.example", 404),
        (Method::GET, "/api/v1/nowhere", "forum.example", 404),
        (Method::TRACE, "/", "forum.example", 405),
        (Method::POST, "/", "forum.example", 403),
        (Method::GET, "/", "evil.example", 421),
        (Method::GET, "/", "", 400),
        (Method::GET, "/broken", "forum.example", 500),
        (Method::GET, "/livez", "forum.example", 200),
        (Method::GET, "/readyz", "localhost", 200),
        (Method::GET, "/named", "forum.example", 200),
    ] {
        let answer = fetch(&SITE, host, method, path);
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_set(&answer.headers, path);
    }
}

#[test]
fn a_panic_is_a_calm_500_that_tells_nothing() {
    let answer = fetch(&SITE, "forum.example", Method::GET, "/broken");
    assert_eq!(answer.status.as_u16(), 500);
    for word in ["secret", "panic", "thread", ".rs"] {
        assert!(!answer.text.contains(word), "{}", answer.text);
    }
}

#[test]
fn a_handler_may_set_its_own_referrer_policy_and_caching() {
    let leave = fetch(&SITE, "forum.example", Method::GET, "/leave");
    assert_eq!(leave.headers["referrer-policy"], "no-referrer");
    assert_eq!(leave.headers["cache-control"], "no-store");
    let asset = fetch(&SITE, "forum.example", Method::GET, "/asset");
    assert_eq!(asset.headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(asset.headers["referrer-policy"], "same-origin");
}

#[test]
fn strict_transport_is_for_https_hosts_alone() {
    let hsts = |pairs: &[(&str, &str)], host: &str| {
        fetch(pairs, host, Method::GET, "/").headers.get("strict-transport-security").cloned()
    };
    assert_eq!(hsts(&SITE, "forum.example").unwrap(), "max-age=63072000; includeSubDomains");
    assert_eq!(hsts(&SITE, "abcdefghij234567.onion"), None);
    assert_eq!(hsts(&SITE, "localhost"), None);
    assert_eq!(hsts(&[], "localhost"), None);
    assert_eq!(hsts(&[("base_url", "http://abcdefghij234567.onion")], "abcdefghij234567.onion"), None);
}

#[test]
fn the_onion_page_is_offered_path_exact_on_https_alone() {
    let offer = |pairs: &[(&str, &str)], host: &str, path: &str| {
        fetch(pairs, host, Method::GET, path).headers.get("onion-location").cloned()
    };
    let page = offer(&SITE, "forum.example", "/nowhere?page=2").unwrap();
    assert_eq!(page, "http://abcdefghij234567.onion/nowhere?page=2");
    assert_eq!(offer(&SITE, "abcdefghij234567.onion", "/"), None);
    assert_eq!(offer(&SITE, "evil.example", "/"), None);
    assert_eq!(offer(&[("base_url", "https://forum.example")], "forum.example", "/"), None);
}
