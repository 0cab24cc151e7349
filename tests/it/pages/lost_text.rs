//! Typed text is never lost (CONTRACT §4).

use axum::body::Body;
use axum::http::Request;
use sea_orm::{ConnectionTrait, Statement};

use super::{asked_of, join, words_of};
use crate::harness::app::{self, TestApp};
use crate::harness::client::{Answer, Client};

const BODY: &str = "I have not told anyone.\n\n<b>\"It\"</b> is & was hard.";
const FIELDS: [(&str, &str); 5] = [
    ("title", "After the operation"),
    ("body", BODY),
    ("seeking", "listening"),
    ("warnings", "pain"),
    ("warnings", "self-harm"),
];

async fn board(app: &TestApp) -> String {
    let raw = app.raw().await;
    let query = "SELECT code FROM boards WHERE slug = 'low-experience'";
    let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), query)).await.unwrap().unwrap();
    row.try_get("", "code").unwrap()
}

async fn posts(app: &TestApp) -> i64 {
    let raw = app.raw().await;
    let query = "SELECT COUNT(*) AS n FROM posts WHERE by_team = FALSE";
    let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), query)).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

fn assert_whole(page: &Answer, action: &str) {
    let form = page.form(action);
    assert_eq!(form.value("title"), "After the operation");
    assert_eq!(form.value("body").replace("\r\n", "\n"), BODY);
    assert_eq!(form.value("seeking"), "listening");
    let warnings: Vec<&str> = form.fields.iter().filter(|(k, _)| k == "warnings").map(|(_, v)| v.as_str()).collect();
    let warnings: std::collections::BTreeSet<&str> = warnings.into_iter().collect();
    assert_eq!(warnings, ["pain", "self-harm"].into());
}

#[tokio::test]
async fn a_text_goes_through_coming_back_and_is_not_posted_by_itself() {
    let app = app::start().await;
    let client = app.client();
    let phrase = join(&client).await;
    client.forget_cookies();
    let action = format!("/boards/{}/new", board(&app).await);
    let page = client.post(&action, &FIELDS).await.expect(401);
    assert!(page.body.contains("Your text is safe"), "{}", page.body);
    assert!(page.body.contains("I have not told anyone."));
    assert!(page.body.contains("<h3 dir=\"auto\">After the operation</h3>"), "{}", page.body);
    let page = page.form("/sign-in").set("step", "start").send(&client).await.expect(200);
    let wrong = page.form("/sign-in").set("phrase", "lantren").send(&client).await.expect(422);
    let back = wrong.form("/sign-in").set("phrase", &phrase).send(&client).await.expect(200);
    assert!(back.body.contains("Here is your text. You can post it now."), "{}", back.body);
    assert!(back.body.contains("data-member"));
    assert_whole(&back, &action);
    assert_eq!(posts(&app).await, 0);
    client.get("/me").await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn a_text_goes_through_joining_with_a_wrong_word_and_a_wait() {
    let app = app::start_with(&[("limits.joins_per_hour", "0")]).await;
    let client = app.client();
    let action = format!("/boards/{}/new", board(&app).await);
    let page = client.post(&action, &FIELDS).await.expect(401);
    let page = page.form("/sign-in").set("step", "start");
    assert!(page.actions.contains(&"/join".to_owned()));
    let page = page.press(&client, "/join").await.expect(200);
    let untried = page.form("/join").set("age", "yes").send(&client).await.expect(422);
    let crowded = untried.form("/join").set("guidelines", "yes").send(&client).await;
    let page = if crowded.status.as_u16() == 429 {
        app.clock.advance_s(45);
        crowded.form("/join").send(&client).await.expect(200)
    } else {
        crowded.expect(200)
    };
    let page = page.form("/join/confirm").set("first", "x").set("second", "y").send(&client).await.expect(422);
    let page = page.form("/join/confirm").press(&client, "/join/other-words").await.expect(200);
    let (words, (first, second)) = (words_of(&page), asked_of(&page));
    let form = page.form("/join/confirm").set("first", &words[first - 1]).set("second", &words[second - 1]);
    let back = form.send(&client).await.expect(200);
    assert_whole(&back, &action);
    assert_eq!(posts(&app).await, 0);
    app.end().await;
}

#[tokio::test]
async fn a_session_that_ended_while_writing_keeps_the_text() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    app.clock.advance_s(12 * 3_600 + 1);
    let page =
        client.post("/threads/8f3kd2a1b9c7e5m4/reply", &[("body", BODY), ("phrase", "not this")]).await.expect(401);
    assert!(page.body.contains("Your sign-in has ended."), "{}", page.body);
    assert!(!page.body.contains("not this"));
    assert_eq!(page.form("/sign-in").value("carried.body").replace("\r\n", "\n"), BODY);
    app.end().await;
}

fn cross_site(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    request.header("sec-fetch-site", "cross-site").body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn a_form_of_unknown_origin_is_refused_with_its_text() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    let action = format!("/boards/{}/new", board(&app).await);
    let page = client.send(cross_site(&action, &FIELDS)).await.expect(403);
    assert!(page.body.contains("This did not come from our own page"), "{}", page.body);
    assert_whole(&page, &action);
    let secret = [("phrase", "gravel lantern"), ("to", "/")];
    let page = client.send(cross_site("/sign-in", &secret)).await.expect(403);
    assert!(!page.body.contains("gravel"), "a page of ours never fills in a phrase for another site");
    app.end().await;
}

#[tokio::test]
async fn a_text_of_before_the_origin_headers_is_refused_with_its_text() {
    let app = app::start().await;
    let client = app.client();
    let body = "body=Still+here";
    let request =
        Request::post("/threads/8f3kd2a1b9c7e5m4/reply").header("content-type", "application/x-www-form-urlencoded");
    let page = client.send(request.body(Body::from(body)).unwrap()).await.expect(403);
    assert_eq!(page.form("/threads/8f3kd2a1b9c7e5m4/reply").value("body"), "Still here");
    app.end().await;
}

#[tokio::test]
async fn a_text_that_meets_a_database_that_rests_comes_back() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    let action = format!("/boards/{}/new", board(&app).await);
    let raw = app.raw().await;
    raw.execute_unprepared("ALTER TABLE sessions RENAME TO gone").await.unwrap();
    let page = client.post(&action, &FIELDS).await.expect(503);
    assert!(page.headers.contains_key("retry-after"));
    assert_whole(&page, &action);
    let carried =
        client.post("/sign-in", &[("carried_action", &action), ("carried.body", BODY), ("phrase", "secret")]).await;
    let carried = carried.expect(503);
    assert_eq!(carried.form("/sign-in").value("carried.body").replace("\r\n", "\n"), BODY);
    assert!(!carried.body.contains("secret"));
    raw.execute_unprepared("ALTER TABLE gone RENAME TO sessions").await.unwrap();
    page.form(&action).send(&client).await;
    app.end().await;
}

#[tokio::test]
async fn a_text_for_a_thread_that_is_gone_comes_back() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    let action = "/posts/8f3kd2a1b9c7e5m4/edit";
    let page = client.post(action, &[("body", BODY)]).await.expect(404);
    assert_eq!(page.form(action).value("body").replace("\r\n", "\n"), BODY);
    app.end().await;
}

#[tokio::test]
async fn a_text_that_is_too_long_to_be_read_is_told_of_on_a_page() {
    let app = app::start().await;
    let client: Client = app.client();
    let long = "a".repeat(1024 * 1024 + 10);
    let page = client.post("/threads/8f3kd2a1b9c7e5m4/reply", &[("body", &long)]).await.expect(413);
    assert!(page.body.contains("Go back in your browser to get your text"), "{}", page.body);
    app.end().await;
}

#[tokio::test]
async fn drawing_another_name_keeps_what_stands_in_the_composer() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    let board = board(&app).await;
    let page = client.get(&format!("/boards/{board}/new")).await.expect(200);
    let form = page.form(&format!("/boards/{board}/new")).set("title", "After the operation").set("body", BODY);
    let again = form.press(&client, &format!("/boards/{board}/name/reroll")).await.expect(200);
    let form = again.form(&format!("/boards/{board}/new"));
    assert_eq!(form.value("title"), "After the operation");
    assert_eq!(form.value("body"), BODY);
    app.end().await;
}

#[tokio::test]
async fn a_carried_text_goes_only_to_addresses_that_take_texts() {
    let app = app::start().await;
    let client = app.client();
    for action in ["https://evil.example/", "//evil.example", "/sign-out", "/me/phrase", "/preferences", "/leave", ""] {
        let fields = [("step", "start"), ("carried_action", action), ("carried.body", "x")];
        let page = client.post("/sign-in", &fields).await.expect(200);
        assert_eq!(page.form("/sign-in").value("carried_action"), "", "{action}");
    }
    app.end().await;
}
