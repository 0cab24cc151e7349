//! `/livez` and `/readyz`: for monitors. They say one word and nothing of the site.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;

use super::routes::Routes;

/// Answers whether requests that need the database can be served now.
pub type ReadyCheck = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// How long a check may take before the answer is no.
const CHECK_PATIENCE: Duration = Duration::from_secs(2);

/// The two routes.
pub fn routes(ready: ReadyCheck) -> Router {
    listed(ready).into()
}

/// The same, with their list.
pub(crate) fn listed(ready: ReadyCheck) -> Routes<()> {
    Routes::new()
        .get("/livez", async || word(StatusCode::OK, "alive\n"))
        .get("/readyz", move || readyz(Arc::clone(&ready)))
}

async fn readyz(ready: ReadyCheck) -> Response {
    match tokio::time::timeout(CHECK_PATIENCE, ready()).await {
        Ok(true) => word(StatusCode::OK, "ready\n"),
        Ok(false) | Err(_) => word(StatusCode::SERVICE_UNAVAILABLE, "not ready\n"),
    }
}

fn word(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
