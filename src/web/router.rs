//! Every route, in one list. Tests walk it: a route without a line of rights or a sample of its states fails.

use std::sync::Arc;

use axum::Router;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::from_fn_with_state;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{And, Predicate, SizeAbove};

use super::routes::Route;
use super::state::App;
use super::{api, draw, health, pace, pages, socket};

/// The whole site: pages, API, files of the browser.
pub(crate) fn routes(app: App) -> Router {
    let paced = from_fn_with_state(app.clone(), pace::pages);
    let api = Router::from(api::routes()).layer(paced.clone()).layer(from_fn_with_state(app.clone(), draw::problems));
    // Who left hears nothing either.
    let sockets = Router::from(socket::routes())
        .layer(paced.clone())
        .layer(from_fn_with_state(app.clone(), draw::problems))
        .layer(from_fn_with_state(app.clone(), pages::gate::layer));
    // The last one added is the first one asked: who left meets the gate before anything else, also where no page is.
    let pages = Router::from(pages::routes())
        .fallback(pages::errors::lost)
        .layer(paced)
        .layer(from_fn_with_state(app.clone(), draw::pages))
        .layer(from_fn_with_state(app.clone(), pages::gate::layer));
    Router::new().merge(pages).merge(api).merge(sockets).with_state(app).layer(compressed())
}

/// Text travels compressed: level 2 costs a third of level 6 and a tenth more bytes. Pictures are small already.
fn compressed() -> CompressionLayer<And<SizeAbove, Ends>> {
    CompressionLayer::new().quality(CompressionLevel::Precise(2)).compress_when(SizeAbove::new(1_024).and(ends as Ends))
}

/// A handler puts this into its answer's extensions when the answer grows for minutes: compressed, it would gather in
/// the compressor until there is enough of it.
#[derive(Clone, Copy)]
pub(crate) struct StaysOpen;

type Ends = fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool;

fn ends(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<StaysOpen>().is_none()
}

/// What [`routes`] serves, with the two words for monitors that stand beside it.
pub(crate) fn list() -> Vec<Route> {
    let monitors = health::listed(Arc::new(|| Box::pin(async { true })));
    [pages::routes().into_list(), api::routes().into_list(), socket::routes().into_list(), monitors.into_list()]
        .concat()
}
