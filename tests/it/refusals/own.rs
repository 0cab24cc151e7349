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

/// So many bytes as the engine writes them.
fn bytes(world: &World, length: usize, n: usize) -> String {
    let hex = format!("{:0width$x}", n + 1, width = 2 * length);
    if world.app.database.starts_with("postgres") { format!("'\\x{hex}'") } else { format!("x'{hex}'") }
}

/// The id whose bytes count to `n + 1`.
fn id(n: usize) -> [u8; 10] {
    std::array::from_fn(|at| if at < 8 { 0 } else { ((n + 1) >> (8 * (9 - at))) as u8 })
}

pub async fn too_many_muted(code: &str) {
    let world = World::new(&[]).await;
    let rows = (0..501).map(|n| {
        let (key, id) = (bytes(&world, 32, n), bytes(&world, 10, n));
        format!("({key}, {id}, 'k7', 'name-{n}', NULL, 0, (1 = 1), (1 = 0), NULL, NULL)")
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    world
        .raw(&format!(
            "INSERT INTO personas (key, id, board, handle, thread, rolls, posted, trusted, restricted_scope, \
             restricted_until_hour) VALUES {rows}"
        ))
        .await;
    let path = |n: usize| format!("/personas/{}/mute", leeward::domain::ids::PersonaId(id(n)));
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
    let copies = (0..501).map(|n| {
        let id = bytes(&world, 10, n);
        format!(
            "INSERT INTO threads (id, board, home_board, title, seeking, warnings, state, pinned, visible, seq, \
             last_position, replies, author, by_team, created_ms, last_activity_ms) SELECT {id}, board, home_board, \
             title, seeking, warnings, state, pinned, visible, seq, last_position, replies, author, by_team, \
             created_ms, last_activity_ms FROM threads WHERE pinned AND visible LIMIT 1"
        )
    });
    let copies = copies.collect::<Vec<_>>().join("; ");
    world.raw(&copies).await;
    let path = |n: usize| format!("/threads/{}/follow", leeward::domain::ids::ThreadId(id(n)));
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
