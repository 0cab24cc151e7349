//! What a writer is offered: help and hints, at the preview, at the first press and after posting; never a refusal.

use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::harness::app::{self, TestApp};
use crate::harness::client::Client;
use crate::harness::make::{OPEN, text};
use crate::pages::join;

const CRISIS: &str = "I want to die and I have the pills ready tonight.";
const PHONE: &str = "You can call me on 07911 123456.";

async fn code(app: &TestApp) -> String {
    text(&app.client().ask(&format!("/boards/{OPEN}")).await.json(), "code")
}

/// Kinds of the flags that stand in the database.
async fn flags(app: &TestApp) -> Vec<String> {
    let conn = app.raw().await;
    let sql = Statement::from_string(conn.get_database_backend(), "SELECT kind FROM flags ORDER BY kind");
    let rows = conn.query_all_raw(sql).await.unwrap();
    rows.iter().map(|row| row.try_get("", "kind").unwrap()).collect()
}

async fn signed_in(app: &TestApp) -> Client {
    let client = app.client();
    join(&client).await;
    client
}

#[tokio::test]
async fn help_stands_at_the_preview_and_after_posting_and_can_be_put_away() {
    let app = app::start_unlimited().await;
    let (client, code) = (signed_in(&app).await, code(&app).await);
    let action = format!("/boards/{code}/new");
    let form = client.get(&action).await.expect(200).form(&action);
    let form = form.set("title", "The nights are long").set("body", CRISIS).set("seeking", "listening");
    let preview = form.press(&client, &format!("{action}/preview")).await.expect(200);
    assert!(preview.body.contains("Help is here, if you want it"), "{}", preview.body);
    assert!(preview.body.contains("findahelpline.com") && preview.body.contains("Not me, hide this"));
    assert_eq!(flags(&app).await, Vec::<String>::new(), "a preview notes nothing");
    let hidden = preview.form(&action).set("help", "hidden").press(&client, &format!("{action}/preview")).await;
    assert!(!hidden.body.contains("Not me, hide this") && !hidden.body.contains("findahelpline.com"));
    assert_eq!(hidden.form(&action).value("help"), "hidden");
    let sent = preview.form(&action).send(&client).await.expect(303).location();
    assert!(sent.ends_with("/sent"), "{sent}");
    let after = client.get(&sent).await.expect(200);
    assert!(after.body.contains("Your post is up") && after.body.contains("Help is here, if you want it"));
    assert_eq!(flags(&app).await, ["self-harm"]);
    app.end().await;
}

#[tokio::test]
async fn a_held_post_is_flagged_too_and_its_flag_goes_with_it() {
    let app = app::start().await;
    let writer = app.member().await;
    let body = json!({"title": "The nights are long", "body": CRISIS, "seeking": "listening"});
    let sent = writer.tell(&format!("/boards/{OPEN}/threads"), body).await.expect(202).json();
    assert_eq!(sent["state"], "held");
    assert_eq!(flags(&app).await, ["self-harm"]);
    writer.delete(&format!("/posts/{}", text(&sent, "post"))).await.expect(204);
    assert_eq!(flags(&app).await, Vec::<String>::new());
    app.end().await;
}

#[tokio::test]
async fn a_crisis_changes_nothing_of_what_becomes_of_a_post_and_an_edit_is_flagged() {
    let app = app::start_unlimited().await;
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "Sleeping badly").await, "thread");
    assert_eq!(flags(&app).await, Vec::<String>::new());
    let reply = writer.reply(&thread, "I am not suicidal, just tired.").await;
    assert_eq!((&reply["state"], flags(&app).await.len()), (&json!("published"), 0));
    let post = text(&reply, "post");
    writer.patch(&format!("/posts/{post}"), json!({"body": CRISIS})).await.expect(200);
    assert_eq!(flags(&app).await, ["self-harm"]);
    let again = writer.reply(&thread, "My husband hits me every night and I am afraid to go home.").await;
    assert_eq!(again["state"], "published");
    assert_eq!(flags(&app).await, ["danger", "self-harm"]);
    app.end().await;
}

#[tokio::test]
async fn the_first_press_shows_what_was_found_once_and_the_second_posts() {
    let app = app::start_unlimited().await;
    let (client, code) = (signed_in(&app).await, code(&app).await);
    let action = format!("/boards/{code}/new");
    let form = client.get(&action).await.expect(200).form(&action);
    let form = form.set("title", "Somebody to talk to").set("body", PHONE).set("seeking", "listening");
    let shown = form.send(&client).await.expect(200);
    assert!(shown.body.contains("Looks like a phone number") && shown.body.contains("07911 123456"), "{}", shown.body);
    assert_eq!(shown.form(&action).value("hinted"), "yes");
    let place = shown.form(&action).send(&client).await.expect(303).location();
    assert!(place.starts_with("/threads/"), "{place}");
    let thread = place.trim_start_matches("/threads/").split(['#', '?']).next().unwrap().to_owned();
    let reply = format!("/threads/{thread}/reply");
    let form = client.get(&format!("/threads/{thread}")).await.expect(200).form(&reply).set("body", PHONE);
    let shown = form.send(&client).await.expect(200);
    assert!(shown.body.contains("Looks like a phone number"));
    shown.form(&reply).send(&client).await.expect(303);
    app.end().await;
}

#[tokio::test]
async fn the_api_stops_nothing_and_its_preview_tells_all() {
    let app = app::start_unlimited().await;
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "Somebody to talk to").await, "thread");
    let posted = writer.reply(&thread, PHONE).await;
    assert_eq!((&posted["state"], &posted["hints"]), (&json!("published"), &json!(null)));
    let both = format!("{CRISIS} {PHONE}");
    let hints = app.client().tell("/preview", json!({"body": both})).await.expect(200).json()["hints"].clone();
    assert_eq!(hints[0]["kind"], "crisis");
    assert_eq!(hints[0]["start"], json!(null));
    assert_eq!((&hints[1]["kind"], &hints[1]["words"]), (&json!("phone"), &json!("07911 123456")));
    assert_eq!((&hints[1]["start"], &hints[1]["end"]), (&json!(69), &json!(81)));
    assert_eq!(hints.as_array().unwrap().len(), 2);
    app.end().await;
}
