//! The ledger itself: what is in it, and that nothing is done which it could not record.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;

use leeward::app::ledger_probe::{Decision, decide};
use leeward::domain::clock::Timestamp;
use leeward::domain::persona::Scope;
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};

use super::world::World;
use crate::harness::make::{OPEN, text};

/// All that the ledger holds, as text.
async fn held(world: &World) -> String {
    let conn = Database::connect(world.config.data.ledger().reveal()).await.unwrap();
    let mut all = Vec::new();
    for table in ["ledger_entries", "ledger_rekeys"] {
        all.extend(super::world::all_rows(&conn, table).await);
    }
    conn.close().await.unwrap();
    all.join("\n")
}

#[tokio::test]
async fn the_ledger_names_nothing_and_tells_no_order_and_no_time_but_a_month() {
    let world = World::open().await;
    let (alice, _) = world.member().await;
    let thread = text(&alice.start(OPEN, "A thread to change").await, "thread");
    let post = text(&alice.reply(&thread, "Somebody's secret.").await, "post");
    alice.patch(&format!("/posts/{post}"), json!({"body": "Less of it."})).await.expect(200);
    alice.delete(&format!("/posts/{post}")).await.expect(204);
    let found = held(&world).await;
    let kinds: BTreeSet<&str> = found.lines().map(|line| line.split('|').next().unwrap()).collect();
    assert_eq!(kinds, BTreeSet::from(["post", "text"]), "{found}");
    // November 2026 is month 24322 since year 0; entries stay through the same month of the next year.
    for line in found.lines() {
        assert!(line.ends_with("||24334"), "{line}");
    }
    let bytes: Vec<String> = world.rows("posts").await;
    let ids: Vec<&str> = bytes.iter().map(|row| row.split('|').next().unwrap()).collect();
    assert!(ids.iter().all(|id| !found.contains(id)), "an id stands in the ledger");
    if world.is_sqlite() {
        let file = world.path("data/ledger.db");
        assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
        let conn = Database::connect(world.config.data.ledger().reveal()).await.unwrap();
        for table in ["ledger_entries", "ledger_rekeys", "ledger_values"] {
            assert!(conn.execute_unprepared(&format!("SELECT rowid FROM {table}")).await.is_err(), "{table}");
        }
        conn.close().await.unwrap();
    }
    world.end().await;
}

#[tokio::test]
async fn what_the_ledger_can_not_record_is_refused_and_not_done() {
    let world = World::open().await;
    let (alice, old) = world.member().await;
    let thread = text(&alice.start(OPEN, "A thread to keep").await, "thread");
    let post = text(&alice.reply(&thread, "Kept for now.").await, "post");
    let conn = Database::connect(world.config.data.ledger().reveal()).await.unwrap();
    conn.execute_unprepared("ALTER TABLE ledger_entries RENAME TO elsewhere").await.unwrap();
    conn.execute_unprepared("ALTER TABLE ledger_rekeys RENAME TO elsewhere_too").await.unwrap();
    alice.delete(&format!("/posts/{post}")).await.expect(503);
    alice.patch(&format!("/posts/{post}"), json!({"body": "Other words."})).await.expect(503);
    let retire = json!({"posts": "depart"});
    alice.call(axum::http::Method::DELETE, &format!("/boards/{OPEN}/persona"), Some(retire)).await.expect(503);
    alice.put("/me/phrase", Some(json!({ "recovery_phrase": old }))).await.expect(503);
    assert_eq!(alice.posts(&thread).await[1]["body_html"], "<p>Kept for now.</p>");
    assert_eq!(world.rows("members").await.len(), 1);
    conn.execute_unprepared("ALTER TABLE elsewhere RENAME TO ledger_entries").await.unwrap();
    alice.delete(&format!("/posts/{post}")).await.expect(204);
    conn.close().await.unwrap();
    world.end().await;
}

#[tokio::test]
async fn what_decisions_removed_or_restricted_holds_after_a_restore() {
    let mut world = World::open().await;
    let ((alice, _), (bob, _)) = (world.member().await, world.member().await);
    let thread = text(&alice.start(OPEN, "A thread that is judged").await, "thread");
    let removed = text(&bob.reply(&thread, "Removed later.").await, "post");
    let back = text(&bob.reply(&thread, "Removed and put back.").await, "post");
    let face = |posts: &[Value], at: usize| text(&posts[at]["author"], "persona").parse().unwrap();
    let posts = alice.posts(&thread).await;
    let (alice_face, bob_face) = (face(&posts, 0), face(&posts, 1));
    world.back_up("copy");
    let until = Some(Timestamp(1_798_761_600_000));
    for decision in [
        Decision::Remove(removed.parse().unwrap()),
        Decision::Remove(back.parse().unwrap()),
        Decision::PutBack(back.parse().unwrap()),
        Decision::Restrict(alice_face, Scope::Site, None),
        Decision::Lift(alice_face),
        Decision::Restrict(bob_face, Scope::Board, until),
    ] {
        assert!(decide(world.running(), decision).await, "{decision:?}");
    }
    let (code, _, fault) = world.restore(&["copy"]).await;
    assert_eq!(code, 0, "{fault}");
    let posts = world.client().posts(&thread).await;
    assert_eq!((&posts[1]["state"], &posts[1]["body_html"]), (&json!("removed"), &json!("")));
    assert_eq!(posts[2]["body_html"], "<p>Removed and put back.</p>");
    let sql = "SELECT restricted_scope AS scope, restricted_until_hour AS hour FROM personas ORDER BY 1, 2";
    let conn = Database::connect(world.config.data.database().reveal()).await.unwrap();
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
    let mut found: Vec<(Option<String>, Option<i64>)> =
        rows.iter().map(|row| (row.try_get("", "scope").unwrap(), row.try_get("", "hour").unwrap())).collect();
    found.sort();
    conn.close().await.unwrap();
    // 2027-01-01T00:00:00Z is hour 499,656.
    assert_eq!(found, [(None, None), (Some("board".to_owned()), Some(499_656))]);
    world.end().await;
}

#[tokio::test]
async fn an_entry_is_kept_through_its_month_and_gone_in_the_next() {
    let world = World::open().await;
    let (alice, _) = world.member().await;
    let thread = text(&alice.start(OPEN, "A thread of last year").await, "thread");
    let post = text(&alice.reply(&thread, "Of last year, too.").await, "post");
    alice.delete(&format!("/posts/{post}")).await.expect(204);
    // From the 23rd of November 2026 to the 30th of November 2027, then to the first of December.
    world.clock.advance_days(372);
    world.running().sweep().await;
    assert_eq!(held(&world).await.lines().count(), 1);
    world.clock.advance_days(1);
    world.running().sweep().await;
    assert_eq!(held(&world).await, "");
    world.end().await;
}
