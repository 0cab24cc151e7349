//! Following a thread, what is new in it, and how far it was read: by a browser without scripts.

use super::{come_back, join, set_cookies};
use crate::harness::app::{self, TestApp};
use crate::harness::client::{Answer, Client};
use crate::harness::html::{attr, text as text_of};
use crate::harness::make::{OPEN, text};

/// A thread with so many replies, by somebody with a token.
async fn thread_with(app: &TestApp, replies: usize) -> (Client, String) {
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "How do you sleep before it").await, "thread");
    for n in 1..=replies {
        writer.reply(&thread, &format!("Reply number {n}.")).await;
    }
    (writer, thread)
}

async fn browser(app: &TestApp) -> (Client, String) {
    let client = app.client();
    let phrase = join(&client).await;
    (client, phrase)
}

async fn follow(client: &Client, thread: &str) {
    let page = client.get(&format!("/threads/{thread}")).await.expect(200);
    let action = format!("/threads/{thread}/follow");
    assert!(page.form(&format!("/threads/{thread}/show-all")).actions.contains(&action) || page.body.contains(&action));
    let to = format!("/threads/{thread}");
    let back = client.post(&action, &[("to", &to)]).await.expect(303).location();
    assert_eq!(back, format!("/threads/{thread}?did=followed"));
}

async fn list(client: &Client) -> Answer {
    client.get("/following").await.expect(200)
}

#[tokio::test]
async fn a_followed_thread_tells_what_is_new_until_its_page_was_opened() {
    let app = app::start_unlimited().await;
    let (writer, thread) = thread_with(&app, 1).await;
    let (reader, _) = browser(&app).await;
    assert!(list(&reader).await.body.contains("You follow no thread."));
    follow(&reader, &thread).await;
    assert!(list(&reader).await.body.contains("nothing new"));
    writer.reply(&thread, "Two more.").await;
    writer.reply(&thread, "Three more.").await;
    let page = list(&reader).await;
    assert!(page.body.contains("2 new") && page.body.contains("Updates (1)"), "{}", page.body);
    let board = reader.get("/boards/g6").await.expect(200);
    assert!(board.body.contains("2 new"), "the board's row says so, too: {}", board.body);
    let opened = reader.get(&format!("/threads/{thread}")).await.expect(200);
    let dom = opened.dom();
    let first = dom.all("a").into_iter().find(|link| text_of(link) == "Go to first unread").unwrap();
    assert_eq!(attr(&first, "href"), Some(format!("/threads/{thread}#post-3")));
    assert_eq!(opened.body.matches(">Unread<").count(), 2);
    assert!(!opened.body.contains("Updates (1)"), "what the page shows is not news any more");
    let again = reader.get(&format!("/threads/{thread}")).await.expect(200);
    assert!(!again.body.contains("Go to first unread") && !again.body.contains(">Unread<"));
    assert!(list(&reader).await.body.contains("nothing new"));
    app.end().await;
}

#[tokio::test]
async fn only_posts_of_pages_that_were_opened_count_as_read() {
    let app = app::start_unlimited().await;
    let (writer, thread) = thread_with(&app, 0).await;
    let (reader, _) = browser(&app).await;
    follow(&reader, &thread).await;
    for n in 1..=60 {
        writer.reply(&thread, &format!("Reply number {n}.")).await;
    }
    // The third page alone: the second was not opened, so nothing moves.
    reader.get(&format!("/threads/{thread}?page=3")).await.expect(200);
    assert!(list(&reader).await.body.contains("60 new"));
    reader.get(&format!("/threads/{thread}?page=1")).await.expect(200);
    assert!(list(&reader).await.body.contains("36 new"));
    reader.get(&format!("/threads/{thread}?page=2")).await.expect(200);
    assert!(list(&reader).await.body.contains("11 new"));
    app.end().await;
}

#[tokio::test]
async fn reading_writes_no_row_until_another_day_or_signing_out() {
    let app = app::start_unlimited().await;
    let (writer, thread) = thread_with(&app, 0).await;
    let (reader, phrase) = browser(&app).await;
    follow(&reader, &thread).await;
    let rows = || async {
        use sea_orm::{ConnectionTrait, Statement};
        let conn = app.raw().await;
        let sql = "SELECT revision FROM sealed_rows ORDER BY key";
        let found = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
        found.iter().map(|row| row.try_get::<Vec<u8>>("", "revision").unwrap()).collect::<Vec<_>>()
    };
    let before = rows().await;
    writer.reply(&thread, "One more.").await;
    let opened = reader.get(&format!("/threads/{thread}")).await.expect(200);
    let cookie = set_cookies(&opened);
    assert!(cookie.len() == 1 && cookie[0].contains('~'), "the mark travels in the sign-in cookie: {cookie:?}");
    assert_eq!(rows().await, before, "the request wrote a row");
    // Another browser of theirs does not know of it yet.
    let other = app.client();
    come_back(&other, &phrase).await.expect(303);
    assert!(list(&other).await.body.contains("1 new"));
    // The first page on another day brings the first day's marks along.
    app.clock.advance_s(11 * 3_600);
    reader.get("/following").await.expect(200);
    app.clock.advance_s(2 * 3_600);
    writer.reply(&thread, "And one more.").await;
    reader.get(&format!("/threads/{thread}")).await.expect(200);
    assert_ne!(rows().await, before);
    let third = app.client();
    come_back(&third, &phrase).await.expect(303);
    assert!(list(&third).await.body.contains("1 new"), "the second day's mark is still in the cookie");
    reader.post("/sign-out", &[]).await.expect(303);
    assert!(list(&third).await.body.contains("nothing new"), "signing out has written it");
    app.end().await;
}

#[tokio::test]
async fn unread_from_here_stands_against_marks_that_were_noted_before() {
    let app = app::start_unlimited().await;
    let (writer, thread) = thread_with(&app, 0).await;
    let (reader, phrase) = browser(&app).await;
    let other = app.client();
    come_back(&other, &phrase).await.expect(303);
    follow(&reader, &thread).await;
    for n in 1..=4 {
        writer.reply(&thread, &format!("Reply number {n}.")).await;
    }
    // Both browsers have read it all; the press is made in one.
    reader.get(&format!("/threads/{thread}")).await.expect(200);
    let page = other.get(&format!("/threads/{thread}")).await.expect(200);
    assert!(page.body.contains("Mark unread from 3"), "{}", page.body);
    let set_back = other.post(&format!("/threads/{thread}/unread"), &[("from", "3")]).await.expect(303);
    assert_eq!(set_back.location(), "/following?did=unread");
    assert!(list(&other).await.body.contains("3 new"));
    assert!(list(&reader).await.body.contains("3 new"), "the older mark does not undo it");
    reader.get(&format!("/threads/{thread}")).await.expect(200);
    assert!(list(&reader).await.body.contains("nothing new"));
    app.end().await;
}

#[tokio::test]
async fn a_thread_that_is_gone_leaves_a_neutral_line_and_can_be_taken_off() {
    use sea_orm::ConnectionTrait;
    let app = app::start_unlimited().await;
    let (_, thread) = thread_with(&app, 0).await;
    let (reader, _) = browser(&app).await;
    follow(&reader, &thread).await;
    app.raw().await.execute_unprepared("UPDATE threads SET visible = (1 = 0)").await.unwrap();
    let page = list(&reader).await;
    assert!(page.body.contains("A thread that you followed cannot be read any more."), "{}", page.body);
    assert!(!page.body.contains("How do you sleep") && !page.body.contains("Updates (1)"));
    page.form(&format!("/threads/{thread}/unfollow")).send(&reader).await.expect(303);
    assert!(list(&reader).await.body.contains("You follow no thread."));
    reader.post(&format!("/threads/{thread}/follow"), &[]).await.expect(404);
    app.end().await;
}

#[tokio::test]
async fn a_title_behind_a_warning_stays_behind_it() {
    use serde_json::json;
    let app = app::start_unlimited().await;
    let writer = app.member().await;
    let sent = json!({"title": "It happened at night", "body": "The text.", "seeking": "listening",
                      "content_warnings": ["sexual-violence"]});
    let answer = writer.tell(&format!("/boards/{OPEN}/threads"), sent).await.expect(201).json();
    let thread = text(&answer, "thread");
    let (reader, _) = browser(&app).await;
    follow(&reader, &thread).await;
    let page = list(&reader).await;
    let shown = page.dom().all("details").iter().map(text_of).collect::<String>();
    assert!(shown.contains("It happened at night"), "it opens on a press");
    reader.post("/me/reading", &[("warning.sexual-violence", "hide")]).await.expect(303);
    let page = list(&reader).await;
    assert!(!page.body.contains("It happened at night"), "{}", page.body);
    assert!(page.body.contains("A thread whose title is hidden"));
    app.end().await;
}
