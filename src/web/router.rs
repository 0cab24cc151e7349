//! Every route, in one list. Tests walk it: a route without a line of rights or a sample of its states fails.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;

use super::routes::Route;
use super::state::App;
use super::{api, draw, health, pages};

/// The whole site: pages, API, files of the browser.
pub(crate) fn routes(app: App) -> Router {
    let api = api::routes().layer(from_fn_with_state(app.clone(), draw::problems));
    let pages = Router::from(pages::routes()).layer(from_fn_with_state(app.clone(), draw::pages));
    Router::new().merge(pages).merge(api).with_state(app)
}

/// What [`routes`] serves, with the two words for monitors that stand beside it.
pub(crate) fn list() -> Vec<Route> {
    let monitors = health::listed(Arc::new(|| Box::pin(async { true })));
    [pages::routes().into_list(), monitors.into_list()].concat()
}
