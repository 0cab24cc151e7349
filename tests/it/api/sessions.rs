//! `/sessions`.

use serde_json::{Value, json};

use crate::harness::app::{self, TestApp};
use crate::harness::client::{Answer, Client};

async fn sign_in(client: &Client, phrase: &str) -> Answer {
    client.tell("/sessions", json!({ "recovery_phrase": phrase })).await
}

async fn signed_in(app: &TestApp, phrase: &str, keep: bool) -> Client {
    let answer = app.client().tell("/sessions", json!({"recovery_phrase": phrase, "keep": keep})).await;
    let token = answer.expect(201).json()["session_token"].as_str().unwrap().to_owned();
    app.client().with_token(&token)
}

/// The phrase with another first word.
fn with_first(phrase: &str, first: &str) -> String {
    let rest: Vec<&str> = phrase.split(' ').skip(1).collect();
    format!("{first} {}", rest.join(" "))
}

#[tokio::test]
async fn a_phrase_may_be_typed_in_capitals_with_commas_or_in_one_piece() {
    let app = app::start().await;
    let phrase = app.client().join().await;
    let shouted = phrase.to_uppercase().replace(' ', ", ");
    sign_in(&app.client(), &shouted).await.expect(201);
    sign_in(&app.client(), &phrase.replace([' ', '-'], "")).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn a_word_that_is_not_on_the_list_is_named_with_its_nearest_word() {
    let app = app::start().await;
    let phrase = app.client().join().await;
    let answer = sign_in(&app.client(), &with_first(&phrase, "abacuss")).await.expect(422);
    assert_eq!(answer.fields(), ["recovery_phrase"]);
    let message = answer.json()["errors"][0]["message"].as_str().unwrap().to_owned();
    assert_eq!(message, "“abacuss” is not one of our words. Did you mean “abacus”?");
    let answer = sign_in(&app.client(), "abacus abacus abacus abacus abacus abacus").await.expect(422);
    let message = answer.json()["detail"].as_str().unwrap().to_owned();
    assert_eq!(message, "This has 6 words. A phrase has seven. Add the missing ones");
    app.end().await;
}

#[tokio::test]
async fn unknown_phrases_are_answered_alike() {
    let app = app::start().await;
    let phrase = app.client().join().await;
    let known = sign_in(&app.client(), &with_first(&phrase, "zoom")).await.expect(401);
    let other = sign_in(&app.client(), "abacus abdomen abide abide abide abide zoom").await.expect(401);
    assert_eq!(known.body, other.body);
    assert_eq!(known.code(), "phrase_unknown");
    assert_eq!(known.headers["www-authenticate"], "Bearer");
    app.end().await;
}

#[tokio::test]
async fn after_ten_failed_tries_a_network_waits_a_quarter_of_an_hour() {
    let app = app::start().await;
    let phrase = app.client().join().await;
    let client = app.client();
    // Words that are on no list count too.
    for n in 0..10 {
        let typed = if n % 2 == 0 { "abacuss" } else { "abacus abdomen abide abide abide abide zoom" };
        assert!(!sign_in(&client, typed).await.status.is_success());
    }
    let refused = sign_in(&client, &phrase).await.expect(429);
    assert_eq!(refused.code(), "too_many_sign_ins");
    assert_eq!(refused.retry_after(), 15 * 60 + 1);
    let elsewhere = app.client().elsewhere();
    sign_in(&elsewhere, &phrase).await.expect(201);
    app.clock.advance_s(15 * 60 + 1);
    sign_in(&client, &phrase).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn sign_ins_that_worked_do_not_count_as_failed() {
    let app = app::start().await;
    let phrase = app.client().join().await;
    for _ in 0..12 {
        sign_in(&app.client(), &phrase).await.expect(201);
    }
    app.end().await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let app = app::start().await;
    let mut first = app.client();
    let phrase = first.join().await;
    app.clock.advance_s(3_600);
    let second = signed_in(&app, &phrase, true).await;
    let listed = second.ask("/sessions").await.expect(200).json();
    let sessions = listed["items"].as_array().unwrap().clone();
    assert_eq!(sessions.len(), 2);
    assert!(sessions.iter().all(|s| s["day"] == "2026-11-23"), "{listed}");
    let other: Vec<&Value> = sessions.iter().filter(|s| s["current"] == false).collect();
    assert_eq!(other.len(), 1);
    let path = format!("/sessions/{}", other[0]["id"].as_str().unwrap());
    second.delete(&path).await.expect(204);
    second.delete(&path).await.expect(404);
    first.ask("/me").await.expect(401);
    second.delete("/sessions/current").await.expect(204);
    assert_eq!(second.ask("/me").await.expect(401).code(), "sign_in_first");
    app.end().await;
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let app = app::start().await;
    let (one, other) = (app.member().await, app.member().await);
    let id = one.ask("/sessions").await.expect(200).json()["items"][0]["id"].as_str().unwrap().to_owned();
    other.delete(&format!("/sessions/{id}")).await.expect(404);
    one.ask("/me").await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn a_token_ends_after_a_day_and_a_kept_one_after_thirty() {
    let app = app::start().await;
    let mut short = app.client();
    let phrase = short.join().await;
    let kept = signed_in(&app, &phrase, true).await;
    app.clock.advance_s(86_399);
    short.ask("/me").await.expect(200);
    app.clock.advance_s(1);
    short.ask("/me").await.expect(401);
    kept.ask("/me").await.expect(200);
    app.clock.advance_days(29);
    kept.ask("/me").await.expect(401);
    app.end().await;
}

#[tokio::test]
async fn a_token_that_opens_nothing_is_told_so_also_where_none_is_needed() {
    let app = app::start().await;
    let client = app.client().with_token("lw1.nothing");
    client.ask("/boards").await.expect(401);
    app.client().ask("/boards").await.expect(200);
    // But it keeps nobody from coming back.
    let phrase = app.client().join().await;
    sign_in(&client, &phrase).await.expect(201);
    app.end().await;
}
