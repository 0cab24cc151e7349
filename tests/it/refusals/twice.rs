//! The same text more than once: at the same moment, with another text, and after it was held.

use serde_json::Value;

use super::world::{Door, Place, World, assert_back, assert_problem, body, field};

/// The same form and the same call, so many times at once.
const AT_ONCE: usize = 16;

/// A key that was used for another text: the new one comes back with a fresh key, and is posted by the next press.
pub async fn key_reused(code: &str) {
    let world = World::new(&[]).await;
    for place in [Place::Reply, Place::Thread] {
        let first = world.form(place).await.set("body", "Another text.");
        first.send(&world.browser).await.expect(303);
        let form = world.form(place).await.set("once", first.value("once"));
        let page = form.send(&world.browser).await.expect(422);
        let says = "This form was sent before with another text. Here is your new text in a fresh form.";
        let lost: &[&str] = if place == Place::Reply { &["one_off"] } else { &[] };
        let back = assert_back(&page, &form, lost, says);
        assert_ne!(back.value("once"), form.value("once"));
        let mut sent = world.json(place);
        sent["body"] = Value::from("Another text.");
        let key = format!("{place:?}");
        assert!(world.call(place, &key, &sent).await.status.is_success());
        let answer = world.call(place, &key, &world.json(place)).await;
        assert_problem(&answer, 422, code, "Send the new text with a fresh key.");
        let before = world.stored(Door::Page).await;
        for _ in 0..2 {
            back.send(&world.browser).await.expect(303);
        }
        assert_eq!(world.stored(Door::Page).await, before + 1);
        assert_eq!(world.stored(Door::Api).await, 0);
    }
    world.app.end().await;
}

#[tokio::test]
async fn sixteen_presses_at_once_post_once() {
    let world = World::new(&[]).await;
    for (n, place) in [Place::Reply, Place::Thread, Place::Edit].into_iter().enumerate() {
        let form = world.form(place).await;
        let answers = futures_util::future::join_all((0..AT_ONCE).map(|_| form.send(&world.browser))).await;
        let places: std::collections::BTreeSet<String> =
            answers.iter().map(|answer| format!("{} {}", answer.status.as_u16(), answer.location())).collect();
        assert_eq!(places.len(), 1, "{places:?}");
        assert!(places.first().unwrap().starts_with("303 /"), "{places:?}");
        assert_eq!(world.stored(Door::Page).await, i64::try_from(n).unwrap() + 1, "{place:?}");
    }
    world.app.end().await;
}

#[tokio::test]
async fn sixteen_calls_at_once_write_once() {
    let world = World::new(&[]).await;
    for (n, place) in [Place::Reply, Place::Thread, Place::Edit].into_iter().enumerate() {
        let sent = world.json(place);
        let key = format!("one-{place:?}");
        let calls = (0..AT_ONCE).map(|_| world.call(place, &key, &sent));
        let answers = futures_util::future::join_all(calls).await;
        assert!(answers.iter().all(|answer| answer.status == answers[0].status && answer.status.is_success()));
        let same = answers.iter().all(|answer| place == Place::Edit || answer.json() == answers[0].json());
        assert!(same, "{}", answers[0].body);
        assert_eq!(world.stored(Door::Api).await, i64::try_from(n).unwrap() + 1, "{place:?}");
    }
    world.app.end().await;
}

#[tokio::test]
async fn a_held_text_is_shown_to_its_writer_and_held_once() {
    let world = World::new(&[]).await;
    world.raw("UPDATE boards SET premoderation = 'all'").await;
    for place in [Place::Reply, Place::Thread] {
        let form = world.form(place).await;
        let before = world.stored(Door::Page).await;
        let (first, second) = (form.send(&world.browser).await.expect(303), form.send(&world.browser).await);
        assert_eq!(first.location(), second.expect(303).location());
        let shown = world.browser.get(&first.location()).await.expect(200);
        assert!(shown.body.contains("Usually within 24 hours. Only you can see this."), "{}", shown.body);
        assert!(shown.body.contains("kestrel-lantern"), "{}", shown.body);
        assert_eq!(world.stored(Door::Page).await, before + 1);
        let sent = world.json(place);
        let key = format!("{place:?}");
        let answer = world.call(place, &key, &sent).await.expect(202).json();
        assert_eq!(answer["state"], "held");
        assert_eq!(world.call(place, &key, &sent).await.expect(202).json(), answer);
        let own = world.script.ask(&format!("/posts/{}", field(&answer, "post"))).await.expect(200);
        assert!(own.body.contains("gravel-meadow"), "{}", own.body);
    }
    assert_eq!(world.stored(Door::Api).await, 2);
    edit(&world).await;
    world.app.end().await;
}

/// A held change: the old text stays up, the new one is shown to its writer.
async fn edit(world: &World) {
    let form = world.form(Place::Edit).await;
    let first = form.send(&world.browser).await.expect(303);
    world.call(Place::Edit, "edit", &world.json(Place::Edit)).await.expect(202);
    let shown = world.browser.get(&first.location()).await.expect(200);
    assert!(shown.body.contains(body(Door::Page).rsplit(' ').next().unwrap()), "{}", shown.body);
    assert_eq!([world.stored(Door::Page).await, world.stored(Door::Api).await], [3, 3]);
}
