//! Names: looking, drawing anew, retiring.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::app;
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
