//! Outside nothing is finer than a minute, and ids tell neither time nor order (CONTRACT §2.11).

use std::collections::BTreeSet;

use axum::http::Method;
use leeward::app::probe::derivations;
use leeward::domain::ids::PersonaId;
use serde_json::json;

use crate::harness::app::{TestApp, start_unlimited};
use crate::harness::client::{Answer, Client};

/// Reads digits where `shape` has a `0`, the letter itself elsewhere.
fn is_shaped(text: &[u8], shape: &[u8]) -> bool {
    text.len() >= shape.len()
        && shape.iter().zip(text).all(|(s, t)| if *s == b'0' { t.is_ascii_digit() } else { s == t })
}

/// Every time in a text that is finer than a minute: seconds behind a minute other than `:00Z`, fractions, and numbers
/// that count seconds or milliseconds since 1970 in the years 2020 to 2033.
fn finer_than_a_minute(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for at in 0..bytes.len() {
        let rest = &bytes[at..];
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let shown = || String::from_utf8_lossy(&rest[..rest.len().min(32)]).into_owned();
        let starts = before.is_none_or(|b| !b.is_ascii_alphanumeric());
        if is_shaped(rest, b"00:00:00") && before.is_none_or(|b| !b.is_ascii_digit() && b != b':') {
            if !rest[5..].starts_with(b":00Z") {
                found.push(shown());
            }
        } else if starts && (is_shaped(rest, b"0000000000") || is_shaped(rest, b"0000000000000")) {
            let digits: String = rest.iter().take_while(|b| b.is_ascii_digit()).map(|b| char::from(*b)).collect();
            let next = rest.get(digits.len()).copied().unwrap_or(b' ');
            let whole = digits.len() == 10 || digits.len() == 13;
            let seconds: u64 = digits.get(..10).and_then(|d| d.parse().ok()).unwrap_or(0);
            if whole && !next.is_ascii_alphanumeric() && (1_577_836_800..2_000_000_000).contains(&seconds) {
                found.push(shown());
            }
        }
    }
    found
}

/// Every UUID whose version tells a time: 1, 6 and 7 (RFC 9562).
fn timed_uuids(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let is_uuid = |part: &[u8]| {
        part.iter().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => *b == b'-',
            14 => matches!(b, b'1' | b'6' | b'7'),
            _ => b.is_ascii_hexdigit(),
        })
    };
    let found = bytes.windows(36).filter(|part| is_uuid(part));
    found.map(|part| String::from_utf8_lossy(part).into_owned()).collect()
}

#[test]
fn the_search_for_times_finds_what_it_is_for() {
    let fine = [
        "2026-11-23T12:00:17Z",
        "at 2026-11-23 12:00:17",
        "2026-11-23T12:00:00.481Z",
        "2026-11-23T12:00:00+00:00",
        "\"at\":1795435217",
        "at=1795435217000&x",
        "Mon, 23 Nov 2026 12:00:17 GMT",
    ];
    for text in fine {
        assert_eq!(finer_than_a_minute(text).len(), 1, "{text}");
    }
    for text in
        ["2026-11-23T12:00:00Z", "2026-11-23T12:01Z", "12:00", "call 0800 111 0 111", "1795435217abc", "5000000000"]
    {
        assert_eq!(finer_than_a_minute(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(timed_uuids("x 0192f0c1-2b3a-7c4d-9e5f-0123456789ab y").len(), 1);
    assert_eq!(timed_uuids("x 0192f0c1-2b3a-4c4d-9e5f-0123456789ab y").len(), 0);
}

/// Spearman's rank correlation of a list with its own order.
fn with_order(ids: &[String]) -> f64 {
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by(|a, b| ids[*a].cmp(&ids[*b]));
    let n = ids.len() as f64;
    let squares: f64 = order.iter().enumerate().map(|(rank, at)| (rank as f64 - *at as f64).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

/// The greater correlation of the ids as they are and read backwards.
fn correlation(ids: &[String]) -> f64 {
    let backwards: Vec<String> = ids.iter().map(|id| id.chars().rev().collect()).collect();
    with_order(ids).abs().max(with_order(&backwards).abs())
}

#[test]
fn a_number_that_counts_up_is_seen_in_ids() {
    let counted: Vec<String> = (0..1_000).map(|n| format!("{n:016x}")).collect();
    assert!(with_order(&counted) > 0.99);
    let swapped: Vec<String> = counted.iter().map(|id| id.chars().rev().collect()).collect();
    assert!(correlation(&swapped) > 0.99);
}

#[test]
fn a_thousand_ids_under_one_root_tell_no_order() {
    let derived: Vec<_> =
        (0..1_000).map(|n| derivations(&[9; 32], &format!("key-{n:06}"), PersonaId([1; 10])).unwrap()).collect();
    for what in ["post", "thread", "receipt"] {
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        let ids: Vec<String> =
            derived.iter().map(|all| hex(&all.iter().find(|(name, _)| *name == what).unwrap().1)).collect();
        assert!(correlation(&ids) < 0.1, "{what}: {}", correlation(&ids));
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 1_000, "{what}");
    }
}

/// Ids of a thousand posts and of faces, in the order in which they were made.
async fn make(app: &TestApp, posts: usize) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut faces) = (Vec::new(), Vec::new());
    let boards = ["k7", "4n", "x9", "2h", "g6", "w3", "8c", "j5", "9q"];
    for member in 0..10 {
        let mut client = app.client();
        client.address = std::net::Ipv4Addr::from(0x0a00_0001 + member).into();
        client.join().await;
        for board in boards {
            let body = json!({"title": "one of many titles", "body": "Some words.", "seeking": "advice"});
            let said = client.call(Method::POST, &format!("/boards/{board}/threads"), Some(body)).await.expect(201);
            let thread = said.json()["thread"].as_str().unwrap().to_owned();
            for _ in 0..posts.div_ceil(90) {
                app.clock.advance_s(61);
                let reply = Some(json!({"body": "Some words."}));
                let said = client.call(Method::POST, &format!("/threads/{thread}/posts"), reply).await.expect(201);
                ids.push(said.json()["post"].as_str().unwrap().to_owned());
            }
            let me = client.call(Method::GET, "/me", None).await.expect(200).json();
            for face in me["personas"].as_array().unwrap() {
                let id = face["id"].as_str().unwrap().to_owned();
                if !faces.contains(&id) {
                    faces.push(id);
                }
            }
        }
    }
    (ids, faces)
}

#[tokio::test]
async fn a_thousand_ids_of_a_site_tell_no_order() {
    let app = start_unlimited().await;
    // With a thousand random ids 0.1 lies 3.2 standard errors out: what is chance does not repeat.
    let mut last = (f64::MAX, f64::MAX);
    for _ in 0..2 {
        let (posts, faces) = make(&app, 1_000).await;
        assert!(posts.len() >= 1_000 && faces.len() >= 90, "{} {}", posts.len(), faces.len());
        last = (correlation(&posts), correlation(&faces));
        // Ninety ids: four standard errors.
        if last.0 < 0.1 && last.1 < 0.42 {
            break;
        }
    }
    assert!(last.0 < 0.1, "posts: {}", last.0);
    assert!(last.1 < 0.42, "faces: {}", last.1);
    app.end().await;
}

/// All that an answer shows.
fn seen(path: &str, answer: &Answer, fine: &mut Vec<String>) {
    let mut text = answer.body.clone();
    for (name, value) in &answer.headers {
        // The session's cookie carries its own sealed stamp and goes to its owner alone.
        let cookie = name == "set-cookie";
        let value = String::from_utf8_lossy(value.as_bytes());
        assert!(!cookie || !value.to_ascii_lowercase().contains("expires="), "{path}: {value}");
        text.push_str(&format!("\n{name}: {value}"));
    }
    for found in finer_than_a_minute(&text).into_iter().chain(timed_uuids(&text)) {
        fine.push(format!("{path}: {found}"));
    }
    assert!(!answer.headers.contains_key("last-modified") || path.starts_with("/static"), "{path}");
}

fn links(body: &str) -> Vec<String> {
    let mut links = Vec::new();
    for part in body.split("href=\"").skip(1).chain(body.split("src=\"").skip(1)) {
        let link = part.split('"').next().unwrap_or_default().replace("&amp;", "&");
        let link = link.split('#').next().unwrap_or_default().to_owned();
        if link.starts_with('/') {
            links.push(link);
        }
    }
    links
}

async fn crawl(client: &Client, first: &[String], fine: &mut Vec<String>) -> usize {
    let mut todo: Vec<String> = first.to_vec();
    let mut done = BTreeSet::new();
    while let Some(path) = todo.pop() {
        if done.len() >= 400 || !done.insert(path.clone()) {
            continue;
        }
        let answer = client.get(&path).await;
        seen(&path, &answer, fine);
        if !path.starts_with("/static") {
            todo.extend(links(&answer.body));
        }
    }
    done.len()
}

#[tokio::test]
async fn pages_and_answers_show_nothing_finer_than_a_minute() {
    let app = start_unlimited().await;
    // Seventeen seconds past the minute: whoever shows seconds shows these.
    app.clock.advance_s(17);
    let mut member = app.client();
    let phrase = member.join().await;
    let mut paths: Vec<String> =
        ["/", "/join", "/sign-in", "/me", "/drafts", "/support", "/guidelines", "/privacy", "/leave", "/nowhere"]
            .map(str::to_owned)
            .to_vec();
    let mut calls: Vec<String> =
        ["/openapi.json", "/boards", "/me", "/me/settings", "/sessions", "/drafts", "/nowhere"]
            .map(str::to_owned)
            .to_vec();
    let words = ("one of many titles", "Some words.");
    let new = |publish: &str| json!({"title": words.0, "body": words.1, "seeking": "advice", "publish": publish});
    for (board, publish) in [("k7", "now"), ("x9", "now"), ("g6", "soon")] {
        let said = member.call(Method::POST, &format!("/boards/{board}/threads"), Some(new(publish))).await.json();
        app.clock.advance_s(61);
        let (thread, post) = (said["thread"].as_str().unwrap(), said["post"].as_str().unwrap());
        if let Some(receipt) = said["receipt"].as_str() {
            paths.push(format!("/receipts/{receipt}"));
            calls.push(format!("/receipts/{receipt}"));
        }
        paths.extend([format!("/threads/{thread}"), format!("/posts/{post}/edit"), format!("/boards/{board}")]);
        calls.extend([format!("/threads/{thread}"), format!("/threads/{thread}/posts"), format!("/posts/{post}")]);
        calls.push(format!("/boards/{board}/threads"));
        let edit = Some(json!({"body": "Other words."}));
        member.call(Method::PATCH, &format!("/posts/{post}"), edit).await;
    }
    let draft = Some(json!({"board": "k7", "title": "", "body": "Some words."}));
    let draft = member.call(Method::POST, "/drafts", draft).await.expect(201).json();
    calls.push(format!("/drafts/{}", draft["id"].as_str().unwrap()));
    let visitor = app.client();
    let browser = app.client();
    browser.post("/sign-in", &[("phrase", phrase.as_str()), ("keep", "session")]).await.expect(303);
    let mut fine = Vec::new();
    for path in &calls {
        for client in [&member, &visitor] {
            seen(path, &client.call(Method::GET, path, None).await, &mut fine);
        }
    }
    let pages = crawl(&browser, &paths, &mut fine).await + crawl(&visitor, &paths, &mut fine).await;
    assert!(pages > 40, "{pages} pages were seen");
    assert_eq!(fine, Vec::<String>::new());
    app.end().await;
}
