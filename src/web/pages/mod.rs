//! The pages: a handler extracts, makes one call, answers.

pub(crate) mod errors;
pub(crate) mod files;
pub(crate) mod shell;

use axum::Router;
use axum::routing::get;

use super::state::App;

/// All pages.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/static/{tree}/{*path}", get(files::show))
}
