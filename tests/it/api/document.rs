//! The document itself.

use std::process::Command;

use axum::http::Method;
use serde_json::Value;

use crate::harness::app;
use crate::harness::contract;

#[tokio::test]
async fn the_command_prints_what_the_site_answers() {
    let app = app::start().await;
    let answer = app.client().ask("/openapi.json").await.expect(200);
    let printed = Command::new(env!("CARGO_BIN_EXE_leeward")).arg("openapi").output().unwrap();
    assert!(printed.status.success());
    assert_eq!(String::from_utf8(printed.stdout).unwrap().trim_end(), answer.body.trim_end());
    assert_eq!(answer.json()["openapi"].as_str().unwrap().get(..4), Some("3.1."));
    app.end().await;
}

#[tokio::test]
async fn every_call_of_this_part_is_in_it() {
    let app = app::start().await;
    let document = contract::document(app.client().router()).await;
    for (method, path) in [
        ("post", "/members"),
        ("get", "/proof"),
        ("post", "/sessions"),
        ("get", "/sessions"),
        ("delete", "/sessions/current"),
        ("delete", "/sessions/{session}"),
        ("get", "/me"),
        ("put", "/me/phrase"),
        ("post", "/me/phrase/confirmation"),
        ("get", "/me/settings"),
        ("patch", "/me/settings"),
        ("get", "/boards"),
        ("get", "/boards/{board}"),
        ("get", "/boards/{board}/persona"),
        ("post", "/boards/{board}/persona/reroll"),
        ("delete", "/boards/{board}/persona"),
        ("get", "/boards/{board}/threads"),
        ("post", "/boards/{board}/threads"),
        ("get", "/threads/{thread}"),
        ("patch", "/threads/{thread}"),
        ("get", "/threads/{thread}/posts"),
        ("post", "/threads/{thread}/posts"),
        ("get", "/posts/{post}"),
        ("patch", "/posts/{post}"),
        ("delete", "/posts/{post}"),
        ("put", "/posts/{post}/reactions/{kind}"),
        ("delete", "/posts/{post}/reactions/{kind}"),
        ("get", "/drafts"),
        ("post", "/drafts"),
        ("get", "/drafts/{draft}"),
        ("put", "/drafts/{draft}"),
        ("delete", "/drafts/{draft}"),
        ("post", "/preview"),
        ("get", "/receipts/{code}"),
        ("get", "/openapi.json"),
    ] {
        let operation = &document["paths"][path][method];
        assert!(operation.is_object(), "{method} {path}");
        assert!(operation["summary"].is_string() && operation["operationId"].is_string(), "{method} {path}");
    }
    app.end().await;
}

/// All references of a part of the document.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|inner| references(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_reference_of_it_leads_somewhere() {
    let app = app::start().await;
    let document = contract::document(app.client().router()).await;
    let mut found = Vec::new();
    references(document, &mut found);
    assert!(found.len() > 100);
    for reference in found {
        assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
    app.end().await;
}

#[tokio::test]
async fn addresses_that_it_does_not_have_answer_problems() {
    let app = app::start().await;
    for path in ["/nothing", "/members/x", "/boards/k7/nothing"] {
        let answer = app.client().ask(path).await.expect(404);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    let wrong = app.client().call(Method::PUT, "/boards", None).await.expect(405);
    assert_eq!(wrong.headers["content-type"], "application/problem+json");
    assert_eq!(wrong.headers["allow"], "GET,HEAD");
    app.end().await;
}
