//! Trouble of our own: bugs, answers that take too long.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use leeward::app::RequestPatience;
use leeward::app::running::{Running, Tuning};
use leeward::config::secret_key::SecretKey;
use leeward::domain::clock::Clock;
use leeward::domain::entropy::Entropy;
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;

use super::world::{Door, Place, World, assert_back, assert_problem, field};
use crate::harness::client::Client;
use crate::harness::html::Form;

/// Another node of the same site, with a patience and randomness of the test's own.
pub async fn node(world: &World, patience: RequestPatience, entropy: Arc<dyn Entropy>) -> Running {
    let key = Arc::new(SecretKey::from_bytes([7; 32]));
    let clock: Arc<dyn Clock> = world.app.clock.clone();
    let tuning = Tuning { patience, ..Tuning::default() };
    Running::open_tuned(&world.app.config, key, clock, entropy, tuning).await.ok().unwrap()
}

/// The same browser and script, asking this node.
pub async fn at(world: &World, node: &Running) -> (Client, Client) {
    let browser = Client::new(node.router.clone());
    let page = browser.get("/sign-in").await.expect(200).form("/sign-in");
    page.set("phrase", &world.phrase).send(&browser).await.expect(303);
    (browser, Client::new(node.router.clone()).with_token(world.script.token.as_ref().unwrap()))
}

/// Randomness that has a bug when it is told to.
struct Broken(AtomicBool);

impl Entropy for Broken {
    fn fill(&self, bytes: &mut [u8]) {
        assert!(!self.0.swap(false, Ordering::SeqCst), "a bug, as the test wants it");
        leeward::app::system::SystemEntropy.fill(bytes);
    }
}

/// A bug in a handler, and one within a transaction: nothing is stored, the text comes back.
pub async fn fault(code: &str) {
    let world = World::new(&[]).await;
    let broken = Arc::new(Broken(AtomicBool::new(false)));
    let node = node(&world, RequestPatience::default(), broken.clone()).await;
    let (browser, script) = at(&world, &node).await;
    for place in [Place::Reply, Place::Thread, Place::Edit] {
        // Without a key the composer draws one.
        let mut form = world.form(place).await;
        form.fields.retain(|(name, _)| name != "once");
        let preview = Form { action: format!("{}/preview", form.action), ..form.clone() };
        broken.0.store(true, Ordering::SeqCst);
        let page = preview.send(&browser).await.expect(500);
        assert!(!broken.0.load(Ordering::SeqCst), "the bug was not met");
        assert!(page.body.contains("Your text is safe below."), "{}", page.body);
        assert_back(&page, &preview, &[], "It is not your fault. What you posted before is safe.");
    }
    // The face of a new one-off name is drawn within the transaction.
    let form = world.form(Place::Reply).await;
    broken.0.store(true, Ordering::SeqCst);
    let page = form.send(&browser).await.expect(500);
    let back = assert_back(&page, &form, &[], "It is not your fault. What you posted before is safe.");
    broken.0.store(true, Ordering::SeqCst);
    let (method, path) = world.way(Place::Thread);
    let once = [("idempotency-key", "k")];
    let answer = script.call_with(method, &path, Some(world.json(Place::Thread)), &once).await;
    assert_problem(&answer, 500, code, "");
    broken.0.store(true, Ordering::SeqCst);
    let answer = script.tell(&path, world.json(Place::Thread)).await;
    assert_problem(&answer, 500, code, "Something broke here.");
    assert_eq!([world.stored(Door::Page).await, world.stored(Door::Api).await], [0, 0]);
    world.accepts(&back).await;
    world.call(Place::Thread, "k", &world.json(Place::Thread)).await;
    assert_eq!(world.stored(Door::Api).await, 1);
    node.close(Duration::from_secs(5)).await;
    world.app.end().await;
}

/// The answer takes too long, whatever becomes of it: sent again, the text is there once.
pub async fn no_answer(code: &str) {
    let world = World::new(&[]).await;
    let forms = [world.form(Place::Reply).await, world.form(Place::Thread).await, world.form(Place::Edit).await];
    let usual = node(&world, RequestPatience::default(), Arc::new(leeward::app::system::SystemEntropy)).await;
    let (browser, script) = at(&world, &usual).await;
    let whole = Duration::from_millis(500);
    let hasty = RequestPatience { whole, ..RequestPatience::default() };
    let first = node(&world, hasty, Arc::new(leeward::app::system::SystemEntropy)).await;
    let (browser, script) = (browser.at(&first.router), script.at(&first.router));
    // A node of its own: the writer of the first one gives up waiting for the lock at a moment that is not ours.
    let hasty = RequestPatience { whole, ..RequestPatience::default() };
    let other = node(&world, hasty, Arc::new(leeward::app::system::SystemEntropy)).await;
    let raw = world.app.raw().await;
    let held = raw.begin().await.unwrap();
    let lock = if raw.get_database_backend() == sea_orm::DatabaseBackend::Sqlite {
        "UPDATE boards SET place = place"
    } else {
        "LOCK TABLE posts, boards"
    };
    held.execute_unprepared(lock).await.unwrap();
    for form in &forms {
        let page = form.send(&browser).await.expect(503);
        assert!(page.retry_after() > 0);
        assert_back(&page, form, &[], "Your text is safe below. You can send it again: it is posted once.");
    }
    let script = script.at(&other.router);
    let (method, path) = world.way(Place::Reply);
    let once = [("idempotency-key", "k")];
    let answer = script.call_with(method, &path, Some(world.json(Place::Reply)), &once).await;
    assert_problem(&answer, 503, code, "It may have been done or not.");
    held.rollback().await.unwrap();
    for form in &forms {
        form.send(&world.browser).await.expect(303);
    }
    assert_eq!(world.stored(Door::Page).await, 3);
    let again = world.call(Place::Reply, "k", &world.json(Place::Reply)).await;
    assert!(again.status.is_success(), "{}", again.body);
    assert_eq!(world.stored(Door::Api).await, 1);
    first.close(Duration::from_secs(5)).await;
    other.close(Duration::from_secs(5)).await;
    usual.close(Duration::from_secs(5)).await;
    world.app.end().await;
}

#[tokio::test]
async fn a_page_that_took_too_long_is_a_calm_page_with_the_numbers() {
    let world = World::new(&[]).await;
    let hasty = RequestPatience { whole: Duration::ZERO, ..RequestPatience::default() };
    let node = node(&world, hasty, Arc::new(leeward::app::system::SystemEntropy)).await;
    let client = Client::new(node.router.clone());
    let page = client.get("/").await.expect(503);
    assert!(page.body.contains("<h1>No answer came in time</h1>") && page.body.contains("tel:999"), "{}", page.body);
    let answer = client.ask("/boards").await;
    assert_problem(&answer, 503, "no_answer", "It may have been done or not.");
    let sent = client.tell("/sessions", json!({"recovery_phrase": world.phrase})).await;
    assert!(!sent.body.contains(&world.phrase));
    assert_eq!(field(&sent.json(), "code"), "no_answer");
    node.close(Duration::from_secs(5)).await;
    world.app.end().await;
}
