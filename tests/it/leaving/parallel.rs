//! Deleting while writing: nothing of theirs is there after the answer (SECURITY.md, check 55).

use axum::http::Method;
use serde_json::json;

use super::{count, leave};
use crate::harness::app;
use crate::harness::make::{MEMBERS, OPEN, text};

#[tokio::test]
async fn nothing_that_was_sent_beside_a_deletion_is_there_after_it() {
    let app = app::start_unlimited().await;
    let other = app.member().await;
    let thread = text(&other.start(OPEN, "A thread of another").await, "thread");
    let post = text(&other.reply(&thread, "Words that stay").await, "post");
    let raw = app.raw().await;
    let before = count(&raw, "SELECT COUNT(*) FROM personas").await;
    for round in 0..50 {
        let mut mine = app.client();
        let phrase = mine.join().await;
        mine.reply(&thread, "Once before").await;
        let path = format!("/threads/{thread}/posts");
        let start = format!("/boards/{MEMBERS}/threads");
        let said = |n: &str| json!({ "body": format!("zimtstern {round} {n}") });
        let body = format!("zimtstern {round} three");
        let new = json!({"title": "A new thread beside it", "body": body, "seeking": "advice"});
        let reaction = format!("/posts/{post}/reactions/with-you");
        let reroll = format!("/boards/{OPEN}/persona/reroll");
        let draft = json!({"title": "", "body": "A draft beside it", "board": OPEN});
        let sign_in = json!({"recovery_phrase": phrase});
        let fresh = app.client();
        let (gone, ..) = tokio::join!(
            leave(&mine, &phrase, if round % 2 == 0 { "remove" } else { "depart" }),
            mine.tell(&path, said("one")),
            mine.tell(&path, said("two")),
            mine.tell(&start, new),
            mine.put(&reaction, None),
            mine.call(Method::POST, &reroll, None),
            mine.tell("/drafts", draft),
            mine.patch("/me/settings", json!({"theme": "dark"})),
            mine.put("/me/phrase", Some(sign_in.clone())),
            fresh.tell("/sessions", sign_in.clone()),
        );
        gone.expect(204);
        assert_eq!(count(&raw, "SELECT COUNT(*) FROM members").await, 1, "round {round}");
        assert_eq!(count(&raw, "SELECT COUNT(*) FROM sealed_rows").await, 0, "round {round}");
        assert_eq!(count(&raw, "SELECT COUNT(DISTINCT tag) FROM sessions").await, 1, "round {round}");
        assert_eq!(count(&raw, "SELECT COUNT(*) FROM personas").await, before, "round {round}");
        assert_eq!(count(&raw, "SELECT COUNT(*) FROM reactions").await, 0, "round {round}");
        let mut late = app.client();
        late.token.clone_from(&mine.token);
        late.tell(&path, said("late")).await.expect(401);
        let led = "SELECT COUNT(*) FROM posts WHERE author IS NOT NULL";
        assert_eq!(count(&raw, led).await, 2, "round {round}: the other one's");
        if round % 2 == 0 {
            let words = format!("SELECT COUNT(*) FROM posts WHERE body LIKE '%zimtstern {round} %'");
            assert_eq!(count(&raw, &words).await, 0, "round {round}");
        }
    }
    let shown = other.ask(&format!("/posts/{post}")).await.json();
    assert_eq!(shown["reactions"]["with-you"], 0, "{shown}");
    app.end().await;
}
