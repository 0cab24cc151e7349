//! Everything as a file: all of one's own, nothing of others, times to the minute.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::harness::app;
use crate::harness::client::Client;
use crate::harness::make::{MEMBERS, OPEN, text};
use crate::pages::join;

fn find<'a>(list: &'a Value, field: &str, value: &str) -> &'a Value {
    let list = list.as_array().unwrap();
    list.iter().find(|item| item[field] == value).unwrap_or_else(|| panic!("no {field} {value} in {list:?}"))
}

#[tokio::test]
async fn an_export_holds_everything_of_ones_own_and_nothing_of_others() {
    let app = app::start_unlimited().await;
    let (mine, other) = (app.member().await, app.member().await);
    let thread = text(&mine.start(OPEN, "My very own thread").await, "thread");
    let theirs = text(&other.start(OPEN, "A thread of another").await, "thread");
    let their_reply = text(&other.reply(&thread, "Words of somebody else").await, "post");
    let reply = text(&mine.reply(&theirs, "My reply,\nwith two lines").await, "post");
    let later = json!({"body": "For later today", "publish": "today"});
    mine.tell(&format!("/threads/{theirs}/posts"), later).await.expect(202);
    let gone = text(&mine.reply(&theirs, "Soon deleted words").await, "post");
    mine.delete(&format!("/posts/{gone}")).await.expect(204);
    mine.put(&format!("/posts/{their_reply}/reactions/with-you"), None).await.expect(204);
    mine.tell("/drafts", json!({"title": "", "body": "A draft of mine", "board": OPEN})).await.expect(201);
    mine.patch("/me/settings", json!({"hidden_words": ["knife"]})).await.expect(200);
    mine.start(MEMBERS, "On the second board").await;

    let answer = mine.ask("/me/export").await.expect(200);
    assert_eq!(answer.headers["content-disposition"], "attachment; filename=\"my-data.json\"");
    assert_eq!(answer.headers["cache-control"], "no-store");
    let data = answer.json();
    assert_eq!(data["personas"].as_array().unwrap().len(), 2);
    assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(data["kept_for_you"]["settings"]["hidden_words"], json!(["knife"]));
    assert_eq!(data["drafts"][0]["body"], "A draft of mine");
    let posts = &data["posts"];
    assert_eq!(posts.as_array().unwrap().len(), 5, "{posts}");
    let first = find(posts, "body", "My very own thread: the text.");
    assert_eq!((&first["title"], &first["position"]), (&json!("My very own thread"), &json!(1)));
    let said = find(posts, "id", &reply);
    assert_eq!((&said["body"], &said["state"]), (&json!("My reply,\nwith two lines"), &json!("published")));
    assert_eq!((&said["title"], &said["thread"]), (&json!("A thread of another"), &json!(theirs)));
    let waiting = find(posts, "state", "waiting");
    assert_eq!((&waiting["body"], &waiting["position"]), (&json!("For later today"), &Value::Null));
    assert!(waiting["due_at"].as_str().unwrap().ends_with(":00Z"));
    assert_eq!(find(posts, "id", &gone)["state"], "deleted");
    let given = json!([{"kind": "with-you", "thread": thread, "post": their_reply, "position": 2}]);
    assert_eq!(data["reactions"], given);
    assert!(!answer.body.contains("Words of somebody else"));
    assert!(!answer.body.contains("Soon deleted words"));
    for (at, _) in answer.body.match_indices("Z\"") {
        assert!(answer.body[..at].ends_with(":00"), "a time finer than a minute: {}", &answer.body[at - 20..at]);
    }
    app.end().await;
}

#[tokio::test]
async fn who_wrote_nothing_gets_an_export_too() {
    let app = app::start_unlimited().await;
    let data = app.member().await.ask("/me/export").await.expect(200).json();
    assert_eq!((&data["posts"], &data["reactions"], &data["personas"]), (&json!([]), &json!([]), &json!([])));
    app.end().await;
}

#[tokio::test]
async fn more_posts_than_one_piece_holds_come_each_once() {
    let app = app::start_unlimited().await;
    let mine = app.member().await;
    let thread = text(&mine.start(OPEN, "A long talk of mine").await, "thread");
    for n in 0..230 {
        mine.reply(&thread, &format!("Reply number {n}.")).await;
    }
    let data = mine.ask("/me/export").await.expect(200).json();
    let mut bodies: Vec<&str> =
        data["posts"].as_array().unwrap().iter().map(|post| post["body"].as_str().unwrap()).collect();
    assert_eq!(bodies.len(), 231);
    bodies.sort_unstable();
    bodies.dedup();
    assert_eq!(bodies.len(), 231);
    app.end().await;
}

#[tokio::test]
async fn the_page_to_read_needs_nothing_else_and_shows_text_as_text() {
    let app = app::start_unlimited().await;
    let (client, other) = (app.client(), app.member().await);
    let thread = text(&other.start(OPEN, "A thread to answer").await, "thread");
    join(&client).await;
    let page = client.get(&format!("/threads/{thread}")).await.expect(200);
    let form = page.form(&format!("/threads/{thread}/reply")).set("body", "I said <b>this</b> & that");
    form.send(&client).await.expect(303);
    let me = client.get("/me?open=data").await.expect(200);
    assert!(me.dom().actions().contains(&"/me/export".to_owned()));
    let readable = client.post("/me/export", &[("as", "page")]).await.expect(200);
    assert_eq!(readable.headers["content-disposition"], "attachment; filename=\"my-data.html\"");
    assert_eq!(readable.headers["cache-control"], "no-store");
    assert!(
        readable.body.contains("I said &lt;b&gt;this&lt;") && readable.body.contains("&amp; that"),
        "{}",
        readable.body
    );
    assert!(readable.body.trim_end().ends_with("</html>"));
    for outside in ["<link", "<script", "<img", "src=", "href=", "url("] {
        assert!(!readable.body.contains(outside), "{outside}: {}", readable.body);
    }
    let json = client.post("/me/export", &[("as", "json")]).await.expect(200);
    assert_eq!(json.json()["posts"][0]["body"], "I said <b>this</b> & that");
    client.get("/me/export").await.expect(405);
    app.end().await;
}

async fn with(client: &Client, headers: &[(&str, &str)]) -> u16 {
    let mut request = Request::get("/api/v1/me/export");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request.body(Body::empty()).unwrap()).await.status.as_u16()
}

#[tokio::test]
async fn no_link_puts_everything_onto_a_device() {
    let app = app::start_unlimited().await;
    let client = app.client();
    join(&client).await;
    assert_eq!(with(&client, &[("sec-fetch-mode", "navigate"), ("sec-fetch-site", "same-origin")]).await, 403);
    assert_eq!(with(&client, &[("sec-fetch-mode", "navigate"), ("sec-fetch-site", "cross-site")]).await, 403);
    assert_eq!(with(&client, &[("sec-fetch-mode", "navigate"), ("sec-fetch-site", "none")]).await, 403);
    assert_eq!(with(&client, &[("sec-fetch-mode", "cors"), ("sec-fetch-site", "same-origin")]).await, 200);
    assert_eq!(with(&client, &[]).await, 200);
    app.end().await;
}
