//! What a restore brings back, and what it does not.

use axum::http::Method;
use serde_json::{Value, json};

use super::world::{World, confirm, new_phrase};
use crate::harness::live::{Ear, Port};
use crate::harness::make::{OPEN, text};

fn body_of(posts: &[Value], id: &str) -> Value {
    posts.iter().find(|post| post["id"] == id).unwrap_or_else(|| panic!("no {id} in {posts:?}"))["body_html"].clone()
}

#[tokio::test]
async fn nothing_deleted_or_edited_away_comes_back_and_whoever_changed_the_phrase_keeps_the_new_one() {
    let mut world = World::open().await;
    let ((alice, old), (bob, _), (carol, _)) = (world.member().await, world.member().await, world.member().await);
    let thread = text(&bob.start(OPEN, "A thread to restore").await, "thread");
    let gone = text(&alice.reply(&thread, "Words that go.").await, "post");
    let edited = text(&alice.reply(&thread, "The first wording.").await, "post");
    let kept = text(&alice.reply(&thread, "Words that stay.").await, "post");
    let back = text(&alice.reply(&thread, "There and back.").await, "post");
    let left = text(&carol.reply(&thread, "Under a name.").await, "post");
    let name = text(&carol.posts(&thread).await[5]["author"], "handle");
    world.back_up("copy");
    alice.delete(&format!("/posts/{gone}")).await.expect(204);
    alice.patch(&format!("/posts/{edited}"), json!({"body": "The second wording."})).await.expect(200);
    alice.patch(&format!("/posts/{back}"), json!({"body": "On the way."})).await.expect(200);
    alice.patch(&format!("/posts/{back}"), json!({"body": "There and back."})).await.expect(200);
    carol.call(Method::DELETE, &format!("/boards/{OPEN}/persona"), Some(json!({"posts": "depart"}))).await.expect(204);
    let (new, words) = new_phrase(&alice, &old).await;
    confirm(&alice, &words).await;
    let epoch = text(&epoch_of(&world, &thread).await, "epoch");

    let (code, said, fault) = world.restore(&["copy"]).await;
    assert_eq!(code, 0, "{said}{fault}");
    let posts = world.client().posts(&thread).await;
    assert_eq!(posts.len(), 6, "every place is kept");
    assert_eq!(body_of(&posts, &gone), "");
    assert_eq!(body_of(&posts, &edited), "", "the second wording is in no backup, and the first is gone");
    assert_eq!(body_of(&posts, &kept), "<p>Words that stay.</p>");
    assert_eq!(body_of(&posts, &back), "<p>There and back.</p>");
    assert_eq!(body_of(&posts, &left), "<p>Under a name.</p>");
    assert_eq!(posts[5]["author"]["handle"], "departed member 1");
    let rows = world.rows("posts").await.join("\n");
    for gone in ["Words that go.", "The first wording."] {
        assert!(!rows.contains(gone), "{gone} is back");
    }
    assert!(!world.rows("personas").await.join("\n").contains(&name), "the name is back");
    assert_eq!((world.opens(&old).await, world.opens(&new).await), (401, 201));
    // Nobody is signed in by what was valid before, and readers load their pages again.
    for client in [&alice, &bob, &carol] {
        world.with(client.token.as_ref().unwrap()).ask("/me").await.expect(401);
    }
    let port = Port::open(world.running());
    let mut ear = Ear::visitor(&port).await;
    ear.say(json!({"op": "subscribe", "topic": format!("thread/{thread}"), "after": 1, "epoch": epoch})).await;
    ear.hear("resync").await;
    world.end().await;
}

/// What a subscription says of a thread.
async fn epoch_of(world: &World, thread: &str) -> Value {
    let port = Port::open(world.running());
    let mut ear = Ear::visitor(&port).await;
    ear.subscribe(&format!("thread/{thread}"), None).await;
    ear.hear("subscribed").await
}

#[tokio::test]
async fn an_account_that_was_deleted_stays_deleted_under_every_phrase_it_had() {
    let mut world = World::open().await;
    let ((alice, first), (bob, _)) = (world.member().await, world.member().await);
    let thread = text(&bob.start(OPEN, "A thread that stays").await, "thread");
    alice.reply(&thread, "From somebody who leaves.").await;
    world.back_up("copy");
    let (second, words) = new_phrase(&alice, &first).await;
    confirm(&alice, &words).await;
    alice.call(Method::DELETE, "/me", Some(json!({"recovery_phrase": second, "posts": "depart"}))).await.expect(204);
    let (code, _, fault) = world.restore(&["copy"]).await;
    assert_eq!(code, 0, "{fault}");
    assert_eq!((world.opens(&first).await, world.opens(&second).await), (401, 401));
    assert_eq!(world.rows("members").await.len(), 1, "bob alone");
    let posts = world.client().posts(&thread).await;
    assert_eq!(posts[1]["author"]["handle"], "departed member 1");
    assert_eq!(world.rows("personas").await.len(), 1, "bob's name alone");
    world.end().await;
}

#[tokio::test]
async fn a_new_phrase_that_nobody_confirmed_yet_stands_beside_the_old_one_after_a_restore() {
    let mut world = World::open().await;
    let (alice, old) = world.member().await;
    world.back_up("copy");
    let (new, _) = new_phrase(&alice, &old).await;
    world.restore(&["copy"]).await;
    assert_eq!(world.rows("members").await.len(), 2, "both ways in");
    assert_eq!(world.opens(&new).await, 201);
    assert_eq!(world.opens(&old).await, 401, "its first use decided");
    world.end().await;
}

#[tokio::test]
async fn a_new_phrase_that_the_old_one_dropped_does_not_come_back() {
    let mut world = World::open().await;
    let (alice, old) = world.member().await;
    world.back_up("copy");
    let (new, _) = new_phrase(&alice, &old).await;
    assert_eq!(world.opens(&old).await, 201);
    world.restore(&["copy"]).await;
    assert_eq!((world.opens(&new).await, world.opens(&old).await), (401, 201));
    world.end().await;
}

#[tokio::test]
async fn without_its_ledger_a_backup_is_put_back_only_when_somebody_types_so() {
    let mut world = World::open().await;
    let (alice, _) = world.member().await;
    let thread = text(&alice.start(OPEN, "A thread to lose").await, "thread");
    world.back_up("copy");
    alice.delete(&format!("/posts/{}", text(&alice.posts(&thread).await[0], "id"))).await.expect(204);
    world.stop().await;
    let before = world.rows("posts").await;
    let other = format!("sqlite:{}", world.path("data/other.db").display());
    let lost = [("LEEWARD_LEDGER_URL", other.as_str())];
    let (code, _, fault) = world.leeward_with(&["restore", "copy", "--move-aside"], "", &lost);
    assert!(code == 1 && fault.contains("there is no ledger") && fault.contains("--without-ledger"), "{fault}");
    assert!(!world.path("data/other.db").exists(), "a refusal makes no ledger");
    assert_eq!(world.rows("posts").await, before, "a refusal changes nothing");
    let typed = ["restore", "copy", "--move-aside", "--without-ledger"];
    let (code, _, fault) = world.leeward_with(&typed, "", &lost);
    assert_eq!(code, 0, "{fault}");
    let noted = world.rows("site").await.join("\n");
    assert!(noted.contains("restored_without_ledger|"), "{noted}");
    // A ledger that is there, and is another one, is no better.
    let (code, _, fault) = world.leeward_with(&["restore", "copy", "--move-aside"], "", &lost);
    assert!(code == 1 && fault.contains("the ledger is another one than that of the copy"), "{fault}");
    world.end().await;
}

#[tokio::test]
async fn a_database_in_which_somebody_wrote_is_left_alone_unless_it_is_put_aside() {
    let mut world = World::open().await;
    let (alice, _) = world.member().await;
    alice.start(OPEN, "Written before the backup").await;
    world.back_up("copy");
    alice.start(OPEN, "Written after the backup").await;
    if world.is_sqlite() {
        // The folder of this test's site is not locked, as that of a program that serves is.
        world.stop().await;
    } else {
        let (code, _, fault) = world.leeward(&["restore", "copy", "--move-aside"]);
        assert!(code == 1 && fault.contains("other programs are connected"), "{fault}");
        world.stop().await;
    }
    let (code, _, fault) = world.leeward(&["restore", "copy"]);
    assert!(code == 1 && fault.contains("is not empty. Nothing was changed"), "{fault}");
    assert_eq!(world.rows("threads").await.iter().filter(|row| row.contains("after the backup")).count(), 1);
    let (code, said, fault) = world.leeward(&["restore", "copy", "--move-aside"]);
    assert!(code == 0 && said.contains("The database from before lies in"), "{said}{fault}");
    assert_eq!(world.rows("threads").await.iter().filter(|row| row.contains("after the backup")).count(), 0);
    world.start().await;
    world.end().await;
}
