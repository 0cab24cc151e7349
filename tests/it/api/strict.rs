//! Every body of the document, refused in every way in which a body can be wrong: new calls are in it by themselves.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use crate::harness::app;
use crate::harness::client::{Answer, Client};
use crate::harness::contract;

/// Addresses that could be of something: well-formed ids of nothing.
fn filled(template: &str) -> String {
    let place = |part: &str| match part {
        "{board}" => "zz".to_owned(),
        "{draft}" => "20780-3".to_owned(),
        "{kind}" => "helpful".to_owned(),
        "{code}" => "0".repeat(26),
        part if part.starts_with('{') => "0".repeat(16),
        part => part.to_owned(),
    };
    template.split('/').map(place).collect::<Vec<_>>().join("/")
}

/// All calls of the document that fit, as method and address.
fn calls(document: &Value, fits: impl Fn(&Value) -> bool) -> Vec<(Method, String)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(m, o)| (path, m, o)));
    all.filter(|(_, _, operation)| fits(operation))
        .map(|(path, method, _)| (method.to_uppercase().parse().unwrap(), filled(path)))
        .collect()
}

fn has_body(operation: &Value) -> bool {
    operation.get("requestBody").is_some()
}

async fn send(client: &Client, method: &Method, path: &str, kind: &str, body: String) -> Answer {
    let request = Request::builder().method(method.clone()).uri(format!("/api/v1{path}"));
    client.send(request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn every_body_refuses_fields_that_it_does_not_know() {
    let app = app::start_unlimited().await;
    let client = app.member().await;
    let bodies = calls(contract::document(client.router()).await, has_body);
    assert!(bodies.len() >= 13, "{bodies:?}");
    for (method, path) in bodies {
        for name in ["a_role", "author", "badge", "created_at"] {
            // `a` to `c`: met before any field of ours, as the text is read in its order.
            let body = format!("{{\"{name}\": \"owner\"}}");
            let answer = send(&client, &method, &path, "application/json", body).await.expect(422);
            assert_eq!(answer.fields(), [name], "{method} {path}");
        }
    }
    app.end().await;
}

#[tokio::test]
async fn every_body_refuses_what_is_not_one_json_object() {
    let app = app::start_unlimited().await;
    let client = app.member().await;
    let deep = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    for (method, path) in calls(contract::document(client.router()).await, has_body) {
        for body in ["", "{", "[]", "null", "\"text\"", "1", "{} {}", "{\"a\":1,}", &deep(32), &deep(100_000)] {
            let answer = send(&client, &method, &path, "application/json", body.to_owned()).await.expect(422);
            let shown: String = body.chars().take(20).collect();
            assert_eq!(answer.fields(), Vec::<String>::new(), "{method} {path} {shown}");
        }
        let twice = send(&client, &method, &path, "application/json", "{\"x\": 1, \"x\": 1}".to_owned()).await;
        assert_eq!(twice.expect(422).fields(), ["x"], "{method} {path}");
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
            let answer = send(&client, &method, &path, kind, "{}".to_owned()).await.expect(415);
            assert_eq!(answer.code(), "media_type", "{method} {path}");
        }
    }
    app.end().await;
}

#[tokio::test]
async fn a_stranger_is_asked_to_sign_in_whatever_they_send() {
    let app = app::start_unlimited().await;
    let client = app.client();
    let document = contract::document(client.router()).await;
    let closed = calls(document, |operation| operation.get("security").is_none());
    assert!(closed.len() >= 20, "{closed:?}");
    for (method, path) in closed {
        let answer = send(&client, &method, &path, "application/json", "nothing".to_owned()).await.expect(401);
        assert_eq!(answer.code(), "sign_in_first");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
    app.end().await;
}

#[tokio::test]
async fn ids_that_cannot_be_ids_lead_nowhere() {
    let app = app::start_unlimited().await;
    let client = app.member().await;
    for id in ["x", "0", "000000000000000I", "00000000000000000", "%00", "%ff", "..%2f"] {
        for path in [
            format!("/threads/{id}"),
            format!("/threads/{id}/posts"),
            format!("/posts/{id}"),
            format!("/drafts/{id}"),
            format!("/receipts/{id}"),
        ] {
            client.ask(&path).await.expect(404);
        }
        client.put(&format!("/posts/{id}/reactions/helpful"), None).await.expect(404);
        client.delete(&format!("/sessions/{id}")).await.expect(404);
        client.tell(&format!("/threads/{id}/posts"), json!({"body": "To nobody."})).await.expect(404);
    }
    app.end().await;
}

#[tokio::test]
async fn missing_and_wrong_fields_are_named() {
    let app = app::start_unlimited().await;
    let client = app.member().await;
    let path = "/boards/low-experience/threads";
    for (body, field) in [
        (json!({"title": "A good title", "body": "Text."}), "seeking"),
        (json!({"title": "A good title", "seeking": "advice"}), "body"),
        (json!({"title": 1, "body": "Text.", "seeking": "advice"}), "title"),
        (json!({"title": "A good title", "body": "Text.", "seeking": "love"}), "seeking"),
        (
            json!({"title": "A good title", "body": "Text.", "seeking": "advice", "content_warnings": ["clowns"]}),
            "content_warnings[0]",
        ),
        (
            json!({"title": "A good title", "body": "Text.", "seeking": "advice", "content_warnings": null}),
            "content_warnings",
        ),
        (json!({"title": "A good title", "body": "Text.", "seeking": "advice", "publish": "later"}), "publish"),
        (json!({"title": "A good title", "body": "Text.", "seeking": "advice", "one_off": "yes"}), "one_off"),
    ] {
        let answer = client.tell(path, body.clone()).await.expect(422);
        assert_eq!(answer.fields(), [field], "{body}");
    }
    let answer = client.tell(path, json!({"title": "A good title", "body": "Text."})).await.expect(422);
    assert_eq!(answer.json()["detail"], "The field “seeking” is missing. Add it and send again.");
    assert_eq!(answer.json()["title"], "Unprocessable Entity");
    app.end().await;
}
