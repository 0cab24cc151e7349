//! Names: looking, drawing anew, retiring.

use axum::http::Method;
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::{Value, json};

use crate::harness::app::{self, TestApp};
use crate::harness::client::Client;
use crate::harness::make::{OPEN, text};

async fn retire(client: &Client, posts: &str) {
    let path = format!("/boards/{OPEN}/persona");
    client.call(Method::DELETE, &path, Some(json!({ "posts": posts }))).await.expect(204);
}

#[tokio::test]
async fn looking_makes_no_name_and_the_first_post_keeps_the_one_that_was_shown() {
    let app = app::start_unlimited().await;
    let client = app.member().await;
    let path = format!("/boards/{OPEN}/persona");
    let seen = client.ask(&path).await.expect(200).json();
    assert_eq!((&seen["persona"], &seen["rerolls_left"]), (&Value::Null, &json!(5)));
    assert_eq!(client.ask("/me").await.json()["personas"], json!([]));
    let thread = text(&client.start(OPEN, "With the shown name").await, "thread");
    let author = client.posts(&thread).await[0]["author"].clone();
    assert_eq!(author["handle"], seen["handle"]);
    let after = client.ask(&path).await.expect(200).json();
    assert_eq!((&after["persona"], &after["rerolls_left"]), (&author["persona"], &json!(0)));
    let picture = app.client().get(after["avatar_url"].as_str().unwrap()).await.expect(200);
    assert_eq!(picture.headers["content-type"], "image/svg+xml");
    assert!(picture.body.starts_with("<svg "), "{}", picture.body);
    app.end().await;
}

#[tokio::test]
async fn another_name_is_drawn_five_times_and_never_after_the_first_post() {
    let app = app::start_unlimited().await;
    let client = app.member().await;
    let (path, reroll) = (format!("/boards/{OPEN}/persona"), format!("/boards/{OPEN}/persona/reroll"));
    let mut handles = vec![text(&client.ask(&path).await.json(), "handle")];
    for left in [4, 3, 2, 1, 0] {
        let drawn = client.call(Method::POST, &reroll, None).await.expect(200).json();
        assert_eq!(drawn["rerolls_left"], left);
        handles.push(text(&drawn, "handle"));
    }
    handles.sort();
    handles.dedup();
    assert_eq!(handles.len(), 6);
    assert_eq!(client.call(Method::POST, &reroll, None).await.expect(409).code(), "name_fixed");
    let other = app.member().await;
    other.start(OPEN, "The name is settled").await;
    assert_eq!(other.call(Method::POST, &reroll, None).await.expect(409).code(), "name_fixed");
    app.end().await;
}

#[tokio::test]
async fn ten_draws_at_once_are_five() {
    let app = app::start_unlimited().await;
    let client = app.member().await;
    let reroll = format!("/boards/{OPEN}/persona/reroll");
    let draws = (0..10).map(|_| client.call(Method::POST, &reroll, None));
    let mut statuses: Vec<u16> =
        futures_util::future::join_all(draws).await.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 409, 409, 409, 409, 409]);
    app.end().await;
}

#[tokio::test]
async fn a_retired_name_leaves_its_posts_to_a_departed_member_and_its_holder_only_reads_there() {
    let app = app::start_unlimited().await;
    let (writer, other) = (app.member().await, app.member().await);
    let thread = text(&writer.start(OPEN, "Two who leave").await, "thread");
    other.reply(&thread, "I leave first.").await;
    let picture = text(&writer.posts(&thread).await[0]["author"], "avatar_url");
    retire(&other, "depart").await;
    retire(&writer, "depart").await;
    let posts = app.client().posts(&thread).await;
    let departed =
        |n: u8| json!({"persona": null, "handle": format!("departed member {n}"), "avatar_url": null, "badge": null});
    assert_eq!((&posts[0]["author"], &posts[1]["author"]), (&departed(2), &departed(1)));
    // The head of the thread names the same person as its first post.
    let head = app.client().ask(&format!("/threads/{thread}")).await.json();
    assert_eq!(head["author"], departed(2));
    app.client().get(&picture).await.expect(404);
    let names = writer.ask("/me").await.json()["personas"].clone();
    assert_eq!((&names[0]["standing"], &names[0]["handle"]), (&json!("retired"), &Value::Null));
    let refused = writer.tell(&format!("/threads/{thread}/posts"), json!({"body": "Me again."})).await.expect(403);
    assert_eq!(refused.code(), "retired_name_spoke_here");
    let again = writer.start(OPEN, "With another name").await;
    let author = app.client().posts(&text(&again, "thread")).await[0]["author"].clone();
    assert!(author["persona"].is_string(), "{author}");
    app.end().await;
}

#[tokio::test]
async fn a_name_retired_with_its_posts_leaves_tombstones_that_are_nobody_elses() {
    let app = app::start_unlimited().await;
    let (writer, first, second) = (app.member().await, app.member().await, app.member().await);
    let thread = text(&writer.start(OPEN, "Tombstones").await, "thread");
    first.reply(&thread, "I leave, my words stay.").await;
    let post = text(&second.reply(&thread, "I delete this.").await, "post");
    second.delete(&format!("/posts/{post}")).await.expect(204);
    second.reply(&thread, "And leave.").await;
    retire(&first, "depart").await;
    retire(&second, "remove").await;
    let posts = app.client().posts(&thread).await;
    let seen: Vec<(String, String)> =
        posts.iter().skip(1).map(|p| (text(p, "state"), text(&p["author"], "handle"))).collect();
    let expected =
        [("published", "departed member 1"), ("deleted", "departed member 2"), ("deleted", "departed member 2")];
    assert_eq!(seen, expected.map(|(state, handle)| (state.to_owned(), handle.to_owned())));
    retire_twice(&second).await;
    app.end().await;
}

async fn retire_twice(client: &Client) {
    let path = format!("/boards/{OPEN}/persona");
    client.call(Method::DELETE, &path, Some(json!({"posts": "remove"}))).await.expect(404);
}

#[tokio::test]
async fn pictures_of_nobody_are_not_found() {
    let app = app::start().await;
    for path in ["/avatars/0000000000000000.svg", "/avatars/0000000000000000", "/avatars/x.svg", "/avatars/.svg"] {
        app.client().get(path).await.expect(404);
    }
    app.end().await;
}

/// Gives this share of a board's pairs away, as names that were given up. The lists make 300,000 and some pairs.
async fn give_away(app: &TestApp, code: &str, names: u32) {
    let conn = app.raw().await;
    let sql = if conn.get_database_backend() == DbBackend::Sqlite {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {names}) \
             INSERT INTO used_handles (board, hash) SELECT '{code}', CAST(printf('%032d', i) AS BLOB) FROM n"
        )
    } else {
        format!(
            "INSERT INTO used_handles (board, hash) \
             SELECT '{code}', convert_to(lpad(i::text, 32, '0'), 'UTF8') FROM generate_series(1, {names}) i"
        )
    };
    conn.execute_unprepared(&sql).await.unwrap();
    conn.close().await.unwrap();
}

#[tokio::test]
async fn a_board_that_gave_forty_percent_of_its_pairs_gives_three_words_from_its_next_count_on() {
    let app = app::start_unlimited().await;
    let client = app.member().await;
    let code = text(&client.ask(&format!("/boards/{OPEN}")).await.json(), "code");
    let path = format!("/boards/{OPEN}/persona");
    let words = |seen: &Value| text(seen, "handle").split('-').count();
    assert_eq!(words(&client.ask(&path).await.json()), 2);
    give_away(&app, &code, 150_000).await;
    assert_eq!(words(&client.ask(&path).await.json()), 2, "the count of a moment ago is believed");
    app.clock.advance_s(600);
    assert_eq!(words(&client.ask(&path).await.json()), 3);
    let made = client.start(OPEN, "With three words").await;
    let author = client.posts(&text(&made, "thread")).await[0]["author"].clone();
    assert_eq!(words(&author), 3);
    assert_eq!(words(&client.ask("/boards/about-this-place/persona").await.json()), 2, "each board for itself");
    app.end().await;
}

/// Sets what a decision would set, until an hour counted from 1970.
async fn restrict(app: &TestApp, scope: &str, until_hour: i64) {
    let conn = app.raw().await;
    let sql = format!("UPDATE personas SET restricted_scope = '{scope}', restricted_until_hour = {until_hour}");
    assert_eq!(conn.execute_unprepared(&sql).await.unwrap().rows_affected(), 1);
    conn.close().await.unwrap();
}

#[tokio::test]
async fn a_restriction_holds_until_its_full_hour_and_no_longer() {
    let app = app::start_unlimited().await;
    let client = app.member().await;
    client.start(OPEN, "Before it").await;
    // The test begins at noon of 2026-11-23, hour 498,732.
    restrict(&app, "site", 498_734).await;
    let standing = || async { client.ask("/me").await.json()["personas"][0]["standing"].clone() };
    let thread = json!({"title": "While it holds", "body": "Words.", "seeking": "advice"});
    let path = "/boards/about-this-place/threads";
    assert_eq!(client.tell(path, thread.clone()).await.expect(403).code(), "restricted");
    app.clock.advance_s(7_199);
    client.tell(path, thread.clone()).await.expect(403);
    assert_eq!(standing().await, "restricted");
    app.clock.advance_s(1);
    client.tell(path, thread).await.expect(201);
    assert_eq!(standing().await, "good");
    app.end().await;
}
