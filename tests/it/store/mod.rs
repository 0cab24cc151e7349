//! The store: its schema, and commits that several people share.

mod commit;
mod postgres;
mod schema;

use crate::harness::app;

#[tokio::test]
async fn a_fresh_site_opens_and_opens_again_with_the_same_boards() {
    let app = app::start().await;
    let again = app::open(&app.config, &app.clock).await;
    again.close(std::time::Duration::from_secs(5)).await;
    assert_eq!(app.client().get("/readyz").await.expect(200).body, "ready\n");
    app.end().await;
}
