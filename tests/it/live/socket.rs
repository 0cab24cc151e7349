//! One socket: what it is told, when, and in which form.

use serde_json::{Value, json};

use crate::harness::app::{start_unlimited, start_with};
use crate::harness::live::{Ear, Port, refused};
use crate::harness::make::{MEMBERS, OPEN, text};

/// What the API has and a frame has not: it differs between readers.
const OF_THE_READER: [&str; 3] = ["mine", "own", "reacted"];

fn without_reader(mut post: Value) -> Value {
    for field in OF_THE_READER {
        post.as_object_mut().unwrap().remove(field);
    }
    post
}

#[tokio::test]
async fn a_reply_reaches_who_listens_with_the_very_fragment_of_the_page() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let (writer, other) = (app.member().await, app.member().await);
    let thread = text(&writer.start(OPEN, "How did you begin to talk").await, "thread");
    let topic = format!("thread/{thread}");

    let mut visitor = Ear::visitor(&port).await;
    visitor.subscribe(&topic, None).await;
    let subscribed = visitor.hear("subscribed").await;
    assert_eq!(
        (&subscribed["topic"], &subscribed["seq"], &subscribed["you"]),
        (&json!(topic), &json!(1), &Value::Null)
    );
    let mut mine = Ear::of(&port, &other).await;
    mine.subscribe(&topic, Some(0)).await;
    assert_eq!(mine.hear("subscribed").await["seq"], 1);
    assert_eq!(mine.hear("post").await["post"]["position"], 1);

    other.reply(&thread, "It took me **years**.").await;
    let heard = visitor.hear("post").await;
    assert_eq!((&heard["seq"], &heard["kind"]), (&json!(2), &json!("created")));
    let posts = writer.posts(&thread).await;
    assert_eq!(heard["post"], without_reader(posts[1].clone()));
    let page = app.client().get(&format!("/threads/{thread}")).await.expect(200).body;
    assert!(page.contains(text(&heard, "html").as_str()), "{page}");
    // Equal for all readers of an audience, the writer among them.
    assert_eq!(mine.hear("post").await, heard);
    app.end().await;
}

#[tokio::test]
async fn who_comes_back_gets_every_later_event_once_in_order_as_the_posts_are_now() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "A thread with changes in it").await, "thread");
    let first = text(&writer.reply(&thread, "one").await, "post");
    let second = text(&writer.reply(&thread, "two, which goes").await, "post");
    writer.patch(&format!("/posts/{first}"), json!({"body": "one, better"})).await.expect(200);
    writer.delete(&format!("/posts/{second}")).await.expect(204);

    let mut ear = Ear::visitor(&port).await;
    ear.subscribe(&format!("thread/{thread}"), Some(1)).await;
    assert_eq!(ear.hear("subscribed").await["seq"], 5);
    let mut heard = Vec::new();
    for _ in 0..4 {
        let frame = ear.hear("post").await;
        heard.push((frame["seq"].as_i64().unwrap(), text(&frame, "kind"), text(&frame["post"], "state")));
        assert!(!frame.to_string().contains("which goes"), "a deleted text was told again: {frame}");
    }
    let published = "published".to_owned();
    assert_eq!(
        heard,
        [
            (2, "created".to_owned(), published.clone()),
            (3, "created".to_owned(), "deleted".to_owned()),
            (4, "edited".to_owned(), published),
            (5, "removed".to_owned(), "deleted".to_owned()),
        ]
    );
    ear.is_silent().await;
    app.end().await;
}

#[tokio::test]
async fn numbers_from_elsewhere_mean_that_the_page_has_to_be_loaded() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "A thread with one event").await, "thread");
    let topic = format!("thread/{thread}");
    let mut ear = Ear::visitor(&port).await;
    ear.subscribe(&topic, Some(2)).await;
    let resync = ear.hear("resync").await;
    assert_eq!((&resync["topic"], &resync["seq"]), (&json!(topic), &json!(1)));
    ear.say(json!({"op": "subscribe", "topic": topic, "after": 1, "epoch": "another"})).await;
    ear.hear("resync").await;
    // After a resync the topic is not listened to.
    writer.reply(&thread, "unheard").await;
    ear.is_silent().await;
    let epoch = text(&resync, "epoch");
    ear.say(json!({"op": "subscribe", "topic": topic, "after": 2, "epoch": epoch})).await;
    ear.hear("subscribed").await;
    app.end().await;
}

#[tokio::test]
async fn a_first_mistake_is_told_and_closes_nothing() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let mut ear = Ear::visitor(&port).await;
    let unknown = "thread/0123456789abcdef";
    let deep = format!("{}{}", "[".repeat(2_000), "]".repeat(2_000));
    let asked = [
        (json!({"op": "shout", "topic": "me"}).to_string(), "unknown_op"),
        (json!({"op": "subscribe"}).to_string(), "bad_frame"),
        (json!({"op": "subscribe", "topic": 7}).to_string(), "bad_frame"),
        (json!({"op": "subscribe", "topic": "thread/"}).to_string(), "not_found"),
        (json!({"op": "subscribe", "topic": unknown}).to_string(), "not_found"),
        (json!({"op": "subscribe", "topic": "board/nowhere"}).to_string(), "not_found"),
        (json!({"op": "subscribe", "topic": "me"}).to_string(), "not_found"),
        (json!({"op": "subscribe", "topic": "moderation"}).to_string(), "not_found"),
        (json!({"op": "subscribe", "topic": unknown, "after": -1}).to_string(), "bad_after"),
        (format!("{{\"op\":\"subscribe\",\"topic\":\"{unknown}\",\"after\":1e999}}"), "bad_frame"),
        (format!("{{\"op\":\"subscribe\",\"topic\":\"{unknown}\",\"after\":9223372036854775808}}"), "bad_frame"),
        ("{\"op\":\"subscribe\",\"op\":\"subscribe\",\"topic\":\"me\"}".to_owned(), "bad_frame"),
        (json!({"op": "subscribe", "topic": "me", "more": 1}).to_string(), "bad_frame"),
        (deep, "bad_frame"),
        ("not JSON".to_owned(), "bad_frame"),
        (String::new(), "bad_frame"),
    ];
    for (frame, code) in asked {
        use futures_util::SinkExt;
        ear.0.send(tokio_tungstenite::tungstenite::Message::text(frame.clone())).await.unwrap();
        assert_eq!(ear.hear("error").await["code"], code, "{frame:.80}");
    }
    ear.say(json!({"op": "unsubscribe", "topic": "me"})).await;
    ear.is_silent().await;
    app.end().await;
}

#[tokio::test]
async fn the_limits_of_a_connection_are_exact() {
    let app = start_with(&[("limits.joins_per_hour", "100")]).await;
    let port = Port::open(&app.running);
    let member = app.member().await;
    let mut ears = Vec::new();
    for _ in 0..10 {
        ears.push(Ear::of(&port, &member).await);
    }
    ears[9].is_silent().await;
    let mut eleventh = Ear::of(&port, &member).await;
    assert_eq!(eleventh.hear("error").await["code"], "too_many_connections");
    assert_eq!(eleventh.closed().await, 1008);
    drop(ears);

    let mut visitors = Vec::new();
    for _ in 0..20 {
        visitors.push(Ear::visitor(&port).await);
    }
    visitors[19].is_silent().await;
    let mut one_more = Ear::visitor(&port).await;
    assert_eq!(one_more.hear("error").await["code"], "too_many_connections");
    assert_eq!(one_more.closed().await, 1008);

    let ear = &mut visitors[0];
    for _ in 0..30 {
        ear.is_silent().await;
    }
    ear.say(json!({"op": "unsubscribe", "topic": "me"})).await;
    assert_eq!(ear.hear("error").await["code"], "too_many_frames");
    assert_eq!(ear.closed().await, 1008);
    // Ten seconds later the count begins anew.
    let ear = &mut visitors[1];
    for _ in 0..30 {
        ear.is_silent().await;
    }
    app.clock.advance_s(10);
    ear.is_silent().await;
    app.end().await;
}

#[tokio::test]
async fn a_connection_holds_twenty_topics() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let writer = app.member().await;
    let mut ear = Ear::of(&port, &writer).await;
    let mut topics = Vec::new();
    for n in 0..21 {
        let thread = text(&writer.start(OPEN, &format!("Thread number {n} of many")).await, "thread");
        topics.push(format!("thread/{thread}"));
    }
    for topic in &topics[..20] {
        ear.subscribe(topic, None).await;
        ear.hear("subscribed").await;
    }
    ear.subscribe(&topics[20], None).await;
    assert_eq!(ear.hear("error").await["code"], "too_many_topics");
    // The same topic again is no further one.
    ear.subscribe(&topics[0], None).await;
    ear.hear("subscribed").await;
    ear.say(json!({"op": "unsubscribe", "topic": topics[0]})).await;
    ear.subscribe(&topics[20], None).await;
    ear.hear("subscribed").await;
    app.end().await;
}

#[tokio::test]
async fn what_a_reader_may_not_read_they_do_not_hear() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let writer = app.member().await;
    let body = json!({"title": "Only for those who are here", "body": "a text", "seeking": "listening"});
    let answer = writer.tell(&format!("/boards/{MEMBERS}/threads"), body).await;
    let topic = format!("thread/{}", text(&answer.json(), "thread"));
    let mut visitor = Ear::visitor(&port).await;
    visitor.subscribe(&topic, None).await;
    assert_eq!(visitor.hear("error").await["code"], "not_found");
    let mut member = Ear::of(&port, &app.member().await).await;
    member.subscribe(&topic, None).await;
    member.hear("subscribed").await;
    app.end().await;
}

#[tokio::test]
async fn a_session_that_ends_closes_its_sockets() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let (mut member, other) = (app.client(), app.member().await);
    let phrase = member.join().await;
    let mut ear = Ear::of(&port, &member).await;
    let mut neighbour = Ear::of(&port, &other).await;
    member.delete("/sessions/current").await.expect(204);
    assert_eq!(ear.hear("error").await["code"], "session_ended");
    assert_eq!(ear.closed().await, 1008);
    neighbour.is_silent().await;
    drop(phrase);
    app.end().await;
}

#[tokio::test]
async fn who_stops_the_program_tells_its_readers_when_to_come_back() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let mut ear = Ear::visitor(&port).await;
    ear.is_silent().await;
    app.running.dismiss_readers().await;
    let bye = ear.hear("bye").await;
    let wait = bye["retry_after_ms"].as_u64().unwrap();
    assert!((500..=10_500).contains(&wait), "{bye}");
    assert_eq!(ear.closed().await, 1012);
    app.end().await;
}

#[tokio::test]
async fn a_socket_speaks_our_protocol_and_offers_no_extension() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let other = Ear::try_connect(&port, &[("sec-websocket-protocol", "chat")]).await;
    assert_eq!(refused(&other.err().unwrap()), 426);
    assert_eq!(app.client().get("/live").await.status, 426);
    let packed = [("sec-websocket-extensions", "permessage-deflate; client_max_window_bits")];
    let mut ear = Ear::try_connect(&port, &packed).await.unwrap();
    ear.is_silent().await;
    app.end().await;
}

#[tokio::test]
async fn reactions_bring_the_newest_counts() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let (writer, other) = (app.member().await, app.member().await);
    let started = writer.start(OPEN, "Something that others know too").await;
    let (thread, post) = (text(&started, "thread"), text(&started, "post"));
    let mut ear = Ear::visitor(&port).await;
    ear.subscribe(&format!("thread/{thread}"), None).await;
    ear.hear("subscribed").await;
    other.put(&format!("/posts/{post}/reactions/same-here"), None).await.expect(204);
    let heard = ear.hear("reactions").await;
    assert_eq!(heard["post"], post);
    assert_eq!(heard["reactions"], json!({"with-you": 0, "same-here": 1, "thank-you": 0, "helpful": 0}));
    app.end().await;
}

#[tokio::test]
async fn a_board_says_look_again() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let writer = app.member().await;
    let mut ear = Ear::visitor(&port).await;
    let code = text(&app.client().ask(&format!("/boards/{OPEN}")).await.json(), "code");
    ear.subscribe(&format!("board/{code}"), None).await;
    ear.hear("subscribed").await;
    writer.start(OPEN, "Something new on this board").await;
    let hint = ear.hear("hint").await;
    assert_eq!(hint["topic"], format!("board/{code}"));
    app.end().await;
}
