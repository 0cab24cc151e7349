//! `/drafts`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::app;
use crate::harness::make::{OPEN, text};

#[tokio::test]
async fn a_draft_is_saved_changed_listed_and_thrown_away() {
    let app = app::start().await;
    let client = app.member().await;
    let body =
        json!({"board": OPEN, "title": "Half a ti", "body": "Half", "seeking": "advice", "content_warnings": ["pain"]});
    let saved = client.tell("/drafts", body).await.expect(201).json();
    let path = format!("/drafts/{}", text(&saved, "id"));
    assert_eq!(client.ask(&path).await.expect(200).json(), saved);
    assert_eq!((&saved["saved_at"], &saved["kept_until"]), (&json!("2026-11-23T12:00:00Z"), &json!("2026-12-07")));
    let board = client.ask(&format!("/boards/{OPEN}")).await.json();
    assert_eq!(saved["board"], board["code"]);
    app.clock.advance_s(600);
    let changed = client.put(&path, Some(json!({"title": "Half a title", "body": "Whole"}))).await.expect(200).json();
    assert_eq!((&changed["id"], &changed["body"], &changed["board"]), (&saved["id"], &json!("Whole"), &Value::Null));
    let list = client.ask("/drafts").await.expect(200).json();
    assert_eq!(list["items"], json!([changed]));
    client.delete(&path).await.expect(204);
    client.delete(&path).await.expect(204);
    client.ask(&path).await.expect(404);
    assert_eq!(client.ask("/drafts").await.json()["items"], json!([]));
    app.end().await;
}

#[tokio::test]
async fn a_draft_belongs_to_its_member_alone_and_goes_after_a_fortnight() {
    let app = app::start().await;
    let mut client = app.client();
    let phrase = client.join().await;
    let kept = client.tell("/sessions", json!({"recovery_phrase": phrase, "keep": true})).await.expect(201);
    client.token = Some(text(&kept.json(), "session_token"));
    let saved = client.tell("/drafts", json!({"body": "Mine."})).await.expect(201).json();
    let path = format!("/drafts/{}", text(&saved, "id"));
    let other = app.member().await;
    other.ask(&path).await.expect(404);
    other.put(&path, Some(json!({"body": "Theirs."}))).await.expect(404);
    app.clock.advance_days(14);
    app.running.sweep().await;
    client.ask(&path).await.expect(200);
    app.clock.advance_days(1);
    app.running.sweep().await;
    client.ask(&path).await.expect(404);
    app.end().await;
}

#[tokio::test]
async fn a_draft_that_was_posted_is_no_longer_listed() {
    let app = app::start().await;
    let client = app.member().await;
    let draft = json!({"title": "A title of mine", "body": "The words.", "idempotency_key": "from-the-draft"});
    client.tell("/drafts", draft).await.expect(201);
    let body = json!({"title": "A title of mine", "body": "The words.", "seeking": "advice"});
    let path = format!("/boards/{OPEN}/threads");
    client.call_with(Method::POST, &path, Some(body), &[("idempotency-key", "from-the-draft")]).await.expect(202);
    assert_eq!(client.ask("/drafts").await.json()["items"], json!([]));
    app.end().await;
}

#[tokio::test]
async fn a_draft_holds_a_long_text_in_any_script_and_no_endless_one() {
    let app = app::start().await;
    let client = app.member().await;
    client.tell("/drafts", json!({"body": "語".repeat(20_000)})).await.expect(201);
    for body in ["a".repeat(64_001), "\"".repeat(40_000)] {
        assert_eq!(client.tell("/drafts", json!({ "body": body })).await.expect(422).fields(), ["body"]);
    }
    app.end().await;
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_at_its_field() {
    let app = app::start().await;
    let client = app.member().await;
    for (field, value) in [
        ("board", json!("no-such-board")),
        ("board", json!("\u{0}")),
        ("thread", json!("no thread")),
        ("idempotency_key", json!("two words")),
        ("reply_to", json!("1")),
        ("title", Value::Null),
    ] {
        let answer = client.tell("/drafts", json!({ field: value })).await.expect(422);
        assert_eq!(answer.fields(), [field]);
    }
    app.end().await;
}
