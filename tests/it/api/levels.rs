//! Levels, daily limits, gaps, links (CONTRACT §7).

use serde_json::json;

use crate::harness::app::{self, TestApp};
use crate::harness::client::Client;
use crate::harness::make::{OPEN, text};

/// A member with three approved posts, the first of them yesterday.
async fn of_level_1(app: &TestApp) -> (Client, String) {
    let mut client = app.client();
    let phrase = client.join().await;
    let thread = text(&client.start(OPEN, "The first of three").await, "thread");
    app.release_all().await;
    for n in 0..2 {
        app.clock.advance_s(61);
        client.reply(&thread, &format!("Reply {n}.")).await;
        app.release_all().await;
    }
    app.clock.advance_days(1);
    let answer = client.tell("/sessions", json!({"recovery_phrase": phrase, "keep": true})).await.expect(201);
    client.token = Some(text(&answer.json(), "session_token"));
    (client, thread)
}

#[tokio::test]
async fn three_posts_are_held_over_all_boards_and_the_fourth_is_published_at_once() {
    let app = app::start().await;
    let client = app.member().await;
    let thread = text(&client.start(OPEN, "The first of four").await, "thread");
    app.release_all().await;
    let welcome = client.ask("/boards/low-experience/threads").await.json();
    let elsewhere = text(&welcome["items"][0], "id");
    for (place, state) in [(&thread, "held"), (&elsewhere, "held"), (&thread, "published")] {
        app.clock.advance_s(61);
        assert_eq!(client.reply(place, "A reply.").await["state"], state);
        app.release_all().await;
    }
    app.end().await;
}

#[tokio::test]
async fn a_newcomer_starts_one_thread_a_day_and_waits_a_minute_between_posts() {
    let app = app::start().await;
    let client = app.member().await;
    let thread = text(&client.start(OPEN, "The only one today").await, "thread");
    app.clock.advance_s(10);
    let soon = client.tell(&format!("/threads/{thread}/posts"), json!({"body": "More."})).await.expect(429);
    assert_eq!((soon.code().as_str(), soon.retry_after()), ("too_soon", 50));
    app.clock.advance_s(110);
    let body = json!({"title": "A second one today", "body": "More.", "seeking": "advice"});
    let path = format!("/boards/{OPEN}/threads");
    let refused = client.tell(&path, body.clone()).await.expect(429);
    // 12:02 at UTC: midnight is 11 hours and 58 minutes away.
    assert_eq!((refused.code().as_str(), refused.retry_after()), ("daily_limit", 43_080));
    assert_eq!(refused.json()["detail"], "You can start 1 thread a day. Send it again tomorrow.");
    app.clock.advance_s(43_080);
    client.tell(&path, body).await.expect(202);
    app.end().await;
}

#[tokio::test]
async fn the_tenth_reply_of_a_day_is_the_last_one_of_a_newcomer() {
    let settings =
        [("limits.joins_per_hour", "1000"), ("limits.reply_gap_s_l0", "0"), ("limits.first_posts_held", "0")];
    let app = app::start_with(&settings).await;
    let client = app.member().await;
    let thread = text(&client.start(OPEN, "Many replies today").await, "thread");
    for n in 0..10 {
        client.reply(&thread, &format!("Reply {n}.")).await;
    }
    let refused = client.tell(&format!("/threads/{thread}/posts"), json!({"body": "One more."})).await.expect(429);
    assert_eq!(refused.code(), "daily_limit");
    // A deleted reply gives no place back.
    let post = text(&client.posts(&thread).await[1], "id");
    client.delete(&format!("/posts/{post}")).await.expect(204);
    client.tell(&format!("/threads/{thread}/posts"), json!({"body": "One more."})).await.expect(429);
    app.end().await;
}

#[tokio::test]
async fn three_approved_posts_and_a_night_make_level_1_with_its_numbers() {
    let app = app::start().await;
    let (client, thread) = of_level_1(&app).await;
    assert_eq!(client.ask("/me").await.json()["trust_level"], 1);
    for n in 0..3 {
        app.clock.advance_s(15);
        assert_eq!(client.start(OPEN, &format!("Thread number {n}")).await["state"], "published");
    }
    app.clock.advance_s(15);
    let body = json!({"title": "The fourth one today", "body": "Too much.", "seeking": "advice"});
    client.tell(&format!("/boards/{OPEN}/threads"), body).await.expect(429);
    client.reply(&thread, "Replies are counted apart.").await;
    app.end().await;
}

#[tokio::test]
async fn links_are_held_at_level_0_and_counted_above() {
    let settings = [("limits.joins_per_hour", "1000"), ("limits.first_posts_held", "0")];
    let app = app::start_with(&settings).await;
    let newcomer = app.member().await;
    let thread = text(&newcomer.start(OPEN, "Links, few and many").await, "thread");
    app.clock.advance_s(61);
    assert_eq!(newcomer.reply(&thread, "https://example.org/").await["state"], "held");
    let (regular, _) = of_level_1(&app).await;
    app.clock.advance_s(61);
    assert_eq!(regular.reply(&thread, "https://a.example/ https://b.example/").await["state"], "published");
    app.clock.advance_s(61);
    let three = json!({"body": "https://a.example/ https://b.example/ https://c.example/"});
    let refused = regular.tell(&format!("/threads/{thread}/posts"), three).await.expect(422);
    assert_eq!(refused.fields(), ["body"]);
    app.end().await;
}
