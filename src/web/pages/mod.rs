//! The pages: a handler extracts, makes one call, answers.

pub(crate) mod arrive;
pub(crate) mod documents;
pub(crate) mod errors;
pub(crate) mod files;
pub(crate) mod gate;
pub(crate) mod join;
pub(crate) mod join_phrase;
pub(crate) mod me;
pub(crate) mod names;
pub(crate) mod phrase;
pub(crate) mod preferences;
pub(crate) mod refused;
pub(crate) mod sessions;
pub(crate) mod shell;
pub(crate) mod sign_in;
pub(crate) mod support;

use axum::Router;
use axum::routing::{get, post};

use super::state::App;

/// All pages.
pub(crate) fn routes() -> Router<App> {
    people_routes()
}

/// Pages about people: joining, coming back, leaving, "Me", help, documents; and the browser's files.
fn people_routes() -> Router<App> {
    Router::new()
        .route("/static/{tree}/{*path}", get(files::show))
        .route("/favicon.ico", get(files::icon))
        .route("/robots.txt", get(files::robots))
        .route("/join", get(join::show).post(join::start))
        .route("/join/confirm", post(join_phrase::confirm))
        .route("/join/other-words", post(join_phrase::other_words))
        .route("/join/words.txt", post(join_phrase::file))
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-out", post(sign_in::leave))
        .route("/me", get(me::show))
        .route("/me/look", post(me::look))
        .route("/me/reading", post(me::reading))
        .route("/me/sessions/end-others", post(sessions::end_others))
        .route("/me/sessions/{id}/end", post(sessions::end))
        .route("/me/phrase", get(phrase::show).post(phrase::begin))
        .route("/me/phrase/confirm", post(phrase::confirm))
        .route("/boards/{board}/name/reroll", post(names::reroll))
        .route("/boards/{board}/name/retire", get(names::ask_retire).post(names::retire))
        .route("/preferences", post(preferences::save))
        .route("/leave", get(gate::leave))
        .route("/away/continue", post(gate::enter))
        .route("/support", get(support::show).post(support::choose))
        .route("/guidelines", get(documents::guidelines))
        .route("/privacy", get(documents::privacy))
}
