//! Sessions that ended, phrases, joining, drafts: a text that was on its way comes through.

use serde_json::json;

use super::world::{Door, Place, World, assert_problem, assert_says, assert_typed, field};
use crate::harness::app;
use crate::harness::client::{Answer, Client};
use crate::harness::html::Form;

/// Seven right words that open nothing.
const UNKNOWN: &str = "abacus abacus abacus abacus abacus abacus abacus";

/// Somebody without a session sends a text: the page of coming back, with the text in it.
async fn carried(client: &Client, form: &Form) -> Answer {
    let page = form.send(client).await.expect(401);
    assert!(page.body.contains("Your text is safe"), "{}", page.body);
    assert_carried(&page, form);
    page.form("/sign-in").set("step", "start").send(client).await.expect(200)
}

/// Every field that was typed travels in the form of signing in.
#[track_caller]
fn assert_carried(page: &Answer, sent: &Form) {
    let held = page.form(page.dom().actions().iter().find(|a| matches!(a.as_str(), "/sign-in" | "/join")).unwrap());
    for (name, value) in &sent.fields {
        let name = format!("carried.{name}");
        let there = held
            .fields
            .iter()
            .any(|(key, held)| *key == name && super::world::lines(held) == super::world::lines(value));
        assert!(there, "{name} is lost: {}", page.body);
    }
    assert_eq!(held.value("carried_action"), sent.action);
}

/// The session ends while somebody writes: the text goes through signing in and is posted once, by its writer.
pub async fn session_ended(code: &str) {
    let mut world = World::new(&[]).await;
    for (n, place) in [Place::Reply, Place::Thread, Place::Edit].into_iter().enumerate() {
        let form = world.form(place).await;
        world.raw("DELETE FROM sessions").await;
        let page = carried(&world.browser, &form).await;
        let back = page.form("/sign-in").set("phrase", &world.phrase).send(&world.browser).await.expect(200);
        assert!(back.body.contains("Here is your text. You can post it now."), "{}", back.body);
        assert_eq!(world.stored(Door::Page).await, i64::try_from(n).unwrap());
        let back = assert_typed(&back, &form, &[]);
        for _ in 0..2 {
            back.send(&world.browser).await.expect(303);
        }
        assert_eq!(world.stored(Door::Page).await, i64::try_from(n).unwrap() + 1, "{place:?}");
        let answer = world.call(place, "k", &world.json(place)).await;
        assert_problem(&answer, 401, code, "Sign in first.");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
        let token = json!({"recovery_phrase": world.phrase, "keep": true});
        world.script.token = None;
        world.script.token =
            Some(field(&world.script.tell("/sessions", token).await.expect(201).json(), "session_token"));
    }
    assert_eq!(world.stored(Door::Api).await, 0);
    world.app.end().await;
}

/// A phrase that opens no account.
pub async fn phrase_unknown(code: &str) {
    let world = World::new(&[]).await;
    let form = world.form(Place::Thread).await;
    world.browser.forget_cookies();
    let page = carried(&world.browser, &form).await;
    let wrong = page.form("/sign-in").set("phrase", UNKNOWN).send(&world.browser).await.expect(422);
    assert_says(&wrong, "This phrase opens no account. Check the order of the words");
    assert_carried(&wrong, &form);
    let back = wrong.form("/sign-in").set("phrase", &world.phrase).send(&world.browser).await.expect(200);
    world.accepts(&assert_typed(&back, &form, &[])).await;
    let answer = world.app.client().tell("/sessions", json!({"recovery_phrase": UNKNOWN})).await;
    assert_problem(&answer, 401, code, "This phrase opens no account.");
    world.app.end().await;
}

/// Too many phrases failed from a network: the text waits in the form.
pub async fn too_many_sign_ins(code: &str) {
    let world = World::new(&[("limits.failed_sign_ins_per_15_min", "1")]).await;
    let form = world.form(Place::Reply).await;
    world.browser.forget_cookies();
    let page = carried(&world.browser, &form).await;
    let wrong = page.form("/sign-in").set("phrase", UNKNOWN).send(&world.browser).await.expect(422);
    let late = wrong.form("/sign-in").set("phrase", &world.phrase).send(&world.browser).await.expect(429);
    assert!(late.retry_after() > 0);
    assert_says(&late, "There were many tries from your network. Wait 16 minutes, then try again.");
    assert_carried(&late, &form);
    assert_eq!(late.form("/sign-in").value("phrase"), world.phrase);
    let answer = world.app.client().tell("/sessions", json!({"recovery_phrase": UNKNOWN})).await;
    assert_problem(&answer, 429, code, "Wait 16 minutes, then try again.");
    world.app.clock.advance_s(901);
    let back = late.form("/sign-in").set("phrase", &world.phrase).send(&world.browser).await.expect(200);
    world.accepts(&assert_typed(&back, &form, &[])).await;
    world.app.end().await;
}

/// The free joins of a network are used up: scripts work, people wait, and the text waits with them.
pub async fn proof_required(code: &str) {
    let app = app::start_with(&[("limits.joins_per_hour", "0")]).await;
    let client = app.client();
    let board = field(&client.ask("/boards/low-experience").await.json(), "code");
    let action = format!("/boards/{board}/new");
    let fields = [("title", super::world::TITLE), ("body", "Kept."), ("warnings", "pain"), ("once", "k")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let form = Form { action, fields, actions: Vec::new() };
    let page = form.send(&client).await.expect(401);
    let page = page.form("/sign-in").set("step", "start").press(&client, "/join").await.expect(200);
    let crowded = page.form("/join").set("age", "yes").set("guidelines", "yes").send(&client).await.expect(429);
    assert!(crowded.retry_after() > 0);
    assert_carried(&crowded, &form);
    let answer = client.tell("/members", json!({"age_confirmed": true, "guidelines_accepted": true})).await;
    assert_problem(&answer, 403, code, "Solve the work of GET /proof");
    app.end().await;
}

/// No new phrase waits.
pub async fn nothing_waits(code: &str) {
    let world = World::new(&[]).await;
    let answer = world.script.tell("/me/phrase/confirmation", json!({"words": ["abacus", "zoom"]})).await;
    assert_problem(&answer, 409, code, "No new phrase waits for its two words.");
    let page = world.browser.post("/me/phrase/confirm", &[("first", "abacus"), ("second", "zoom")]).await.expect(303);
    let told = world.browser.get(&page.location()).await.expect(200);
    assert!(told.body.contains("No new phrase waits to be confirmed. You can make another one."), "{}", told.body);
    world.app.end().await;
}

/// The file of words of a page that is no longer good. No call of the API answers so.
pub async fn page_too_old(_: &str) {
    let app = app::start().await;
    let page = app.client().post("/join/words.txt", &[("sealed", "old")]).await.expect(410);
    assert!(page.body.contains("<h1>This is no longer here</h1>"), "{}", page.body);
    app.end().await;
}

/// As many drafts as can be kept for a day.
pub async fn too_many_drafts(code: &str) {
    let world = World::new(&[]).await;
    let form = world.form(Place::Thread).await;
    let draft = Form { action: "/drafts".to_owned(), ..form.clone() };
    for _ in 0..32 {
        draft.send(&world.browser).await.expect(303);
    }
    let page = draft.send(&world.browser).await.expect(409);
    assert!(page.body.contains("<h1>This cannot be done now</h1>"), "{}", page.body);
    assert_says(&page, "You saved as many drafts today as we can keep.");
    let back = assert_typed(&page, &draft, &[]);
    let answer = world.script.tell("/drafts", json!({"body": "One more."})).await;
    assert_problem(&answer, 409, code, "You saved as many drafts today as we can keep.");
    world.app.clock.advance_days(1);
    let kept = back.send(&world.browser).await.expect(303);
    let kept = world.browser.get(&kept.location()).await.expect(200);
    let post = assert_typed(&kept, &form, &["one_off", "publish"]);
    world.accepts(&post).await;
    world.app.end().await;
}
