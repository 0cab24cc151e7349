//! Deleting an account: what goes, what stays, who may, and what happens when it breaks off.

use axum::http::Method;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use serde_json::{Value, json};

use super::{count, handles, leave};
use crate::harness::app;
use crate::harness::live::{Ear, Port};
use crate::harness::make::{MEMBERS, OPEN, text};
use crate::pages::{come_back, join};

/// Nothing of a member is in any table.
async fn nobody_is_left(raw: &DatabaseConnection, others: i64) {
    assert_eq!(count(raw, "SELECT COUNT(*) FROM members").await, others);
    assert_eq!(count(raw, "SELECT COUNT(*) FROM sealed_rows").await, 0);
    let sessions = "SELECT COUNT(DISTINCT tag) FROM sessions";
    assert_eq!(count(raw, sessions).await, others);
}

#[tokio::test]
async fn who_leaves_with_their_posts_leaves_tombstones_without_a_name() {
    let app = app::start_unlimited().await;
    let mut mine = app.client();
    let phrase = mine.join().await;
    let other = app.member().await;
    let theirs = text(&other.start(OPEN, "A thread of another").await, "thread");
    let their_reply = text(&other.reply(&theirs, "Words that stay").await, "post");
    mine.reply(&theirs, "Words that go").await;
    let own = text(&mine.start(OPEN, "A thread of mine").await, "thread");
    other.reply(&own, "An answer that stays").await;
    let alone = text(&mine.start(MEMBERS, "A thread of mine alone").await, "thread");
    mine.put(&format!("/posts/{their_reply}/reactions/with-you"), None).await.expect(204);
    mine.tell("/drafts", json!({"title": "", "body": "A draft of mine", "board": OPEN})).await.expect(201);
    mine.patch("/me/settings", json!({"theme": "dark"})).await.expect(200);
    let names = handles(&mine.ask("/me").await.json());
    assert_eq!(names.len(), 2);

    let answer = leave(&mine, &phrase, "remove").await.expect(204);
    assert_eq!(answer.headers["clear-site-data"], "\"cache\", \"cookies\", \"storage\"");
    mine.ask("/me").await.expect(401);
    let shown = other.posts(&theirs).await;
    let states: Vec<&Value> = shown.iter().map(|post| &post["state"]).collect();
    assert_eq!(states, [&json!("published"), &json!("published"), &json!("deleted")]);
    assert_eq!(shown[2]["author"]["handle"], "departed member 1");
    assert_eq!(shown[1]["reactions"]["with-you"], 0, "{}", shown[1]);
    let head = other.ask(&format!("/threads/{own}")).await.expect(200).json();
    assert_eq!((&head["title"], &head["author"]["handle"]), (&json!(""), &json!("departed member 1")));
    other.ask(&format!("/threads/{alone}")).await.expect(404);

    let raw = app.raw().await;
    nobody_is_left(&raw, 1).await;
    assert_eq!(count(&raw, "SELECT COUNT(*) FROM reactions").await, 0);
    assert_eq!(count(&raw, "SELECT COUNT(*) FROM personas").await, 1, "the other one's");
    assert_eq!(count(&raw, "SELECT COUNT(*) FROM used_handles").await, 2);
    let led = "SELECT COUNT(*) FROM posts WHERE author IS NULL AND NOT by_team AND \
               (receipt_hash IS NOT NULL OR LENGTH(body_mac) > 0)";
    assert_eq!(count(&raw, led).await, 0);
    let words = "SELECT COUNT(*) FROM posts WHERE body LIKE '%that go%' OR html LIKE '%that go%'";
    assert_eq!(count(&raw, words).await, 0);
    app.end().await;
}

#[tokio::test]
async fn who_leaves_their_posts_behind_is_one_departed_member_a_thread() {
    let app = app::start_unlimited().await;
    let mut mine = app.client();
    let phrase = mine.join().await;
    let other = app.member().await;
    let own = text(&mine.start(OPEN, "A thread of mine").await, "thread");
    mine.reply(&own, "Once more").await;
    other.reply(&own, "An answer that stays").await;
    let later = json!({"body": "For later today", "publish": "today"});
    mine.tell(&format!("/threads/{own}/posts"), later).await.expect(202);
    leave(&mine, &phrase, "depart").await.expect(204);
    let shown = other.posts(&own).await;
    assert_eq!(shown.len(), 3);
    for at in [0, 1] {
        assert_eq!(shown[at]["author"]["handle"], "departed member 1", "{}", shown[at]);
        assert_eq!(shown[at]["author"]["persona"], Value::Null);
        assert_eq!(shown[at]["state"], "published");
    }
    let list = other.ask(&format!("/boards/{OPEN}/threads")).await.json();
    let listed = list["items"].as_array().unwrap().iter().find(|item| item["id"] == json!(own)).unwrap();
    assert_eq!(
        (&listed["title"], &listed["author"]["handle"]),
        (&json!("A thread of mine"), &json!("departed member 1"))
    );
    app.clock.advance_s(13 * 3_600);
    app.running.sweep().await;
    assert_eq!(other.posts(&own).await.len(), 3, "what waited was taken back");
    let raw = app.raw().await;
    assert_eq!(count(&raw, "SELECT COUNT(*) FROM posts WHERE body LIKE '%later today%'").await, 0);
    nobody_is_left(&raw, 1).await;
    app.end().await;
}

#[tokio::test]
async fn a_name_given_up_before_keeps_its_number() {
    let app = app::start_unlimited().await;
    let mut mine = app.client();
    let phrase = mine.join().await;
    let (first, second) = (app.member().await, app.member().await);
    let thread = text(&first.start(OPEN, "A thread of many").await, "thread");
    mine.reply(&thread, "From my first name").await;
    let retire = format!("/boards/{OPEN}/persona");
    mine.call(Method::DELETE, &retire, Some(json!({"posts": "depart"}))).await.expect(204);
    second.reply(&thread, "From another").await;
    second.call(Method::DELETE, &retire, Some(json!({"posts": "depart"}))).await.expect(204);
    leave(&mine, &phrase, "depart").await.expect(204);
    let shown = first.posts(&thread).await;
    let names: Vec<&Value> = shown.iter().skip(1).map(|post| &post["author"]["handle"]).collect();
    assert_eq!(names, [&json!("departed member 1"), &json!("departed member 2")]);
    app.end().await;
}

#[tokio::test]
async fn the_phrase_must_be_of_the_one_who_is_signed_in_and_counts_as_a_try() {
    let app = app::start().await;
    let (one, other) = (app.client(), app.client());
    let (_, theirs) = (join(&one).await, join(&other).await);
    let form = one.get("/me/delete").await.expect(200).form("/me/delete");
    let slip = form.clone().set("phrase", "gravel lantren").send(&one).await.expect(422);
    assert!(slip.body.contains("lantern"), "the nearest word: {}", slip.body);
    let unknown: Vec<&str> = theirs.split_whitespace().rev().collect();
    let nobodys = form.clone().set("phrase", &unknown.join(" ")).send(&one).await.expect(422);
    let another = form.clone().set("phrase", &theirs).send(&one).await.expect(422);
    assert_eq!(nobodys.body, another.body, "whether an account exists does not show");
    assert!(another.body.contains("This phrase opens no account."), "{}", another.body);
    for _ in 0..7 {
        form.clone().set("phrase", "guess").send(&one).await.expect(422);
    }
    let full = form.set("phrase", "guess").send(&one).await.expect(429);
    assert!(full.body.contains("value=\"guess\""), "what was typed is kept: {}", full.body);
    one.get("/me").await.expect(200);
    other.get("/me").await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn by_the_page_it_ends_on_a_page_without_a_name_and_every_browser_is_signed_out() {
    let app = app::start_unlimited().await;
    let (here, there, other) = (app.client(), app.client(), app.member().await);
    let thread = text(&other.start(OPEN, "A thread to answer").await, "thread");
    let phrase = join(&here).await;
    come_back(&there, &phrase).await.expect(303);
    let page = here.get(&format!("/threads/{thread}")).await;
    page.form(&format!("/threads/{thread}/reply")).set("body", "Words that go").send(&here).await.expect(303);
    let ask = here.get("/me/delete").await.expect(200);
    assert!(ask.body.contains("What happens with your 1 post?"), "{}", ask.body);
    let unchosen = ask.form("/me/delete").set("phrase", &phrase).send(&here).await.expect(422);
    assert!(unchosen.body.contains(&phrase), "what was typed is kept");
    let done = unchosen.form("/me/delete").set("posts", "remove").send(&here).await.expect(303);
    assert_eq!(done.location(), "/me/delete/done");
    assert_eq!(done.headers["clear-site-data"], "\"cache\", \"cookies\", \"storage\"");
    assert_eq!(here.cookie("leeward"), None);
    let end = here.get("/me/delete/done").await.expect(200);
    assert!(end.body.contains("Your account is deleted"), "{}", end.body);
    there.get("/me").await.expect(303);
    let back = come_back(&app.client(), &phrase).await.expect(422);
    assert!(back.body.contains("This phrase opens no account."), "{}", back.body);
    assert!(!other.get(&format!("/threads/{thread}")).await.body.contains("Words that go"));
    app.end().await;
}

#[tokio::test]
async fn two_presses_delete_once_and_both_say_so() {
    let app = app::start().await;
    let client = app.client();
    let phrase = join(&client).await;
    let form = client.get("/me/delete").await.form("/me/delete").set("phrase", &phrase);
    let again = form.clone();
    let (one, two) = tokio::join!(again.send(&client), form.send(&client));
    assert_eq!((one.location(), two.location()), ("/me/delete/done".to_owned(), "/me/delete/done".to_owned()));
    nobody_is_left(&app.raw().await, 0).await;
    app.end().await;
}

/// Lets rows of a table stay, whoever deletes them, until the answer's statements are run.
async fn stuck(raw: &DatabaseConnection, table: &str) -> Vec<String> {
    let (make, drop) = match raw.get_database_backend() {
        DbBackend::Sqlite => (
            vec![format!("CREATE TRIGGER stuck BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'stuck'); END")],
            vec!["DROP TRIGGER stuck".to_owned()],
        ),
        _ => (
            vec![
                "CREATE FUNCTION stuck() RETURNS trigger AS $$ BEGIN RAISE 'stuck'; END $$ LANGUAGE plpgsql".to_owned(),
                format!("CREATE TRIGGER stuck BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION stuck()"),
            ],
            vec![format!("DROP TRIGGER stuck ON {table}"), "DROP FUNCTION stuck()".to_owned()],
        ),
    };
    for statement in make {
        raw.execute_unprepared(&statement).await.unwrap();
    }
    drop
}

#[tokio::test]
async fn what_broke_off_goes_on_at_the_next_sign_in_with_the_same_choice() {
    for table in ["personas", "reactions", "members"] {
        let app = app::start_unlimited().await;
        let mut mine = app.client();
        let phrase = mine.join().await;
        let other = app.member().await;
        let thread = text(&other.start(OPEN, "A thread of another").await, "thread");
        let post = text(&other.reply(&thread, "Words that stay").await, "post");
        mine.reply(&thread, "Words without a name").await;
        mine.start(MEMBERS, "A second name of mine").await;
        mine.put(&format!("/posts/{post}/reactions/with-you"), None).await.expect(204);
        let raw = app.raw().await;
        let undo = stuck(&raw, table).await;
        let broken = leave(&mine, &phrase, "depart").await.expect(503);
        assert!(broken.body.contains("Come back with your phrase"), "{}", broken.body);
        mine.ask("/me").await.expect(401);
        let back = come_back(&app.client(), &phrase).await.expect(503);
        assert!(back.body.contains("Come back with your phrase"), "{}", back.body);
        for statement in undo {
            raw.execute_unprepared(&statement).await.unwrap();
        }
        let sign_in = json!({"recovery_phrase": phrase});
        let gone = app.client().tell("/sessions", sign_in.clone()).await.expect(401);
        assert_eq!(gone.code(), "phrase_unknown");
        nobody_is_left(&raw, 1).await;
        assert_eq!(count(&raw, "SELECT COUNT(*) FROM reactions").await, 0);
        assert_eq!(count(&raw, "SELECT COUNT(*) FROM personas").await, 1);
        let shown = other.posts(&thread).await;
        assert_eq!(shown[2]["author"]["handle"], "departed member 1", "the choice was kept");
        assert!(shown[2]["body_html"].as_str().unwrap().contains("Words without a name"));
        app.client().tell("/sessions", sign_in).await.expect(401);
        app.end().await;
    }
}

#[tokio::test]
async fn live_readers_see_it_at_once_and_the_own_socket_closes() {
    let app = app::start_unlimited().await;
    let port = Port::open(&app.running);
    let mut mine = app.client();
    let phrase = mine.join().await;
    let other = app.member().await;
    let thread = text(&other.start(OPEN, "A thread of another").await, "thread");
    mine.reply(&thread, "Words that go").await;
    let name = handles(&mine.ask("/me").await.json()).remove(0);
    let (mut ear, mut own) = (Ear::of(&port, &other).await, Ear::of(&port, &mine).await);
    let topic = format!("thread/{thread}");
    ear.subscribe(&topic, None).await;
    ear.hear("subscribed").await;
    own.subscribe(&topic, None).await;
    own.hear("subscribed").await;
    leave(&mine, &phrase, "remove").await.expect(204);
    let told = ear.hear("post").await;
    assert_eq!((&told["kind"], &told["post"]["state"]), (&json!("removed"), &json!("deleted")));
    assert_eq!(told["post"]["author"]["handle"], "departed member 1");
    assert!(!told.to_string().contains(&name) && !told.to_string().contains("Words that go"), "{told}");
    let mut replay = Ear::visitor(&port).await;
    replay.subscribe(&topic, Some(0)).await;
    replay.hear("subscribed").await;
    for _ in 0..3 {
        let frame = replay.hear("post").await.to_string();
        assert!(!frame.contains(&name) && !frame.contains("Words that go"), "{frame}");
    }
    loop {
        // The own socket may hear of the removal first; then it is closed.
        if let tokio_tungstenite::tungstenite::Message::Close(_) = own.message().await {
            break;
        }
    }
    app.end().await;
}
