//! The files: encrypted, private, whole, and refused otherwise.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::world::{World, inside};
use crate::harness::make::{OPEN, text};

const PASSPHRASE: &str = "five random words of mine";

/// A public key and its secret one.
fn keys() -> (String, String) {
    use age::secrecy::ExposeSecret;
    let identity = age::x25519::Identity::generate();
    (identity.to_public().to_string(), identity.to_string().expose_secret().to_owned())
}

#[tokio::test]
async fn a_backup_holds_no_sign_in_and_no_draft_and_is_private_to_its_owner() {
    let world = World::open().await;
    let (alice, _) = world.member().await;
    alice.start(OPEN, "A thread in the backup").await;
    alice.put("/me/settings", Some(json!({"theme": "dark"}))).await;
    let draft =
        json!({"board": OPEN, "title": "Half a ti", "body": "Half", "seeking": "advice", "content_warnings": []});
    alice.tell("/drafts", draft).await.expect(201);
    world.back_up("copy");
    assert_eq!(fs::metadata(world.path("copy")).unwrap().mode() & 0o777, 0o600);
    assert!(!world.path("copy.part").exists());
    let text = inside(&world.path("copy"));
    assert!(text.contains("A thread in the backup"), "the reader reads");
    assert!(text.contains("{\"table\":\"sessions\"") && text.contains("{\"table\":\"sealed_rows\""));
    let base64 = |hex: &str| data_encoding::BASE64.encode(&data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap());
    let sessions = world.rows("sessions").await;
    assert_eq!(sessions.len(), 1);
    for part in sessions[0].split('|').take(4) {
        assert!(!text.contains(&base64(part)), "a part of a session is in the backup");
    }
    let drafts: Vec<String> = world.rows("sealed_rows").await.into_iter().filter(|row| !row.ends_with("|-")).collect();
    assert_eq!(drafts.len(), 1);
    assert!(!text.contains(&base64(drafts[0].split('|').next().unwrap())), "a draft is in the backup");
    let (code, _, fault) = world.leeward(&["backup", "--plain", "copy"]);
    assert!(code == 1 && fault.contains("copy is there already. Remedy"), "{fault}");
    world.end().await;
}

#[tokio::test]
async fn a_backup_is_read_by_who_has_its_key_and_by_nobody_else() {
    let mut world = World::open().await;
    let (alice, _) = world.member().await;
    alice.start(OPEN, "A thread under lock").await;
    let (public, secret) = keys();
    fs::write(world.path("key"), format!("# made for a test\n{secret}\n")).unwrap();
    let recipient = [("LEEWARD_BACKUP_RECIPIENT", public.as_str())];
    let (code, said, fault) = world.leeward_with(&["backup", "sealed"], "", &recipient);
    assert!(code == 0 && said.contains(" posts in "), "{said}{fault}");
    let (code, _, fault) = world.leeward_with(&["backup", "worded"], PASSPHRASE, &[]);
    assert_eq!(code, 0, "{fault}");
    for name in ["sealed", "worded"] {
        let bytes = fs::read(world.path(name)).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1"), "{name}");
    }
    let (code, said, _) = world.leeward(&["backup", "--check", "sealed", "--identity", "key"]);
    assert!(code == 0 && said.contains("is whole: "), "{said}");
    let (code, said, _) = world.leeward_with(&["backup", "--check", "worded"], PASSPHRASE, &[]);
    assert!(code == 0 && said.contains("is whole: "), "{said}");
    let (code, _, fault) = world.leeward_with(&["backup", "short"], "short", &[]);
    assert!(code == 1 && fault.contains("at least 12 characters"), "{fault}");
    world.stop().await;
    let before = world.rows("posts").await;
    let (code, _, fault) = world.leeward(&["restore", "sealed", "--move-aside"]);
    assert!(code == 1 && fault.contains("Remedy: --identity FILE"), "{fault}");
    let (code, _, fault) = world.leeward_with(&["restore", "worded", "--move-aside"], "another one of words", &[]);
    assert!(code == 1 && fault.contains("does not open the backup. Nothing was changed"), "{fault}");
    assert_eq!(world.rows("posts").await, before);
    let (code, _, fault) = world.leeward(&["restore", "sealed", "--move-aside", "--identity", "key"]);
    assert_eq!(code, 0, "{fault}");
    assert_eq!(world.rows("posts").await, before);
    world.end().await;
}

#[tokio::test]
async fn a_backup_that_is_cut_or_changed_anywhere_is_refused_and_changes_nothing() {
    let mut world = World::open().await;
    let (alice, _) = world.member().await;
    alice.start(OPEN, "A thread to damage").await;
    let (public, secret) = keys();
    fs::write(world.path("key"), secret).unwrap();
    world.leeward_with(&["backup", "sealed"], "", &[("LEEWARD_BACKUP_RECIPIENT", public.as_str())]);
    world.back_up("plain");
    world.stop().await;
    let before = world.rows("posts").await;
    for name in ["sealed", "plain"] {
        let whole = fs::read(world.path(name)).unwrap();
        let mut damaged: Vec<Vec<u8>> =
            [1, whole.len() / 2, whole.len() - 1].into_iter().map(|cut| whole[..cut].to_vec()).collect();
        for at in [whole.len() / 3, whole.len() / 2, whole.len() - 9] {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x10;
            damaged.push(flipped);
        }
        damaged.push([whole.as_slice(), b"more"].concat());
        for (n, bytes) in damaged.iter().enumerate() {
            fs::write(world.path("bad"), bytes).unwrap();
            let (code, said, fault) = world.leeward(&["restore", "bad", "--move-aside", "--identity", "key"]);
            assert!(code == 1 && fault.contains("Remedy"), "{name} {n}: {said}{fault}");
        }
    }
    assert_eq!(world.rows("posts").await, before);
    world.end().await;
}

#[tokio::test]
async fn a_plain_backup_whose_rows_were_changed_is_found_by_its_last_line() {
    let mut world = World::open().await;
    let (alice, _) = world.member().await;
    alice.start(OPEN, "A thread to forge").await;
    world.back_up("copy");
    let forged = inside(&world.path("copy")).replace("A thread to forge", "A thread to fudge");
    let mut file = flate2::write::GzEncoder::new(fs::File::create(world.path("forged")).unwrap(), Default::default());
    std::io::Write::write_all(&mut file, forged.as_bytes()).unwrap();
    file.finish().unwrap();
    world.stop().await;
    let (code, _, fault) = world.leeward(&["restore", "forged", "--move-aside"]);
    assert!(code == 1 && fault.contains("is damaged or cut off"), "{fault}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_during_writes_holds_every_post_that_was_answered_before_it_began() {
    let mut world = World::open().await;
    let (alice, _) = world.member().await;
    let thread = text(&alice.start(OPEN, "A thread that grows").await, "thread");
    let mut answered = Vec::new();
    for n in 0..20 {
        answered.push(text(&alice.reply(&thread, &format!("Before {n}.")).await, "post"));
    }
    let stop = Arc::new(AtomicBool::new(false));
    let (writer, token, path) = (world.client(), alice.token.clone().unwrap(), thread.clone());
    let until = Arc::clone(&stop);
    let writing = tokio::spawn(async move {
        let writer = writer.with_token(&token);
        let mut n = 0;
        while !until.load(Ordering::SeqCst) {
            writer.reply(&path, &format!("During {n}.")).await;
            n += 1;
        }
        n
    });
    tokio::task::block_in_place(|| world.back_up("copy"));
    stop.store(true, Ordering::SeqCst);
    assert!(writing.await.unwrap() > 0, "something was written meanwhile");
    let (code, _, fault) = world.restore(&["copy"]).await;
    assert_eq!(code, 0, "{fault}");
    let row = world.client().ask(&format!("/threads/{thread}")).await.expect(200).json();
    let rows = world.rows("posts").await;
    for id in &answered {
        world.client().ask(&format!("/posts/{id}")).await.expect(200);
    }
    // Thread and posts are of one moment: the last position is that of the last post.
    let here = rows.iter().filter(|row| row.contains("Before ") || row.contains("During ")).count();
    assert_eq!(row["replies"], json!(here), "{row}");
    world.end().await;
}
