//! The JSON API.

use axum::Router;

use super::state::App;

/// All calls.
pub(crate) fn routes() -> Router<App> {
    Router::new()
}
