//! Posts that appear later.

use serde_json::{Value, json};

use crate::harness::app::{self, TestApp};
use crate::harness::client::Client;
use crate::harness::make::{OPEN, text};

async fn waiting(app: &TestApp, publish: &str) -> (Client, Value) {
    let writer = app.member().await;
    let body = json!({"title": "It appears later", "body": "Later.", "seeking": "advice", "publish": publish});
    let answer = writer.tell(&format!("/boards/{OPEN}/threads"), body).await.expect(202).json();
    assert_eq!(answer["state"], "waiting");
    (writer, answer)
}

/// Minutes from the start of the test's clock (12:00) to a time of that day or the next.
fn minutes(due: &Value) -> i64 {
    let due = due.as_str().unwrap();
    let number = |from: usize| due[from..from + 2].parse::<i64>().unwrap();
    (number(8) - 23) * 1_440 + (number(11) - 12) * 60 + number(14)
}

#[tokio::test]
async fn a_post_that_appears_soon_appears_within_twenty_minutes() {
    let app = app::start_unlimited().await;
    let (writer, answer) = waiting(&app, "soon").await;
    let path = format!("/posts/{}", text(&answer, "post"));
    let own = writer.ask(&path).await.expect(200).json();
    assert!((2..=20).contains(&minutes(&own["own"]["due_at"])), "{own}");
    app.running.sweep().await;
    app.client().ask(&path).await.expect(404);
    app.clock.advance_s(20 * 60);
    app.running.sweep().await;
    let shown = app.client().ask(&path).await.expect(200).json();
    assert_eq!((&shown["state"], &shown["position"]), (&json!("published"), &json!(1)));
    let receipt = app.client().ask(&format!("/receipts/{}", text(&answer, "receipt"))).await.expect(200).json();
    assert_eq!(receipt["state"], "published");
    app.end().await;
}

#[tokio::test]
async fn a_post_of_today_appears_between_one_and_twelve_hours() {
    let app = app::start_unlimited().await;
    let (writer, answer) = waiting(&app, "today").await;
    let own = writer.ask(&format!("/posts/{}", text(&answer, "post"))).await.expect(200).json();
    assert!((60..=720).contains(&minutes(&own["own"]["due_at"])), "{own}");
    app.clock.advance_s(59 * 60);
    app.running.sweep().await;
    app.client().ask(&format!("/posts/{}", text(&answer, "post"))).await.expect(404);
    app.end().await;
}

#[tokio::test]
async fn its_writer_changes_publishes_or_cancels_it_before() {
    let app = app::start_unlimited().await;
    let (writer, answer) = waiting(&app, "today").await;
    let path = format!("/posts/{}", text(&answer, "post"));
    let changed = writer.patch(&path, json!({"body": "Other words."})).await.expect(200).json();
    assert_eq!((&changed["state"], &changed["edited"]), (&json!("waiting"), &json!(false)));
    let both = writer.patch(&path, json!({"publish": "now", "body": "Both."})).await.expect(422);
    assert_eq!(both.fields(), ["publish"]);
    let now = writer.patch(&path, json!({"publish": "now"})).await.expect(200).json();
    assert_eq!((&now["state"], &now["body_html"]), (&json!("published"), &json!("<p>Other words.</p>")));
    writer.patch(&path, json!({"publish": "now"})).await.expect(200);

    let (writer, answer) = waiting(&app, "today").await;
    let path = format!("/posts/{}", text(&answer, "post"));
    writer.delete(&path).await.expect(204);
    app.clock.advance_days(1);
    app.running.sweep().await;
    app.client().ask(&path).await.expect(404);
    app.end().await;
}

#[tokio::test]
async fn a_held_post_cannot_be_published_by_its_writer() {
    let app = app::start().await;
    let writer = app.member().await;
    let held = writer.start(OPEN, "It waits for the team").await;
    let path = format!("/posts/{}", text(&held, "post"));
    assert_eq!(writer.patch(&path, json!({"publish": "now"})).await.expect(409).code(), "wrong_state");
    app.end().await;
}
