//! The pages: a handler extracts, makes one call, answers.

pub(crate) mod acts;
pub(crate) mod arrive;
pub(crate) mod avatars;
pub(crate) mod board;
pub(crate) mod compose;
pub(crate) mod documents;
pub(crate) mod drafts;
pub(crate) mod edit;
pub(crate) mod errors;
pub(crate) mod files;
pub(crate) mod gate;
pub(crate) mod home;
pub(crate) mod join;
pub(crate) mod join_phrase;
pub(crate) mod me;
pub(crate) mod names;
pub(crate) mod new_thread;
pub(crate) mod phrase;
pub(crate) mod place;
pub(crate) mod preferences;
pub(crate) mod present;
pub(crate) mod refused;
pub(crate) mod reply;
pub(crate) mod sent;
pub(crate) mod sessions;
pub(crate) mod shell;
pub(crate) mod sign_in;
pub(crate) mod support;
pub(crate) mod thread;

use axum::Router;
use axum::routing::{get, post};

use super::state::App;

/// All pages.
pub(crate) fn routes() -> Router<App> {
    people_routes().merge(forum_routes())
}

/// Pages of boards, threads and posts.
fn forum_routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/boards/{board}", get(board::show))
        .route("/boards/{board}/new", get(new_thread::show).post(new_thread::send))
        .route("/boards/{board}/new/preview", post(new_thread::preview))
        .route("/threads/{thread}", get(thread::show))
        .route("/threads/{thread}/reply", post(reply::send))
        .route("/threads/{thread}/reply/preview", post(reply::preview))
        .route("/threads/{thread}/show-all", post(acts::show_all))
        .route("/threads/{thread}/title", post(acts::retitle))
        .route("/threads/{thread}/close", post(acts::close))
        .route("/posts/{post}/edit", get(edit::show).post(edit::send))
        .route("/posts/{post}/edit/preview", post(edit::preview))
        .route("/posts/{post}/delete", get(edit::ask_delete).post(edit::delete))
        .route("/posts/{post}/reactions/{kind}", post(acts::react))
        .route("/posts/{post}/publish", post(acts::publish))
        .route("/posts/{post}/cancel", post(acts::cancel))
        .route("/posts/{post}/sent", get(sent::show))
        .route("/receipts/{code}", get(sent::receipt))
        .route("/drafts", get(drafts::list).post(drafts::save))
        .route("/drafts/{draft}", get(drafts::show))
        .route("/drafts/{draft}/discard", get(drafts::ask_discard).post(drafts::discard))
}

/// Pages about people: joining, coming back, leaving, "Me", help, documents; and the browser's files.
fn people_routes() -> Router<App> {
    Router::new()
        .route("/static/{tree}/{*path}", get(files::show))
        .route("/avatars/{file}", get(avatars::show))
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
