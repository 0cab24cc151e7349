//! The pages: a handler extracts, makes one call, answers.

mod acts;
mod board;
mod compose;
mod drafts;
mod edit;
pub(crate) mod errors;
mod files;
mod home;
mod new_thread;
mod place;
mod present;
mod reply;
mod sent;
pub(crate) mod shell;
mod thread;

use axum::Router;
use axum::routing::{get, post};

use super::state::App;

/// All pages.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/static/{tree}/{*path}", get(files::show)).merge(forum_routes())
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
