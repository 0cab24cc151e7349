//! `/me/phrase`.

use serde_json::{Value, json};

use crate::harness::app;
use crate::harness::client::Client;

async fn new_phrase(client: &Client, old: &str) -> Value {
    client.put("/me/phrase", Some(json!({ "recovery_phrase": old }))).await.expect(200).json()
}

async fn opens(client: &Client, phrase: &str) -> u16 {
    client.tell("/sessions", json!({ "recovery_phrase": phrase })).await.status.as_u16()
}

/// The two words that are asked back.
fn two_words(new: &Value) -> Vec<String> {
    let words: Vec<&str> = new["recovery_phrase"].as_str().unwrap().split(' ').collect();
    let at = |n: &Value| words[usize::try_from(n.as_u64().unwrap()).unwrap() - 1].to_owned();
    new["confirm"].as_array().unwrap().iter().map(at).collect()
}

#[tokio::test]
async fn the_old_phrase_works_until_two_words_of_the_new_one_came_back() {
    let app = app::start().await;
    let mut client = app.client();
    let old = client.join().await;
    let new = new_phrase(&client, &old).await;
    let words = two_words(&new);
    let other = app.client();
    let wrong = client.tell("/me/phrase/confirmation", json!({"words": [words[0], "zoom"]})).await.expect(422);
    assert_eq!(wrong.fields(), ["words[1]"]);
    client.tell("/me/phrase/confirmation", json!({ "words": words })).await.expect(204);
    assert_eq!(opens(&other, &old).await, 401);
    assert_eq!(opens(&other, new["recovery_phrase"].as_str().unwrap()).await, 201);
    let again = client.tell("/me/phrase/confirmation", json!({ "words": words })).await.expect(409);
    assert_eq!(again.code(), "nothing_waits");
    app.end().await;
}

#[tokio::test]
async fn a_new_phrase_whose_answer_was_lost_is_dropped_by_the_old_one() {
    let app = app::start().await;
    let mut client = app.client();
    let old = client.join().await;
    let new = new_phrase(&client, &old).await;
    assert_eq!(opens(&app.client(), &old).await, 201);
    assert_eq!(opens(&app.client(), new["recovery_phrase"].as_str().unwrap()).await, 401);
    let answer = client.tell("/me/phrase/confirmation", json!({"words": two_words(&new)})).await;
    assert_eq!(answer.expect(409).code(), "nothing_waits");
    app.end().await;
}

#[tokio::test]
async fn signing_in_with_the_new_phrase_confirms_it_and_ends_the_other_sessions() {
    let app = app::start().await;
    let mut client = app.client();
    let old = client.join().await;
    let new = new_phrase(&client, &old).await;
    assert_eq!(opens(&app.client(), new["recovery_phrase"].as_str().unwrap()).await, 201);
    assert_eq!(opens(&app.client(), &old).await, 401);
    client.ask("/me").await.expect(401);
    app.end().await;
}

#[tokio::test]
async fn somebody_elses_phrase_changes_nothing() {
    let app = app::start().await;
    let client = app.member().await;
    let theirs = app.client().join().await;
    let answer = client.put("/me/phrase", Some(json!({ "recovery_phrase": theirs }))).await.expect(422);
    assert_eq!(answer.fields(), ["recovery_phrase"]);
    assert_eq!(opens(&app.client(), &theirs).await, 201);
    app.end().await;
}
