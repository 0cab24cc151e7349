//! What is refused before anybody listens. Nothing is typed there.

use serde_json::Value;

use crate::harness::app::start_with;
use crate::harness::make::text;

pub async fn no_upgrade(code: &str) {
    let app = start_with(&[]).await;
    let answer = app.client().get("/live").await.expect(426);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.json()["code"], code);
    app.end().await;
}

pub async fn many_open(code: &str) {
    let app = start_with(&[("limits.live_per_network", "1")]).await;
    let threads: Value = app.client().ask("/boards/about-this-place/threads").await.json();
    let path = format!("/threads/{}/stream", text(&threads["items"][0], "id"));
    let open = app.client().open(&path).await;
    let refused = app.client().get(&path).await.expect(429);
    assert!(refused.headers.contains_key("retry-after"), "{code}");
    assert!(refused.body.contains("You have many live pages open."), "{}", refused.body);
    drop(open);
    app.client().get(&path).await.expect(200);
    app.end().await;
}
