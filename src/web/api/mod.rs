//! The JSON API of CONTRACT §5. Each call says in its attributes what the document says of it; what all calls of a kind
//! answer alike is added in [`document`].

pub(crate) mod boards;
pub(crate) mod choices;
pub(crate) mod cursor;
pub(crate) mod document;
pub(crate) mod drafts;
pub(crate) mod follow;
pub(crate) mod lists;
pub(crate) mod me;
pub(crate) mod members;
pub(crate) mod notifications;
pub(crate) mod persona;
pub(crate) mod phrase;
pub(crate) mod post;
pub(crate) mod posts;
pub(crate) mod preview;
pub(crate) mod reactions;
pub(crate) mod receipts;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod shapes;
pub(crate) mod thread;
pub(crate) mod threads;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::routes::Routes;
use super::state::App;

/// Where the API lives.
pub(crate) const BASE: &str = "/api/v1";

/// All calls.
pub(crate) fn routes() -> Routes {
    let (router, document) = calls().split_for_parts();
    Routes::documented(BASE, router, &document)
}

/// All calls with what the document says of them.
fn calls() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(document::base()).merge(people()).merge(forum()).routes(routes!(document::show))
}

fn people() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(members::join))
        .routes(routes!(members::proof))
        .routes(routes!(sessions::begin, sessions::list))
        .routes(routes!(sessions::end_current))
        .routes(routes!(sessions::end))
        .routes(routes!(me::show, me::leave))
        .routes(routes!(me::export))
        .routes(routes!(phrase::begin))
        .routes(routes!(phrase::confirm))
        .routes(routes!(settings::show, settings::change))
        .routes(routes!(notifications::list))
        .routes(routes!(notifications::mark_read))
        .routes(routes!(drafts::list, drafts::save_new))
        .routes(routes!(drafts::show, drafts::save, drafts::discard))
}

fn forum() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(boards::list))
        .routes(routes!(boards::show))
        .routes(routes!(persona::show, persona::retire))
        .routes(routes!(persona::reroll))
        .routes(routes!(threads::list, threads::start))
        .routes(routes!(thread::show, thread::change))
        .routes(routes!(posts::list, posts::reply))
        .routes(routes!(post::show, post::change, post::delete))
        .routes(routes!(reactions::give, reactions::take_back))
        .routes(routes!(follow::follow, follow::unfollow))
        .routes(routes!(follow::mute, follow::unmute))
        .routes(routes!(preview::show))
        .routes(routes!(receipts::show))
}
