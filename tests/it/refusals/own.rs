//! Refusals of what is a member's own business: muting and following.

use super::world::{Place, World, assert_problem, field};

pub async fn own_name(code: &str) {
    let world = World::new(&[]).await;
    let mine = world.way(Place::Edit).1;
    let post = world.script.ask(&mine).await.expect(200).json();
    let path = format!("/personas/{}/mute", field(&post["author"], "persona"));
    let page = world.browser.post(&path, &[]).await.expect(403);
    assert!(page.body.contains("This name is yours, so you cannot mute it."), "{}", page.body);
    assert_problem(&world.script.put(&path, None).await, 403, code, "This name is yours");
    world.app.end().await;
}

/// Ten bytes as the engine writes them.
fn bytes(world: &World, n: usize) -> String {
    let hex = format!("{:020x}", n + 1);
    if world.app.database.starts_with("postgres") { format!("'\\x{hex}'") } else { format!("x'{hex}'") }
}

pub async fn too_many_muted(code: &str) {
    let world = World::new(&[]).await;
    for n in 0..501 {
        let id = bytes(&world, n);
        world
            .raw(&format!(
                "INSERT INTO personas (key, id, board, handle, thread, rolls, posted, trusted, restricted_scope, \
                 restricted_until_hour) VALUES ({id}, {id}, 'k7', 'name-{n}', NULL, 0, (1 = 1), (1 = 0), NULL, NULL)"
            ))
            .await;
    }
    let path = |n: usize| {
        let id: [u8; 10] = std::array::from_fn(|at| if at < 8 { 0 } else { ((n + 1) >> (8 * (9 - at))) as u8 });
        format!("/personas/{}/mute", leeward::domain::ids::PersonaId(id))
    };
    for n in 0..500 {
        world.script.put(&path(n), None).await.expect(204);
    }
    assert_problem(&world.script.put(&path(500), None).await, 409, code, "You muted as many names as we can keep.");
    let page = world.browser.post(&path(500), &[]).await.expect(409);
    assert!(page.body.contains("Take one back on the page “Me”"), "{}", page.body);
    // One that is muted stays so, and room is made by taking one back.
    world.script.put(&path(0), None).await.expect(204);
    world.script.delete(&path(0)).await.expect(204);
    world.script.put(&path(500), None).await.expect(204);
    world.app.end().await;
}

pub async fn too_many_followed(code: &str) {
    let world = World::new(&[]).await;
    for n in 0..501 {
        let id = bytes(&world, n);
        world
            .raw(&format!(
                "INSERT INTO threads (id, board, home_board, title, seeking, warnings, state, pinned, visible, seq, \
                 last_position, replies, author, by_team, created_ms, last_activity_ms) SELECT {id}, board, \
                 home_board, title, seeking, warnings, state, pinned, (1 = 1), seq, last_position, replies, author, \
                 by_team, created_ms, last_activity_ms FROM threads WHERE pinned LIMIT 1"
            ))
            .await;
    }
    let path = |n: usize| {
        let id: [u8; 10] = std::array::from_fn(|at| if at < 8 { 0 } else { ((n + 1) >> (8 * (9 - at))) as u8 });
        format!("/threads/{}/follow", leeward::domain::ids::ThreadId(id))
    };
    for n in 0..500 {
        world.script.put(&path(n), None).await.expect(204);
    }
    assert_problem(&world.script.put(&path(500), None).await, 409, code, "You follow as many threads as we can keep.");
    let page = world.browser.post(&path(500), &[]).await.expect(409);
    assert!(page.body.contains("Take one off the list “Following”"), "{}", page.body);
    world.script.delete(&path(3)).await.expect(204);
    world.script.put(&path(500), None).await.expect(204);
    world.app.end().await;
}
