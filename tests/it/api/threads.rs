//! Starting threads and replying.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::app;
use crate::harness::client::{Answer, Client};
use crate::harness::make::{MEMBERS, OPEN, text};

fn thread_body(text: &str) -> Value {
    json!({"title": "A thread to be held first", "body": text, "seeking": "advice"})
}

async fn start_with_key(client: &Client, key: &str, body: Value) -> Answer {
    let path = format!("/boards/{OPEN}/threads");
    client.call_with(Method::POST, &path, Some(body), &[("idempotency-key", key)]).await
}

#[tokio::test]
async fn a_newcomers_thread_is_held_then_released_and_its_key_answers_the_same_for_ever() {
    let app = app::start().await;
    let (writer, reader) = (app.member().await, app.client());
    let first = start_with_key(&writer, "key-1", thread_body("Hello.")).await.expect(202);
    let held = first.json();
    assert_eq!(held["state"], "held");
    let again = start_with_key(&writer, "key-1", thread_body("Hello.")).await.expect(202);
    assert_eq!(again.body, first.body);
    let other = start_with_key(&writer, "key-1", thread_body("Other words.")).await.expect(422);
    assert_eq!(other.code(), "idempotency_key_reused");

    let (thread, post) = (format!("/threads/{}", text(&held, "thread")), format!("/posts/{}", text(&held, "post")));
    reader.ask(&thread).await.expect(404);
    reader.ask(&post).await.expect(404);
    let own = writer.ask(&thread).await.expect(200).json();
    assert_eq!((&own["mine"], &own["published"]), (&json!(true), &json!(false)));
    assert_eq!(writer.posts(&text(&held, "thread")).await[0]["state"], "held");
    let receipt = format!("/receipts/{}", text(&held, "receipt"));
    assert_eq!(reader.ask(&receipt).await.expect(200).json()["state"], "held");

    assert_eq!(app.release_all().await, 1);
    let seen = reader.ask(&thread).await.expect(200).json();
    assert_eq!((&seen["mine"], &seen["published"]), (&json!(false), &json!(true)));
    let opened = reader.ask(&receipt).await.expect(200).json();
    assert_eq!((&opened["state"], &opened["position"]), (&json!("published"), &json!(1)));
    assert_eq!(reader.ask(&post).await.expect(200).json()["body_html"], "<p>Hello.</p>");
    let still = start_with_key(&writer, "key-1", thread_body("Hello.")).await.expect(202);
    assert_eq!(still.body, first.body);
    app.end().await;
}

#[tokio::test]
async fn a_key_of_one_member_is_another_key_for_somebody_else() {
    let app = app::start().await;
    let (one, other) = (app.member().await, app.member().await);
    let first = start_with_key(&one, "same", thread_body("One.")).await.expect(202).json();
    let second = start_with_key(&other, "same", thread_body("Other.")).await.expect(202).json();
    assert_ne!(first["post"], second["post"]);
    app.end().await;
}

#[tokio::test]
async fn ten_at_once_with_one_key_write_one_thread() {
    let app = app::start().await;
    let writer = app.member().await;
    let tries = (0..10).map(|_| start_with_key(&writer, "once", thread_body("Hello.")));
    let answers = futures_util::future::join_all(tries).await;
    for answer in &answers {
        assert_eq!((answer.status.as_u16(), &answer.body), (202, &answers[0].body));
    }
    assert_eq!(writer.ask("/me").await.json()["personas"][0]["posts"], 1);
    app.end().await;
}

#[tokio::test]
async fn a_key_that_is_no_key_is_told_at_the_header() {
    let app = app::start().await;
    let writer = app.member().await;
    let long = "k".repeat(201);
    for key in ["", "with blank", long.as_str()] {
        let answer = start_with_key(&writer, key, thread_body("Hello.")).await.expect(422);
        assert_eq!(answer.fields(), ["Idempotency-Key"], "{key:?}");
    }
    app.end().await;
}

#[tokio::test]
async fn what_does_not_fit_is_told_for_all_fields_at_once() {
    let app = app::start().await;
    let writer = app.member().await;
    let path = format!("/boards/{OPEN}/threads");
    let body = json!({"title": "Short", "body": " \u{200b} ", "seeking": "advice"});
    let answer = writer.tell(&path, body).await.expect(422);
    assert_eq!(answer.fields(), ["title", "body"]);
    let long = json!({"title": "t".repeat(141), "body": "b".repeat(10_001), "seeking": "advice"});
    assert_eq!(writer.tell(&path, long).await.expect(422).fields(), ["title", "body"]);
    let full = json!({"title": "ü".repeat(140), "body": "ü".repeat(10_000), "seeking": "advice"});
    writer.tell(&path, full).await.expect(202);
    app.end().await;
}

#[tokio::test]
async fn replies_have_positions_in_order_and_one_name_a_thread() {
    let app = app::start_unlimited().await;
    let (writer, other, reader) = (app.member().await, app.member().await, app.client());
    let thread = text(&writer.start(OPEN, "Three who talk").await, "thread");
    other.reply(&thread, "First answer.").await;
    writer.reply(&thread, "Thank you.").await;
    let body = json!({"body": "To the first.", "reply_to": 1});
    other.tell(&format!("/threads/{thread}/posts"), body).await.expect(201);
    let posts = reader.posts(&thread).await;
    let positions: Vec<i64> = posts.iter().map(|p| p["position"].as_i64().unwrap()).collect();
    assert_eq!(positions, [1, 2, 3, 4]);
    assert_eq!(posts[3]["reply_to"], 1);
    let handles: Vec<String> = posts.iter().map(|p| text(&p["author"], "handle")).collect();
    assert_eq!(handles[0], handles[2]);
    assert_eq!(handles[1], handles[3]);
    assert_ne!(handles[0], handles[1]);
    assert!(posts.iter().all(|post| post["mine"] == false && post["own"] == Value::Null));
    let mine: Vec<bool> = writer.posts(&thread).await.iter().map(|p| p["mine"].as_bool().unwrap()).collect();
    assert_eq!(mine, [true, false, true, false]);
    let head = reader.ask(&format!("/threads/{thread}")).await.expect(200).json();
    assert_eq!((&head["replies"], &head["seq"]), (&json!(3), &json!(4)));
    app.end().await;
}

#[tokio::test]
async fn a_reply_to_a_position_that_is_not_there_is_refused() {
    let app = app::start_unlimited().await;
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "Nobody answered").await, "thread");
    for position in [2, 1_000, i64::MAX] {
        let body = json!({"body": "To nobody.", "reply_to": position});
        let answer = writer.tell(&format!("/threads/{thread}/posts"), body).await.expect(422);
        assert_eq!(answer.fields(), ["reply_to"]);
    }
    app.end().await;
}

#[tokio::test]
async fn another_board_gives_another_name_and_no_answer_joins_them() {
    let app = app::start_unlimited().await;
    let writer = app.member().await;
    let here = text(&writer.start(OPEN, "On the first board").await, "thread");
    let again = text(&writer.start(OPEN, "Again on the first board").await, "thread");
    let there = text(&writer.start("low-experience", "On another board").await, "thread");
    let reader = app.client();
    let mut authors = Vec::new();
    for thread in [&here, &again, &there] {
        authors.push(reader.posts(thread).await[0]["author"].clone());
    }
    assert_eq!(authors[0], authors[1]);
    assert_ne!(authors[0]["persona"], authors[2]["persona"]);
    assert_ne!(authors[0]["handle"], authors[2]["handle"]);
    app.end().await;
}

#[tokio::test]
async fn a_name_for_one_thread_lives_there_alone_and_only_where_it_is_offered() {
    let app = app::start_unlimited().await;
    let writer = app.member().await;
    let path = format!("/boards/{MEMBERS}/threads");
    let body = |one_off: bool| {
        json!({
            "title": "Something heavy", "body": "The text.", "seeking": "listening", "one_off": one_off,
        })
    };
    let usual = text(&writer.tell(&path, body(false)).await.expect(201).json(), "thread");
    let apart = text(&writer.tell(&path, body(true)).await.expect(201).json(), "thread");
    writer.reply(&apart, "Once more with the same name.").await;
    let (usual, apart) = (writer.posts(&usual).await, writer.posts(&apart).await);
    assert_ne!(usual[0]["author"]["persona"], apart[0]["author"]["persona"]);
    assert_eq!(apart[0]["author"], apart[1]["author"]);
    // The board's own warning stands on every thread of it.
    let board = writer.ask(&format!("/boards/{MEMBERS}")).await.json();
    assert_eq!(apart[0]["content_warnings"], board["content_warnings"]);
    assert_ne!(board["content_warnings"], json!([]));
    let elsewhere = writer.tell(&format!("/boards/{OPEN}/threads"), body(true)).await.expect(422);
    assert_eq!(elsewhere.fields(), ["one_off"]);
    app.end().await;
}

#[tokio::test]
async fn the_first_post_of_each_name_for_one_thread_is_held() {
    let app = app::start_with(&[("limits.joins_per_hour", "1000"), ("limits.first_posts_held", "0")]).await;
    let writer = app.member().await;
    let body = json!({"title": "Something heavy", "body": "The text.", "seeking": "listening", "one_off": true});
    let held = writer.tell(&format!("/boards/{MEMBERS}/threads"), body).await.expect(202).json();
    assert_eq!(held["state"], "held");
    app.release_all().await;
    app.clock.advance_s(61);
    assert_eq!(writer.reply(&text(&held, "thread"), "More.").await["state"], "published");
    app.end().await;
}

#[tokio::test]
async fn a_preview_is_the_very_text_that_readers_get() {
    let app = app::start_unlimited().await;
    let writer = app.member().await;
    let source = "One *word*, >!hidden!<, <b>no</b>\n\n- a list\n- https://example.org/";
    let preview = app.client().tell("/preview", json!({ "body": source })).await.expect(200).json();
    assert_eq!(preview["hints"], json!([]));
    let body = json!({"title": "The same in both", "body": source, "seeking": "advice"});
    let post = text(&writer.tell(&format!("/boards/{OPEN}/threads"), body).await.expect(201).json(), "post");
    let shown = app.client().ask(&format!("/posts/{post}")).await.expect(200).json();
    assert_eq!(shown["body_html"], preview["html"]);
    assert!(!text(&preview, "html").contains("<b>"), "{preview}");
    assert_eq!(app.client().tell("/preview", json!({"body": ""})).await.expect(422).fields(), ["body"]);
    app.end().await;
}

#[tokio::test]
async fn previews_have_a_limit_by_network() {
    let app = app::start_with(&[("limits.previews_per_min", "3")]).await;
    for _ in 0..3 {
        app.client().tell("/preview", json!({"body": "Hello."})).await.expect(200);
    }
    let refused = app.client().tell("/preview", json!({"body": "Hello."})).await.expect(429);
    assert_eq!(refused.code(), "too_many_previews");
    assert!((1..=60).contains(&refused.retry_after()), "{}", refused.retry_after());
    app.end().await;
}
