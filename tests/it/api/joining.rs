//! `POST /members`, `GET /proof`.

use axum::http::Method;
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::app::{self, TestApp};
use crate::harness::client::{Answer, Client};

fn ticks() -> Value {
    json!({"age_confirmed": true, "guidelines_accepted": true})
}

/// Does the work as a script would; answers the number.
fn solve(work: &Value) -> u64 {
    let (salt, wanted) = (work["salt"].as_str().unwrap(), work["challenge"].as_str().unwrap());
    let most = work["maxnumber"].as_u64().unwrap();
    let hits = |n: &u64| HEXLOWER.encode(&Sha256::digest(format!("{salt}{n}"))) == wanted;
    (0..=most).find(hits).unwrap()
}

fn proof(work: &Value, salt: &str, number: u64) -> String {
    let answer = json!({
        "algorithm": "SHA-256", "challenge": work["challenge"], "number": number, "salt": salt,
        "signature": work["signature"],
    });
    BASE64.encode(answer.to_string().as_bytes())
}

async fn solved(client: &Client) -> String {
    let work = client.ask("/proof").await.expect(200).json();
    proof(&work, work["salt"].as_str().unwrap(), solve(&work))
}

async fn join_with(client: &Client, proof: &str) -> Answer {
    let body = json!({"age_confirmed": true, "guidelines_accepted": true, "proof": proof});
    client.tell("/members", body).await
}

/// A site whose network has used up its three free joins.
async fn crowded() -> TestApp {
    let app = app::start_with(&[]).await;
    for _ in 0..3 {
        app.client().tell("/members", ticks()).await.expect(201);
    }
    app
}

#[tokio::test]
async fn who_joins_gets_seven_words_and_a_token_that_works() {
    let app = app::start().await;
    let mut client = app.client();
    let phrase = client.join().await;
    assert_eq!(phrase.split(' ').count(), 7, "{phrase}");
    let me = client.ask("/me").await.expect(200).json();
    assert_eq!(me, json!({"trust_level": 0, "personas": []}));
    app.end().await;
}

#[tokio::test]
async fn both_ticks_are_needed_and_both_are_told() {
    let app = app::start().await;
    let body = json!({"age_confirmed": false, "guidelines_accepted": false});
    let answer = app.client().tell("/members", body).await.expect(422);
    assert_eq!(answer.fields(), ["age_confirmed", "guidelines_accepted"]);
    let answer = app.client().tell("/members", json!({"age_confirmed": true})).await.expect(422);
    assert_eq!(answer.fields(), ["guidelines_accepted"]);
    app.end().await;
}

#[tokio::test]
async fn the_fourth_join_of_an_hour_needs_work_and_one_piece_of_work_opens_one_account() {
    let app = crowded().await;
    let client = app.client();
    let refused = client.tell("/members", ticks()).await.expect(403);
    assert_eq!(refused.code(), "proof_required");
    let proof = solved(&client).await;
    join_with(&client, &proof).await.expect(201);
    assert_eq!(join_with(&client, &proof).await.expect(422).fields(), ["proof"]);
    // Another network still has its own free joins; after an hour this one has again.
    let elsewhere = app.client().elsewhere();
    elsewhere.tell("/members", ticks()).await.expect(201);
    app.clock.advance_s(3_601);
    client.tell("/members", ticks()).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn a_proof_that_is_wrong_late_or_shifted_opens_nothing() {
    let app = crowded().await;
    let client = app.client();
    let work = client.ask("/proof").await.expect(200).json();
    let (salt, number) = (work["salt"].as_str().unwrap(), solve(&work));
    assert_eq!(join_with(&client, "no proof").await.expect(422).fields(), ["proof"]);
    join_with(&client, &proof(&work, salt, number + 1)).await.expect(422);
    // Digits moved from the number into the salt make the same hash; they must not make another proof.
    let digits = number.to_string();
    if let Some(rest) = digits.get(1..).and_then(|rest| rest.parse::<u64>().ok()) {
        let shifted = format!("{salt}{}", &digits[..1]);
        join_with(&client, &proof(&work, &shifted, rest)).await.expect(422);
    }
    app.clock.advance_s(601);
    join_with(&client, &proof(&work, salt, number)).await.expect(422);
    app.end().await;
}

#[tokio::test]
async fn ten_at_once_with_one_proof_make_one_account() {
    let app = crowded().await;
    let proof = solved(&app.client()).await;
    let tries = (0..10).map(|_| {
        let (client, proof) = (app.client(), proof.clone());
        async move { join_with(&client, &proof).await.status.as_u16() }
    });
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422, 422, 422, 422, 422, 422, 422, 422, 422]);
    app.end().await;
}

#[tokio::test]
async fn a_write_with_a_cookie_from_elsewhere_is_refused() {
    let app = app::start().await;
    let headers = [("cookie", "leeward=x"), ("sec-fetch-site", "cross-site")];
    let answer = app.client().call_with(Method::POST, "/members", Some(ticks()), &headers).await.expect(403);
    assert_eq!(answer.code(), "other_origin");
    app.end().await;
}
