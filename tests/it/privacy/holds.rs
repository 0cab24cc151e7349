//! First posts are held over all boards, so a row that told of a hold would tell which faces are not one member's. Once
//! a post is published only its writer can learn what they were first told: by repeating it.

use axum::http::Method;
use serde_json::{Value, json};

use super::unlinkable::dump::{Dump, Value as Cell};
use crate::harness::app::{TestApp, start};
use crate::harness::client::{Answer, Client};

async fn sent(client: &Client, body: &Value) -> Answer {
    client
        .call_with(Method::POST, "/boards/k7/threads", Some(body.clone()), &[("Idempotency-Key", "first-words")])
        .await
}

async fn a_thread(app: &TestApp) -> (Client, Value, Value) {
    let mut client = app.client();
    client.join().await;
    let body = json!({"title": "one of many titles", "body": "Some words.", "seeking": "advice"});
    let first = sent(&client, &body).await.expect(202).json();
    assert_eq!(first["state"], "held");
    (client, body, first)
}

#[tokio::test]
async fn a_repeat_after_release_gets_its_first_answer() {
    let app = start().await;
    let (client, body, first) = a_thread(&app).await;
    assert_eq!(app.running.release_held(10).await, Some(1));
    assert_eq!(sent(&client, &body).await.expect(202).json(), first);
    let other = json!({"title": "one of many titles", "body": "Other words.", "seeking": "advice"});
    sent(&client, &other).await.expect(422);
    let receipt = first["receipt"].as_str().unwrap();
    let opened = client.call(Method::GET, &format!("/receipts/{receipt}"), None).await.expect(200).json();
    assert_eq!(opened["state"], "published");
    app.end().await;
}

#[tokio::test]
async fn a_released_posts_row_bears_nothing_that_one_published_at_once_does_not() {
    let app = start().await;
    let (client, ..) = a_thread(&app).await;
    app.running.release_held(10).await;
    for n in 0..3 {
        app.clock.advance_s(61);
        let body = Some(json!({"body": format!("Some words, {n}.")}));
        let threads = client.call(Method::GET, "/boards/k7/threads", None).await.json();
        let thread = threads["items"][0]["id"].as_str().unwrap().to_owned();
        let state = client.call(Method::POST, &format!("/threads/{thread}/posts"), body).await.json()["state"].clone();
        assert_eq!(state, if n < 2 { "held" } else { "published" });
        app.running.release_held(10).await;
    }
    let posts = Dump::read(&app.raw().await).await.0.remove("posts").unwrap();
    let at = |column: &str| posts.column(column).unwrap();
    let mine: Vec<_> = posts.rows.iter().filter(|row| row[at("author")] != Cell::Nothing).collect();
    assert_eq!(mine.len(), 4);
    for row in mine {
        assert_eq!(row[at("first_answer")], Cell::Text("published".to_owned()));
        assert!(matches!(row[at("receipt_hash")], Cell::Bytes(_)));
        assert_eq!(row[at("created_ms")], row[at("published_ms")]);
    }
    app.end().await;
}
