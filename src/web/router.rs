//! Every route, in one list. Tests walk it: a route without a line of rights or a sample of its states fails.

use axum::Router;
use axum::middleware::from_fn_with_state;

use super::state::App;
use super::{api, draw, pages};

/// The whole site: pages, API, files of the browser.
pub(crate) fn routes(app: App) -> Router {
    let api = api::routes().layer(from_fn_with_state(app.clone(), draw::problems));
    // The last one added is the first one asked: who left meets the gate before anything else, also where no page is.
    let pages = pages::routes()
        .fallback(pages::errors::lost)
        .layer(from_fn_with_state(app.clone(), draw::pages))
        .layer(from_fn_with_state(app.clone(), pages::gate::layer));
    Router::new().merge(pages).merge(api).with_state(app)
}
