//! Refusals of one press: reactions and names.

use super::world::{Place, World, assert_problem, assert_says, assert_typed, field};
use crate::harness::client::Answer;
use crate::harness::html::Form;

pub async fn walk(code: &str) {
    match code {
        "own_post" => own_post(code).await,
        "too_many_reactions" => too_many_reactions(code).await,
        _ => name_fixed(code).await,
    }
}

async fn own_post(code: &str) {
    let world = World::new(&[]).await;
    let post = world.way(Place::Edit).1;
    let page = world.browser.post(&format!("{post}/reactions/with-you"), &[]).await.expect(403);
    assert!(page.body.contains("<h1>This is not possible here</h1>"), "{}", page.body);
    assert!(page.body.contains("You cannot react to your own post. You can react to others."), "{}", page.body);
    let answer = world.script.put(&format!("{post}/reactions/with-you"), None).await;
    assert_problem(&answer, 403, code, "You cannot react to your own post.");
    world.raw("UPDATE personas SET restricted_scope = 'site'").await;
    let page = world.browser.post(&format!("{}/delete", world.way(Place::Edit).1), &[]).await.expect(403);
    assert!(page.body.contains("The team paused your writing on this board. You can still read."), "{}", page.body);
    world.app.end().await;
}

async fn too_many_reactions(code: &str) {
    let world = World::new(&[("limits.reactions_per_hour", "1")]).await;
    let posts = world.script.posts(&world.thread).await;
    let reactions = format!("/posts/{}/reactions", field(&posts[0], "id"));
    world.browser.post(&format!("{reactions}/with-you"), &[]).await.expect(303);
    let page: Answer = world.browser.post(&format!("{reactions}/helpful"), &[]).await.expect(429);
    assert_eq!(page.retry_after(), 3_600);
    assert_says(&page, "You gave many reactions in a short time. You can go on in 60 minutes.");
    let answer = world.script.put(&format!("{reactions}/helpful"), None).await;
    assert_problem(&answer, 429, code, "You can go on in 60 minutes.");
    world.app.clock.advance_s(3_600);
    page.form(&format!("{reactions}/helpful")).send(&world.browser).await.expect(303);
    world.app.end().await;
}

/// The button lies in the composer: what stands there comes back.
async fn name_fixed(code: &str) {
    let world = World::new(&[]).await;
    let form = world.form(Place::Thread).await;
    let reroll = format!("/boards/{}/name/reroll", world.board);
    let page = Form { action: reroll.clone(), ..form.clone() }.send(&world.browser).await.expect(200);
    world.accepts(&assert_typed(&page, &form, &[])).await;
    let told = world.browser.post(&reroll, &[]).await.expect(303);
    let told = world.browser.get(&told.location()).await.expect(200);
    assert!(told.body.contains("role=\"status\""), "{}", told.body);
    let answer =
        world.script.call(axum::http::Method::POST, &format!("/boards/{}/persona/reroll", world.board), None).await;
    assert_problem(&answer, 409, code, "Your name here is settled with your first post.");
    world.app.end().await;
}
