//! Moving to another database, and back.

use std::collections::BTreeMap;

use serde_json::json;

use super::world::{World, drop_database, new_phrase};
use crate::harness::app::fresh_postgres;
use crate::harness::make::{MEMBERS, OPEN, text};

/// All tables but the epoch, which an import begins anew.
async fn tables(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for name in leeward::app::store_probe::table_names() {
        let mut rows = world.rows(&name).await;
        rows.retain(|row| !(name == "site" && row.starts_with("epoch|")));
        all.insert(name, rows);
    }
    all
}

/// Something in every table.
async fn fill(world: &World) {
    let ((alice, phrase), (bob, _)) = (world.member().await, world.member().await);
    let thread = text(&alice.start(OPEN, "A thread to move").await, "thread");
    let post = text(&bob.reply(&thread, "With words \u{1f331} and \"marks\".").await, "post");
    alice.put(&format!("/posts/{post}/reactions/with-you"), None).await;
    alice.start(MEMBERS, "Another thread").await;
    bob.delete(&format!("/posts/{post}")).await.expect(204);
    let draft =
        json!({"board": OPEN, "title": "Half a ti", "body": "Half", "seeking": "advice", "content_warnings": []});
    alice.tell("/drafts", draft).await.expect(201);
    new_phrase(&alice, &phrase).await;
}

#[tokio::test]
async fn everything_moves_from_one_database_to_another_and_back_as_it_was() {
    let mut first = World::of(None, None);
    first.start().await;
    fill(&first).await;
    first.stop().await;
    let before = tables(&first).await;
    assert!(["members", "sessions", "sealed_rows", "posts", "reactions"].iter().all(|name| !before[*name].is_empty()));
    let ledger = first.config.data.ledger().reveal();
    let (code, _, fault) = first.leeward(&["export", "moved"]);
    assert_eq!(code, 0, "{fault}");
    let postgres = fresh_postgres().await;
    let second = World::of(postgres.as_ref().map(|(_, url)| url.as_str()), Some(&ledger));
    let moved = first.path("moved").display().to_string();
    let (code, _, fault) = second.leeward(&["import", &moved]);
    assert_eq!(code, 0, "{fault}");
    assert_eq!(tables(&second).await, before);
    let (code, _, fault) = second.leeward(&["import", &moved]);
    assert!(code == 1 && fault.contains("is not empty. Nothing was changed"), "{fault}");
    let (code, _, fault) = second.leeward(&["export", "back"]);
    assert_eq!(code, 0, "{fault}");
    let third = World::of(None, Some(&ledger));
    let (code, _, fault) = third.leeward(&["import", &second.path("back").display().to_string()]);
    assert_eq!(code, 0, "{fault}");
    assert_eq!(tables(&third).await, before);
    for world in [first, second, third] {
        world.end().await;
    }
    if let Some((name, _)) = postgres {
        drop_database(&name).await;
    }
}

#[tokio::test]
async fn an_export_with_a_missing_or_changed_file_is_refused() {
    let mut world = World::open().await;
    fill(&world).await;
    world.stop().await;
    world.leeward(&["export", "moved"]);
    let (code, _, fault) = world.leeward(&["export", "moved"]);
    assert!(code == 1 && fault.contains("moved is not empty. Remedy"), "{fault}");
    let other = World::of(None, Some(&world.config.data.ledger().reveal()));
    let moved = world.path("moved");
    let posts = moved.join("posts.jsonl");
    let whole = std::fs::read_to_string(&posts).unwrap();
    std::fs::write(&posts, whole.replace("\"published\"", "\"removed\"")).unwrap();
    let (code, _, fault) = other.leeward(&["import", &moved.display().to_string()]);
    assert!(code == 1 && fault.contains("is damaged or cut off"), "{fault}");
    std::fs::remove_file(&posts).unwrap();
    let (code, _, fault) = other.leeward(&["import", &moved.display().to_string()]);
    assert!(code == 1 && fault.contains("posts.jsonl can't be read"), "{fault}");
    assert!(!other.path("data/leeward.db").exists(), "nothing was made");
    world.end().await;
}
