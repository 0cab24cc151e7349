//! Requests that can't be read, in whole or in part: the page says where the text still is.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use futures_util::{StreamExt, stream};
use http_body_util::BodyExt;
use leeward::app::system::SystemEntropy;
use leeward::app::{Entrance, RequestPatience, router_with};
use serde_json::Value;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::trouble::{at, node};
use super::world::{Door, Place, World, assert_back, assert_problem};
use crate::harness::client::{Answer, Client};
use crate::program::settings;

const FORM: &str = "application/x-www-form-urlencoded";
const PLACES: [Place; 3] = [Place::Reply, Place::Thread, Place::Edit];

/// A form or a call whose body is the caller's.
async fn send(client: &Client, path: &str, kind: &str, more: &[(&str, &str)], body: Body) -> Answer {
    let mut request = Request::post(path).header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    client.send(request.body(body).unwrap()).await
}

/// A page that has no text to give back, and says where it is.
#[track_caller]
fn assert_elsewhere(page: &Answer, status: u16, heading: &str) {
    assert_eq!(page.status.as_u16(), status, "{}", page.body);
    assert!(page.body.contains(&format!("<h1>{heading}</h1>")), "{}", page.body);
    assert!(page.body.contains("Go back in your browser"), "{}", page.body);
}

/// Sends a body that can't be read to every place, through both doors.
async fn unread(world: &World, clients: (&Client, &Client), expected: (u16, &str, &str), body: impl Fn() -> Body) {
    let (status, code, heading) = expected;
    for place in PLACES {
        let form = world.form(place).await;
        assert_elsewhere(&send(clients.0, &form.action, FORM, &[], body()).await, status, heading);
    }
    let path = format!("/api/v1{}", world.way(Place::Reply).1);
    let answer = send(clients.1, &path, "application/json", &[], body()).await;
    assert_problem(&answer, status, code, "");
}

pub async fn too_large(code: &str) {
    let world = World::new(&[]).await;
    let body = || Body::from("body=".to_owned() + &"a".repeat(1024 * 1024));
    let expected = (413, code, "This is too long for us");
    unread(&world, (&world.browser, &world.script), expected, body).await;
    assert_eq!(world.posts().await, world.posts().await);
    world.app.end().await;
}

pub async fn too_slow(code: &str) {
    let world = World::new(&[]).await;
    let patience = RequestPatience { body_piece: Duration::from_millis(20), ..RequestPatience::default() };
    let node = node(&world, patience, Arc::new(SystemEntropy)).await;
    let (browser, script) = (world.app.client().at(&node.router), world.app.client().at(&node.router));
    let body = || Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
    unread(&world, (&browser, &script), (408, code, "This took too long to arrive"), body).await;
    node.close(Duration::from_secs(5)).await;
    world.app.end().await;
}

pub async fn malformed(code: &str) {
    let world = World::new(&[]).await;
    let cut = || Err(std::io::Error::other("cut off"));
    let body = || Body::from_stream(stream::iter([Ok(Bytes::from_static(b"body=Half a")), cut()]));
    let expected = (400, code, "We could not read this form");
    unread(&world, (&world.browser, &world.script), expected, body).await;
    world.app.end().await;
}

pub async fn encoded(code: &str) {
    let world = World::new(&[]).await;
    let gzip = [("content-encoding", "gzip")];
    let form = world.form(Place::Reply).await;
    let page = send(&world.browser, &form.action, FORM, &gzip, Body::from("x")).await;
    assert_elsewhere(&page, 415, "We could not read this form");
    let path = format!("/api/v1{}", world.way(Place::Reply).1);
    let answer = send(&world.script, &path, "application/json", &gzip, Body::from("x")).await;
    assert_problem(&answer, 415, code, "Content-Encoding");
    world.app.end().await;
}

/// As many large bodies as there is room for hang: one more is told to come back. Then it is taken, once.
pub async fn busy(code: &str) {
    let world = World::new(&[]).await;
    let stuck = Arc::new(Semaphore::new(0));
    let hanging: Vec<_> = (0..64).map(|_| hang(&world, &stuck)).collect();
    drop(stuck.acquire_many(64).await.unwrap());
    let form = world.form(Place::Reply).await.set("body", &format!("{} kestrel-lantern", "字".repeat(9_900)));
    let page = form.send(&world.browser).await;
    assert_elsewhere(&page, 503, "There is much to do at the moment");
    assert!(page.retry_after() > 0 && page.body.contains("tel:999"), "{}", page.body);
    let path = format!("/api/v1{}", world.way(Place::Reply).1);
    let wide = || Body::from(format!("{}{}", world.json(Place::Reply), " ".repeat(70_000)));
    let answer = send(&world.script, &path, "application/json", &[], wide()).await;
    assert_problem(&answer, 503, code, "Nothing was changed.");
    assert_eq!([world.stored(Door::Page).await, world.stored(Door::Api).await], [0, 0]);
    for task in hanging {
        task.abort();
        assert!(task.await.is_err());
    }
    world.accepts(&form).await;
    send(&world.script, &path, "application/json", &[("idempotency-key", "k")], wide()).await;
    assert_eq!(world.stored(Door::Api).await, 1);
    world.app.end().await;
}

/// Sends a large piece of a body, says so, and no more.
fn hang(world: &World, stuck: &Arc<Semaphore>) -> tokio::task::JoinHandle<()> {
    let (client, stuck) = (world.app.client(), Arc::clone(stuck));
    let piece = stream::once(async { Ok::<_, std::io::Error>(Bytes::from(vec![b'a'; 65 * 1024])) });
    let rest = stream::once(async move {
        stuck.add_permits(1);
        std::future::pending().await
    });
    let body = Body::from_stream(piece.chain(rest));
    tokio::spawn(async move {
        send(&client, "/sign-in", FORM, &[], body).await;
    })
}

/// Bodies that are no form of ours: of another kind, or with more fields than any form has.
pub async fn unreadable(_: &str) {
    let world = World::new(&[]).await;
    for place in PLACES {
        let mut form = world.form(place).await;
        let page = send(&world.browser, &form.action, "multipart/form-data; boundary=x", &[], Body::from("--x")).await;
        assert_elsewhere(&page, 415, "We could not read this form");
        let sent = form.clone();
        form.fields.extend((0..200).map(|n| (format!("f{n}"), String::new())));
        let page = form.send(&world.browser).await.expect(422);
        assert_back(&page, &sent, &[], "Something in it was missing or doubled. Nothing was posted.");
    }
    assert_eq!(world.stored(Door::Page).await, 0);
    world.app.end().await;
}

pub async fn media_type(code: &str) {
    let world = World::new(&[]).await;
    let path = format!("/api/v1{}", world.way(Place::Reply).1);
    let body = Body::from(world.json(Place::Reply).to_string());
    let answer = send(&world.script, &path, "text/plain", &[], body).await;
    assert_problem(&answer, 415, code, "Send the body as application/json.");
    assert_eq!(world.stored(Door::Api).await, 0);
    world.app.end().await;
}

pub async fn wrong_method(code: &str) {
    let world = World::new(&[]).await;
    let page = world.browser.get("/sign-out").await.expect(405);
    assert!(page.body.contains("<h1>This address works another way</h1>"), "{}", page.body);
    assert!(page.headers.contains_key("allow"));
    let answer = world.script.call(axum::http::Method::PUT, "/boards", Some(Value::from("x"))).await;
    assert_problem(&answer, 405, code, "The header Allow names those it knows.");
    world.app.end().await;
}

/// Heads that are refused before anything of them is read: a few plain words, and problem details for scripts.
pub async fn head(code: &str) {
    let (long, wide) = ("a".repeat(8 * 1024), "a".repeat(16 * 1024));
    let site = [("base_url", "https://forum.example")];
    let trial: [(&str, &str); 0] = [];
    let (config, status) = match code {
        "long_address" => (settings(&trial), 414),
        "large_head" => (settings(&trial), 431),
        "unclear_request" => (settings(&trial), 400),
        "other_host" => (settings(&site), 421),
        _ => (settings(&trial), 421),
    };
    for path in ["/threads/x/reply", "/api/v1/threads"] {
        let query = if code == "long_address" { &long } else { "" };
        let mut request = Request::post(format!("{path}?{query}"));
        request = match code {
            "unclear_request" => request.header("host", "localhost").header("host", "localhost"),
            "other_host" | "trial_mode" => request.header("host", "elsewhere.example"),
            "large_head" => request.header("host", "localhost").header("x", &wide),
            _ => request.header("host", "localhost"),
        };
        let router = router_with(&config, Entrance::plain(&config), Router::new());
        let response = router.oneshot(request.body(Body::from("body=Typed")).unwrap()).await.unwrap();
        let (head, body) = response.into_parts();
        let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        let answer = Answer { status: head.status, headers: head.headers, body };
        if path.starts_with("/api/") {
            assert_problem(&answer, status, code, "");
        } else {
            assert_eq!(answer.status.as_u16(), status);
            assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
            assert!(answer.body.len() > 40 && !answer.body.contains("Typed"), "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_text_of_one_mebibyte_less_a_field_comes_back_whole() {
    let world = World::new(&[]).await;
    let node = node(&world, RequestPatience::default(), Arc::new(SystemEntropy)).await;
    let (browser, _) = at(&world, &node).await;
    let body = "b".repeat(1_000_000);
    let form = world.form(Place::Reply).await.set("body", &body);
    let page = form.send(&browser).await.expect(422);
    assert_back(&page, &form, &[], "The text has 1000000 characters. Shorten it to 10000 or fewer");
    node.close(Duration::from_secs(5)).await;
    world.app.end().await;
}
