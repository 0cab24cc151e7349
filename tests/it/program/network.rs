//! Whose request it is, as limits see it: by whom the address was told decides whether it is believed.

use std::io::Write;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::routing::get;
use axum::{Extension, Router};
use leeward::app::serve::ServeLimits;
use leeward::app::system::SystemEntropy;
use leeward::app::{Entrance, RequestPatience, router_with};
use leeward::domain::clock::{Clock, DAY_MS, Timestamp};
use leeward::domain::network::NetworkKeys;

use super::{Served, read_to_close, settings, status};

/// Sends requests with these X-Forwarded-For headers and this host over a real socket from 127.0.0.1, and answers with
/// the keys that the handler saw.
fn seen(pairs: &[(&str, &str)], host: &str, requests: &[&[&str]]) -> Vec<NetworkKeys> {
    let keys = Arc::new(Mutex::new(Vec::new()));
    let kept = keys.clone();
    let routes = Router::new().route(
        "/",
        get(async move |Extension(seen): Extension<NetworkKeys>, headers: axum::http::HeaderMap| {
            assert!(!headers.contains_key("x-forwarded-for"), "the header is gone");
            kept.lock().unwrap().push(seen);
        }),
    );
    let served = Served::start(&settings(pairs), routes, ServeLimits::default(), RequestPatience::default());
    for values in requests {
        let mut stream = served.connect();
        let forwarded: String = values.iter().map(|value| format!("X-Forwarded-For: {value}\r\n")).collect();
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\n{forwarded}Connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        assert_eq!(status(&read_to_close(&mut stream)), Some(200));
    }
    let seen = keys.lock().unwrap();
    seen.clone()
}

const PROXY: (&str, &str) = ("trusted_proxies", "127.0.0.1/32,10.0.0.0/8");

#[test]
fn a_trusted_proxy_tells_the_network_by_its_last_untrusted_hop() {
    let requests: [&[&str]; 9] = [
        &["203.0.113.7"],
        &["198.51.100.1, 203.0.113.7"],
        &["198.51.100.1", "203.0.113.7, 10.1.2.3"],
        &["203.0.113.7:4711"],
        &["::ffff:203.0.113.7"],
        &["203.0.113.8"],
        &["2001:db8:1:2::1"],
        &["[2001:db8:1:2:ffff::9]:443"],
        &["2001:db8:1:3::1"],
    ];
    let keys = seen(&[PROXY], "localhost", &requests);
    for same in [1, 2, 3, 4] {
        assert!(keys[same] == keys[0], "{:?}", requests[same]);
    }
    assert!(keys[5] != keys[0], "another address is another network");
    assert!(keys[6] == keys[7], "one /64 is one network");
    assert!(keys[8] != keys[6], "another /64 is another network");
    assert!(keys.iter().all(|keys| !keys.onion && keys.previous.is_none()));
}

#[test]
fn an_untrusted_peer_is_not_believed() {
    let keys = seen(&[], "localhost", &[&[], &["203.0.113.7"], &["203.0.113.8"]]);
    assert!(keys[0] == keys[1] && keys[1] == keys[2]);
}

#[test]
fn what_is_not_an_address_is_not_passed_over() {
    let keys = seen(&[PROXY], "localhost", &[&[], &["203.0.113.7, unknown"], &["203.0.113.7"]]);
    assert!(keys[0] == keys[1], "the proxy itself is the last that is known");
    assert!(keys[2] != keys[0]);
}

#[test]
fn the_onion_address_is_one_class_but_only_from_inside() {
    let onion = "abcdefghij234567.onion";
    let site = [("base_url", "https://forum.example"), ("onion_url", "http://abcdefghij234567.onion"), PROXY];
    let keys = seen(&site, onion, &[&[], &["127.0.0.1"], &["203.0.113.7"]]);
    assert!(keys[0].onion && keys[0] == keys[1]);
    assert!(!keys[2].onion, "a claim from outside earns no wider limits");
    assert!(!seen(&site, "forum.example", &[&[]])[0].onion);
}

/// A clock that is moved by hand.
struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

#[test]
fn keys_change_with_the_day_and_yesterdays_stay_for_one_day() {
    let clock = Arc::new(HandClock(AtomicI64::new(20_000 * DAY_MS)));
    let keys: Arc<Mutex<Vec<NetworkKeys>>> = Arc::default();
    let kept = keys.clone();
    let page = get(async move |Extension(seen): Extension<NetworkKeys>| kept.lock().unwrap().push(seen));
    let config = settings(&[]);
    let entrance = Entrance::new(&config, clock.clone(), Arc::new(SystemEntropy));
    let router = router_with(&config, entrance, Router::new().route("/", page));
    for move_ms in [0, DAY_MS - 1, 1, -DAY_MS, DAY_MS, 2 * DAY_MS] {
        clock.0.fetch_add(move_ms, Ordering::Relaxed);
        let request = axum::http::Request::get("/").header("host", "localhost").body(axum::body::Body::empty());
        let answer = super::runtime().block_on(tower::ServiceExt::oneshot(router.clone(), request.unwrap()));
        assert_eq!(answer.unwrap().status().as_u16(), 200);
    }
    let keys = keys.lock().unwrap();
    assert!(keys[1] == keys[0], "the same day, the same key");
    assert!(keys[2].current != keys[0].current, "another day, another key");
    assert!(keys[2].previous == Some(keys[0].current), "yesterday's counts can still be found");
    assert!(keys[3] == keys[2] && keys[4] == keys[2], "a clock that is set back changes nothing");
    assert!(keys[5].current != keys[2].current && keys[5].previous.is_none(), "two days on, nothing is left");
}
