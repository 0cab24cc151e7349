//! Changing and deleting one's own, and reacting to others.

use serde_json::{Value, json};

use crate::harness::app::{self, TestApp};
use crate::harness::client::Client;
use crate::harness::make::{OPEN, text};

/// Newcomers publish at once here; everything else as usual.
async fn unheld() -> TestApp {
    app::start_with(&[("limits.joins_per_hour", "1000"), ("limits.first_posts_held", "0")]).await
}

/// A writer with a published thread: thread and post.
async fn published(app: &TestApp) -> (Client, String, String) {
    let mut writer = app.client();
    let phrase = writer.join().await;
    let kept = writer.tell("/sessions", json!({"recovery_phrase": phrase, "keep": true})).await.expect(201);
    writer.token = Some(text(&kept.json(), "session_token"));
    let started = writer.start(OPEN, "A thread to change").await;
    (writer, text(&started, "thread"), text(&started, "post"))
}

#[tokio::test]
async fn an_edit_is_marked_after_five_minutes_and_refused_after_a_day() {
    let app = unheld().await;
    let (writer, _, post) = published(&app).await;
    let path = format!("/posts/{post}");
    app.clock.advance_s(5 * 60);
    let changed = writer.patch(&path, json!({"body": "Better words."})).await.expect(200).json();
    assert_eq!((&changed["body_html"], &changed["edited"]), (&json!("<p>Better words.</p>"), &json!(false)));
    app.clock.advance_s(60);
    let changed = writer.patch(&path, json!({"body": "Even better."})).await.expect(200).json();
    assert_eq!(changed["edited"], true);
    assert_eq!(app.client().ask(&path).await.json()["edited"], true);
    app.clock.advance_days(1);
    let late = writer.patch(&path, json!({"body": "Too late."})).await.expect(409);
    assert_eq!(late.code(), "too_late_to_edit");
    let warned = writer.patch(&path, json!({"content_warnings": ["pain"]})).await.expect(200).json();
    assert_eq!(warned["content_warnings"], json!(["pain"]));
    assert_eq!(warned["body_html"], "<p>Even better.</p>");
    app.end().await;
}

#[tokio::test]
async fn a_held_edit_leaves_the_old_version_up() {
    let app = unheld().await;
    let (writer, _, post) = published(&app).await;
    let (path, reader) = (format!("/posts/{post}"), app.client());
    let before = reader.ask(&path).await.json()["body_html"].clone();
    let held = writer.patch(&path, json!({"body": "See https://example.org/"})).await.expect(202).json();
    assert_eq!(held["own"]["edit_held"], true);
    assert_eq!(held["own"]["body"], "See https://example.org/");
    assert_eq!(held["body_html"], before);
    let seen = reader.ask(&path).await.json();
    assert_eq!((&seen["body_html"], &seen["own"]), (&before, &Value::Null));
    assert_eq!(app.release_all().await, 1);
    assert!(text(&reader.ask(&path).await.json(), "body_html").contains("example.org"));
    app.end().await;
}

#[tokio::test]
async fn nobody_changes_the_post_of_somebody_else() {
    let app = unheld().await;
    let (_, thread, post) = published(&app).await;
    let other = app.member().await;
    other.patch(&format!("/posts/{post}"), json!({"body": "Mine now."})).await.expect(404);
    other.delete(&format!("/posts/{post}")).await.expect(404);
    other.patch(&format!("/threads/{thread}"), json!({"title": "Mine now, all of it"})).await.expect(404);
    app.end().await;
}

#[tokio::test]
async fn deleting_leaves_a_tombstone_and_tells_in_how_many_replies_it_is_quoted() {
    let app = app::start_unlimited().await;
    let (writer, other) = (app.member().await, app.member().await);
    let started = writer.start(OPEN, "Words to be quoted").await;
    let (thread, post) = (text(&started, "thread"), text(&started, "post"));
    let quote = json!({"body": "> the text.\n\nI know this.", "reply_to": 1});
    other.tell(&format!("/threads/{thread}/posts"), quote).await.expect(201);
    let path = format!("/posts/{post}");
    assert_eq!(writer.ask(&path).await.json()["own"]["quoted_in"], 1);
    let deleted = writer.delete(&path).await.expect(204);
    assert_eq!(deleted.headers["quoted-in"], "1");
    let seen = app.client().ask(&path).await.expect(200).json();
    assert_eq!((&seen["state"], &seen["body_html"], &seen["position"]), (&json!("deleted"), &json!(""), &json!(1)));
    assert_eq!(app.client().ask(&format!("/threads/{thread}")).await.json()["title"], "");
    writer.delete(&path).await.expect(204);
    assert_eq!(writer.patch(&path, json!({"body": "Back?"})).await.expect(409).code(), "wrong_state");
    app.end().await;
}

#[tokio::test]
async fn a_thread_in_which_nobody_else_spoke_goes_with_its_first_post() {
    let app = unheld().await;
    let (writer, thread, post) = published(&app).await;
    writer.delete(&format!("/posts/{post}")).await.expect(204);
    app.client().ask(&format!("/threads/{thread}")).await.expect(404);
    app.end().await;
}

#[tokio::test]
async fn reactions_are_counted_once_and_not_given_to_oneself() {
    let app = unheld().await;
    let (writer, _, post) = published(&app).await;
    let (reader, path) = (app.member().await, format!("/posts/{post}/reactions/with-you"));
    assert_eq!(writer.put(&path, None).await.expect(403).code(), "own_post");
    reader.put(&path, None).await.expect(204);
    reader.put(&path, None).await.expect(204);
    let seen = reader.ask(&format!("/posts/{post}")).await.json();
    assert_eq!(seen["reactions"], json!({"with-you": 1, "same-here": 0, "thank-you": 0, "helpful": 0}));
    assert_eq!(seen["reacted"], json!(["with-you"]));
    assert_eq!(writer.ask(&format!("/posts/{post}")).await.json()["reacted"], json!([]));
    reader.delete(&path).await.expect(204);
    reader.delete(&path).await.expect(204);
    assert_eq!(reader.ask(&format!("/posts/{post}")).await.json()["reactions"]["with-you"], 0);
    reader.put(&format!("/posts/{post}/reactions/like"), None).await.expect(404);
    app.client().put(&path, None).await.expect(401);
    app.end().await;
}

#[tokio::test]
async fn reactions_have_a_number_an_hour() {
    let settings =
        [("limits.joins_per_hour", "1000"), ("limits.first_posts_held", "0"), ("limits.reactions_per_hour", "2")];
    let app = app::start_with(&settings).await;
    let (_, _, post) = published(&app).await;
    let reader = app.member().await;
    for kind in ["with-you", "same-here"] {
        reader.put(&format!("/posts/{post}/reactions/{kind}"), None).await.expect(204);
    }
    let refused = reader.put(&format!("/posts/{post}/reactions/helpful"), None).await.expect(429);
    assert_eq!((refused.code().as_str(), refused.retry_after()), ("too_many_reactions", 3_600));
    app.clock.advance_s(3_600);
    reader.put(&format!("/posts/{post}/reactions/helpful"), None).await.expect(204);
    app.end().await;
}

#[tokio::test]
async fn a_title_can_be_changed_for_a_day_and_a_thread_closed_for_good() {
    let app = unheld().await;
    let (writer, thread, _) = published(&app).await;
    let path = format!("/threads/{thread}");
    let renamed = writer.patch(&path, json!({"title": "A better title"})).await.expect(200).json();
    assert_eq!(renamed["title"], "A better title");
    assert_eq!(writer.patch(&path, json!({"title": "Short"})).await.expect(422).fields(), ["title"]);
    assert_eq!(writer.patch(&path, json!({"closed": false})).await.expect(422).fields(), ["closed"]);
    app.clock.advance_days(1);
    app.clock.advance_s(60);
    assert_eq!(writer.patch(&path, json!({"title": "Much too late"})).await.expect(409).code(), "too_late_to_edit");
    let closed = writer.patch(&path, json!({"closed": true})).await.expect(200).json();
    assert_eq!(closed["state"], "closed");
    let other = app.member().await;
    let refused = other.tell(&format!("{path}/posts"), json!({"body": "Too late?"})).await.expect(409);
    assert_eq!(refused.code(), "thread_closed");
    assert_eq!(refused.json()["detail"], "This thread is closed. It takes no replies.");
    app.end().await;
}
