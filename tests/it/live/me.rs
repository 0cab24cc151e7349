//! Hints about one's own matters, and frames of muted names.

use serde_json::json;

use crate::harness::app::start_unlimited;
use crate::harness::live::{Ear, Port};
use crate::harness::make::{OPEN, text};

#[tokio::test]
async fn who_is_answered_and_who_follows_gets_a_hint_and_nobody_else() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let (starter, follower, other, writer) =
        (app.member().await, app.member().await, app.member().await, app.member().await);
    let thread = text(&starter.start(OPEN, "How did you begin to talk").await, "thread");
    let elsewhere = text(&other.start(OPEN, "Something else altogether").await, "thread");
    follower.put(&format!("/threads/{thread}/follow"), None).await.expect(204);
    let mut ears = Vec::new();
    for client in [&starter, &follower, &other] {
        let mut ear = Ear::of(&port, client).await;
        ear.subscribe("me", None).await;
        assert_eq!(ear.hear("subscribed").await["topic"], "me");
        ears.push(ear);
    }
    writer.reply(&thread, "It took me years.").await;
    for ear in &mut ears[..2] {
        assert_eq!(ear.next().await, json!({"ev": "hint", "topic": "me"}));
    }
    ears[2].is_silent().await;
    writer.reply(&elsewhere, "And to you.").await;
    assert_eq!(ears[2].next().await["ev"], "hint");
    app.end().await;
}

#[tokio::test]
async fn visitors_have_no_matters_of_their_own() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let mut visitor = Ear::visitor(&port).await;
    visitor.subscribe("me", None).await;
    assert_eq!(visitor.hear("error").await["code"], "not_found");
    app.end().await;
}

#[tokio::test]
async fn frames_of_a_muted_name_come_hidden_to_who_muted_it_alone() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let (reader, bystander, loud) = (app.member().await, app.member().await, app.member().await);
    let thread = text(&loud.start(OPEN, "How did you begin to talk").await, "thread");
    let persona = text(&reader.posts(&thread).await[0]["author"], "persona");
    reader.put(&format!("/personas/{persona}/mute"), None).await.expect(204);
    let topic = format!("thread/{thread}");
    let (mut muting, mut hearing) = (Ear::of(&port, &reader).await, Ear::of(&port, &bystander).await);
    for ear in [&mut muting, &mut hearing] {
        ear.subscribe(&topic, None).await;
        ear.hear("subscribed").await;
    }
    loud.reply(&thread, "Words of the loud one.").await;
    let hidden = muting.hear("post").await;
    assert_eq!((&hidden["post"]["position"], &hidden["post"]["body_html"]), (&json!(2), &json!("")));
    assert!(!text(&hidden, "html").contains("Words of the loud one."));
    assert!(text(&hidden, "html").contains("Hidden by your settings."));
    assert!(text(&hearing.hear("post").await, "html").contains("Words of the loud one."));
    app.end().await;
}
