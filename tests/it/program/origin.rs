//! Who may write.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use axum::routing::{get, post};

use super::{Answer, ask, settings};

const SITE: [(&str, &str); 2] = [("base_url", "https://forum.example"), ("onion_url", "http://abcdefghij234567.onion")];
const FORM: &str = "application/x-www-form-urlencoded";

fn routes() -> Router {
    let both = get(async || "read").post(async || "written").delete(async || "written").put(async || "written");
    Router::new().route("/page", both.clone()).route("/api/v1/thing", both).route("/live", get(async || "upgraded"))
}

fn send(pairs: &[(&str, &str)], method: Method, path: &str, headers: &[(&str, &str)], body: &'static str) -> Answer {
    let host = if pairs.is_empty() { "localhost:8080" } else { "forum.example" };
    let mut request = Request::builder().method(method).uri(path).header("host", host);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    ask(&settings(pairs), routes(), request.body(Body::from(body)).unwrap())
}

/// 26 origins and whether a page there may write by the member's cookie.
const ORIGINS: [(&[&str], bool); 26] = [
    (&["https://forum.example"], true),
    (&["http://abcdefghij234567.onion"], true),
    (&[], false),
    (&["null"], false),
    (&[""], false),
    (&["http://forum.example"], false),
    (&["https://forum.example:8443"], false),
    (&["https://forum.example:443"], false),
    (&["https://forum.example."], false),
    (&["https://forum.example/"], false),
    (&["https://forum.example.evil.example"], false),
    (&["https://evilforum.example"], false),
    (&["https://sub.forum.example"], false),
    (&["https://FORUM.example"], false),
    (&["HTTPS://forum.example"], false),
    (&["https://me@forum.example"], false),
    (&["https://forum.example@evil.example"], false),
    (&["https://abcdefghij234567.onion"], false),
    (&["http://other.onion"], false),
    (&["http://localhost:8080"], false),
    (&["chrome-extension://abcdefghijklmnop"], false),
    (&["moz-extension://6b4f2f3e"], false),
    (&["file://"], false),
    (&["https://forum.example https://evil.example"], false),
    (&["https://forum.example", "https://evil.example"], false),
    (&["https://forum.example", "https://forum.example"], false),
];

#[test]
fn a_write_by_cookie_needs_an_origin_of_ours() {
    for path in ["/page", "/api/v1/thing"] {
        for (origins, ours) in ORIGINS {
            let mut headers = vec![("cookie", "__Host-leeward=x"), ("content-type", FORM)];
            headers.extend(origins.iter().map(|origin| ("origin", *origin)));
            let expected = if ours { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(send(&SITE, Method::POST, path, &headers, "a=b").status, expected, "{path} {origins:?}");
        }
    }
}

#[test]
fn a_form_needs_an_origin_of_ours_even_without_a_cookie() {
    for (origins, ours) in ORIGINS {
        let mut headers = vec![("content-type", FORM)];
        headers.extend(origins.iter().map(|origin| ("origin", *origin)));
        let expected = if ours { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(send(&SITE, Method::POST, "/page", &headers, "a=b").status, expected, "{origins:?}");
    }
}

#[test]
fn a_script_with_bearer_and_no_cookie_writes_from_anywhere() {
    for (origins, _) in ORIGINS {
        let mut headers = vec![("authorization", "Bearer x")];
        headers.extend(origins.iter().map(|origin| ("origin", *origin)));
        let status = send(&SITE, Method::DELETE, "/api/v1/thing", &headers, "").status;
        assert_eq!(status, StatusCode::OK, "{origins:?}");
    }
    let both = [("authorization", "Bearer x"), ("cookie", "a=b"), ("origin", "https://evil.example")];
    assert_eq!(send(&SITE, Method::DELETE, "/api/v1/thing", &both, "").status, StatusCode::FORBIDDEN);
    let neither = [("authorization", "Bearer"), ("origin", "https://evil.example")];
    assert_eq!(send(&SITE, Method::DELETE, "/api/v1/thing", &neither, "").status, StatusCode::FORBIDDEN);
}

#[test]
fn the_fetch_site_is_believed_and_must_agree_with_the_origin() {
    for (site, origin, expected) in [
        (Some("same-origin"), None, 200),
        (Some("same-origin"), Some("https://forum.example"), 200),
        (Some("same-origin"), Some("null"), 200),
        (Some("same-origin"), Some("https://evil.example"), 403),
        (Some("none"), None, 403),
        (Some("none"), Some("https://forum.example"), 200),
        (Some("same-site"), Some("https://forum.example"), 403),
        (Some("cross-site"), Some("https://forum.example"), 403),
        (Some("cross-site"), None, 403),
        (Some("Same-Origin"), None, 403),
        (Some(""), None, 403),
        (None, None, 403),
    ] {
        let mut headers = vec![("cookie", "a=b"), ("content-type", FORM)];
        headers.extend(site.map(|site| ("sec-fetch-site", site)));
        headers.extend(origin.map(|origin| ("origin", origin)));
        let status = send(&SITE, Method::POST, "/page", &headers, "a=b").status.as_u16();
        assert_eq!(status, expected, "{site:?} {origin:?}");
    }
}

#[test]
fn the_api_takes_json_without_a_cookie_from_scripts_and_never_what_a_form_can_send() {
    for (kind, origin, expected) in [
        (Some("application/json"), None, 200),
        (Some("application/json; charset=utf-8"), None, 200),
        (Some("application/merge-patch+json"), None, 200),
        (None, None, 200),
        (Some("application/json"), Some("https://forum.example"), 200),
        (Some("application/json"), Some("https://evil.example"), 403),
        (None, Some("https://evil.example"), 403),
        (Some("text/plain"), None, 403),
        (Some("text/plain; application/json"), None, 403),
        (Some(FORM), None, 403),
        (Some("multipart/form-data; boundary=x"), None, 403),
        (Some("application/jsonx"), None, 403),
    ] {
        let mut headers = Vec::new();
        headers.extend(kind.map(|kind| ("content-type", kind)));
        headers.extend(origin.map(|origin| ("origin", origin)));
        let status = send(&SITE, Method::POST, "/api/v1/thing", &headers, "{}").status.as_u16();
        assert_eq!(status, expected, "{kind:?} {origin:?}");
    }
    let json = [("content-type", "application/json")];
    assert_eq!(send(&SITE, Method::POST, "/page", &json, "{}").status, StatusCode::FORBIDDEN);
}

#[test]
fn reading_needs_no_origin() {
    for method in [Method::GET, Method::HEAD] {
        let headers = [("cookie", "a=b"), ("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
        assert_eq!(send(&SITE, method, "/page", &headers, "").status, StatusCode::OK);
    }
    let trace = send(&SITE, Method::TRACE, "/page", &[], "").status;
    assert_eq!(trace, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn on_trial_the_origin_is_the_address_by_which_this_machine_was_asked() {
    for (origin, expected) in [
        ("http://localhost:8080", 200),
        ("http://localhost", 403),
        ("http://localhost:8081", 403),
        ("https://localhost:8080", 403),
        ("http://127.0.0.1:8080", 403),
        ("http://evil.example", 403),
    ] {
        let headers = [("cookie", "a=b"), ("origin", origin), ("content-type", FORM)];
        assert_eq!(send(&[], Method::POST, "/page", &headers, "a=b").status.as_u16(), expected, "{origin}");
    }
}

#[test]
fn no_other_site_opens_a_socket() {
    for (origins, ours) in ORIGINS {
        for (credential, absent_is_good) in
            [(Some(("cookie", "a=b")), false), (Some(("authorization", "Bearer x")), true), (None, true)]
        {
            let mut headers = vec![("upgrade", "websocket"), ("connection", "upgrade")];
            headers.extend(credential);
            headers.extend(origins.iter().map(|origin| ("origin", *origin)));
            let good = ours || (origins.is_empty() && absent_is_good);
            let expected = if good { StatusCode::OK } else { StatusCode::FORBIDDEN };
            let status = send(&SITE, Method::GET, "/live", &headers, "").status;
            assert_eq!(status, expected, "{origins:?} {credential:?}");
        }
    }
}

#[test]
fn a_refused_form_gives_back_all_that_was_typed() {
    let headers = [("cookie", "a=b"), ("content-type", FORM), ("origin", "https://evil.example")];
    let answer = send(&SITE, Method::POST, "/page", &headers, "title=Hello&body=One+line%0Aand+%3Cb%3Eanother");
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("Hello") && answer.text.contains("One line\nand <b>another"), "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
}

#[test]
fn a_refused_call_of_the_api_is_a_problem_document() {
    let headers = [("cookie", "a=b"), ("content-type", "application/json")];
    let answer = send(&SITE, Method::POST, "/api/v1/thing", &headers, "{}");
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!((&problem["status"], &problem["code"]), (&403.into(), &"other_origin".into()));
}

#[test]
fn a_refused_write_reaches_no_handler() {
    let reached = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let count = reached.clone();
    let routes = Router::new().route(
        "/page",
        post(async move || {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }),
    );
    let request = Request::post("/page").header("host", "forum.example").header("cookie", "a=b");
    let answer = ask(&settings(&SITE), routes, request.body(Body::empty()).unwrap());
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(reached.load(std::sync::atomic::Ordering::Relaxed), 0);
}
