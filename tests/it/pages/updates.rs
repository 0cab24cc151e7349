//! What a member's names are told, and what muting changes of it.

use axum::http::Method;
use serde_json::{Value, json};

use super::come_back;
use crate::harness::app::{self, TestApp};
use crate::harness::client::{Answer, Client};
use crate::harness::html::attr;
use crate::harness::make::{OPEN, text};

/// A member with a token and with a browser.
async fn both(app: &TestApp) -> (Client, Client) {
    let mut script = app.client();
    let phrase = script.join().await;
    let browser = app.client();
    come_back(&browser, &phrase).await.expect(303);
    (script, browser)
}

async fn answer(client: &Client, thread: &str, to: i64, body: &str) -> Value {
    let sent = json!({"body": body, "reply_to": to});
    client.tell(&format!("/threads/{thread}/posts"), sent).await.expect(201).json()
}

async fn updates(browser: &Client) -> Answer {
    browser.get("/notifications").await.expect(200)
}

async fn items(client: &Client) -> Vec<Value> {
    client.ask("/notifications").await.expect(200).json()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn replies_are_told_once_gathered_and_never_quoted() {
    let app = app::start_unlimited().await;
    let (starter, browser) = both(&app).await;
    let (second, third) = (app.member().await, app.member().await);
    let thread = text(&starter.start(OPEN, "First visit next week").await, "thread");
    assert!(updates(&browser).await.body.contains("Nothing new."));
    answer(&second, &thread, 1, "It went well for me.").await;
    answer(&third, &thread, 1, "Take somebody along.").await;
    second.reply(&thread, "And write things down.").await;
    // Nobody is told of their own words.
    starter.reply(&thread, "Thank you both.").await;
    let page = updates(&browser).await;
    assert!(page.body.contains("2 replies to your post 1") && page.body.contains("1 reply in your thread"));
    assert!(page.body.contains("Updates (2)") && page.body.contains("<title>Updates · Leeward</title>"));
    assert!(!page.body.contains("It went well") && !page.body.contains("write things down"), "{}", page.body);
    let place = format!("/threads/{thread}#post-2");
    let leads = page.dom().all("a").iter().any(|link| attr(link, "href").as_deref() == Some(&place));
    assert!(leads, "it leads to the first one");
    // Who answered is told nothing; who is answered below somebody else's post is told once.
    assert!(items(&second).await.is_empty());
    answer(&third, &thread, 2, "For me too.").await;
    assert_eq!(items(&second).await.len(), 1);
    // The starter's line on replies in the thread grew; opening marked nothing.
    let page = updates(&browser).await;
    assert!(page.body.contains("2 replies in your thread") && page.body.contains("Updates (2)"));
    app.end().await;
}

#[tokio::test]
async fn reading_marks_what_was_there_and_not_what_comes_after() {
    let app = app::start_unlimited().await;
    let (starter, browser) = both(&app).await;
    let other = app.member().await;
    let thread = text(&starter.start(OPEN, "First visit next week").await, "thread");
    answer(&other, &thread, 1, "One.").await;
    let before = items(&starter).await;
    answer(&other, &thread, 1, "Two.").await;
    let read = json!({"ids": [before[0]["id"]]});
    starter.tell("/notifications/read", read).await.expect(204);
    let now = items(&starter).await;
    assert_eq!((&now[0]["posts"], &now[0]["unread"], &now[0]["position"]), (&json!(2), &json!(1), &json!(3)));
    let page = updates(&browser).await;
    page.form("/notifications/read").send(&browser).await.expect(303);
    let page = updates(&browser).await;
    assert!(!page.body.contains("Updates (") && page.body.contains("2 replies to your post 1"), "{}", page.body);
    // An id from nowhere, or one beyond what there is, marks nothing that is to come.
    let far = format!("{thread}.1.999999");
    starter.tell("/notifications/read", json!({"ids": [far, "nothing", "0000000000000000.7"]})).await.expect(204);
    answer(&other, &thread, 1, "Three.").await;
    assert_eq!(items(&starter).await[0]["unread"], 1);
    for wrong in [json!({}), json!({"all": true, "ids": []}), json!({"all": false}), json!({"more": 1})] {
        starter.tell("/notifications/read", wrong).await.expect(422);
    }
    starter.tell("/notifications/read", json!({"all": true})).await.expect(204);
    assert_eq!(items(&starter).await[0]["unread"], 0);
    app.end().await;
}

#[tokio::test]
async fn a_reply_that_was_held_is_told_when_it_is_published_and_one_that_is_gone_no_more() {
    let app = app::start().await;
    let (starter, browser) = both(&app).await;
    let other = app.member().await;
    let thread = text(&starter.start(OPEN, "First visit next week").await, "thread");
    app.release_all().await;
    let held = other.tell(&format!("/threads/{thread}/posts"), json!({"body": "It went well.", "reply_to": 1})).await;
    let post = text(&held.expect(202).json(), "post");
    assert!(items(&starter).await.is_empty());
    app.release_all().await;
    app.release_all().await;
    assert_eq!(items(&starter).await.len(), 1);
    other.delete(&format!("/posts/{post}")).await.expect(204);
    assert!(items(&starter).await.is_empty() && updates(&browser).await.body.contains("Nothing new."));
    app.end().await;
}

#[tokio::test]
async fn updates_are_shown_for_ninety_days_and_swept_with_their_month() {
    use sea_orm::{ConnectionTrait, Statement};
    let app = app::start_unlimited().await;
    let mut starter = app.client();
    let phrase = starter.join().await;
    let other = app.member().await;
    let thread = text(&starter.start(OPEN, "First visit next week").await, "thread");
    answer(&other, &thread, 1, "One.").await;
    let rows = || async {
        let conn = app.raw().await;
        let sql = "SELECT COUNT(*) AS n FROM notifications";
        let row = conn.query_one_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap().unwrap();
        row.try_get::<i64>("", "n").unwrap()
    };
    let sign_in = || async {
        let session = app.client().tell("/sessions", json!({ "recovery_phrase": phrase })).await.expect(201).json();
        app.client().with_token(&text(&session, "session_token"))
    };
    app.clock.advance_days(89);
    assert_eq!(items(&sign_in().await).await.len(), 1);
    app.clock.advance_days(2);
    assert!(items(&sign_in().await).await.is_empty());
    // 23 November and 90 days are in February; the row goes with the first sweep of March.
    app.running.sweep().await;
    assert_eq!(rows().await, 1);
    app.clock.advance_days(7);
    app.running.sweep().await;
    assert_eq!(rows().await, 0);
    app.end().await;
}

#[tokio::test]
async fn a_muted_name_is_one_line_everywhere_and_for_its_reader_alone() {
    let app = app::start_unlimited().await;
    let (reader, browser) = both(&app).await;
    let (loud, bystander) = (app.member().await, app.member().await);
    let own = text(&reader.start(OPEN, "First visit next week").await, "thread");
    let theirs = text(&loud.start(OPEN, "Something else altogether").await, "thread");
    answer(&loud, &own, 1, "Words of the loud one.").await;
    bystander.reply(&own, "Words of another.").await;
    let persona = text(&reader.posts(&own).await[1]["author"], "persona");
    let handle = text(&reader.posts(&own).await[1]["author"], "handle");
    let page = browser.get(&format!("/threads/{own}")).await.expect(200);
    assert!(page.body.contains(&format!("formaction=\"/personas/{persona}/mute\">Mute {handle}")), "{}", page.body);
    let to = format!("/threads/{own}");
    browser.post(&format!("/personas/{persona}/mute"), &[("to", &to)]).await.expect(303);
    // The thread: one line in its place, which a press opens.
    let page = browser.get(&to).await.expect(200);
    assert!(page.body.contains("Hidden: you muted this name") && page.body.contains("id=\"post-2\""), "{}", page.body);
    assert!(page.body.contains("Words of another."));
    let stream = browser.get(&format!("{to}/stream")).await.expect(200);
    assert!(!stream.body.contains("Words of the loud one.") && stream.body.contains("Hidden by your settings."));
    // Lists and updates.
    let board = browser.get("/boards/g6").await.expect(200);
    assert!(!board.body.contains("Something else altogether"), "{}", board.body);
    assert!(board.body.contains("Hidden by your settings: 1 thread."));
    let page = updates(&browser).await;
    assert!(!page.body.contains("to your post 1") && page.body.contains("1 reply in your thread"), "{}", page.body);
    // Nobody else sees any of it.
    for client in [&loud, &bystander] {
        assert_eq!(client.posts(&own).await[1]["body_html"], "<p>Words of the loud one.</p>");
    }
    assert!(app.client().get("/boards/g6").await.body.contains("Something else altogether"));
    // Taken back on "Me", where the name stands.
    let me = browser.get("/me?open=reading").await.expect(200);
    assert!(me.body.contains(&handle), "{}", me.body);
    me.form(&format!("/personas/{persona}/unmute")).send(&browser).await.expect(303);
    assert!(browser.get(&to).await.body.contains("Words of the loud one."));
    assert!(browser.get(&format!("/threads/{theirs}")).await.body.contains("Something else altogether"));
    app.end().await;
}

#[tokio::test]
async fn a_post_with_a_hidden_word_stays_closed_until_it_is_opened() {
    let app = app::start_unlimited().await;
    let (_, browser) = both(&app).await;
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "First visit next week").await, "thread");
    writer.reply(&thread, "They had a Needle ready.").await;
    writer.reply(&thread, "I like needlework.").await;
    browser.post("/me/reading", &[("hidden_words", "needle\nknife\n")]).await.expect(303);
    let page = browser.get(&format!("/threads/{thread}")).await.expect(200);
    assert_eq!(page.body.matches("Hidden: a word that you hide").count(), 1, "{}", page.body);
    let many: String = (0..101).map(|n| format!("word{n}\n")).collect();
    let back = browser.post("/me/reading", &[("hidden_words", &many), ("warning.pain", "hide")]).await.expect(422);
    assert!(back.body.contains("word100") && back.body.contains("There is a problem"), "{}", back.body);
    assert!(browser.get("/me?open=reading").await.body.contains("needle"), "those before stand");
    app.end().await;
}

#[tokio::test]
async fn changes_of_two_nodes_at_once_all_count() {
    let app = app::start_unlimited().await;
    let other = app::open(&app.config, &app.clock).await;
    let writer = app.member().await;
    let mut reader = app.client();
    let phrase = reader.join().await;
    let session = app.client().tell("/sessions", json!({ "recovery_phrase": phrase })).await.expect(201).json();
    let there = app.client().at(&other.router).with_token(&text(&session, "session_token"));
    let mut threads = Vec::new();
    for n in 0..8 {
        threads.push(text(&writer.start(OPEN, &format!("Thread number {n} of many")).await, "thread"));
    }
    let follow = |client, thread: &String| {
        let (client, path): (&Client, _) = (client, format!("/threads/{thread}/follow"));
        async move { client.call(Method::PUT, &path, None).await.expect(204) }
    };
    let pairs = threads.chunks(2).map(|pair| async {
        tokio::join!(follow(&reader, &pair[0]), follow(&there, &pair[1]));
    });
    futures_util::future::join_all(pairs).await;
    for thread in &threads {
        answer(&writer, thread, 1, "News.").await;
    }
    let found = items(&reader).await;
    assert_eq!(found.iter().filter(|item| item["kind"] == "followed").count(), 8, "{found:?}");
    other.close(std::time::Duration::from_secs(5)).await;
    app.end().await;
}
