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

use super::routes::Routes;

/// All pages.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/static/{tree}/{*path}", files::show).merge(forum_routes())
}

/// Pages of boards, threads and posts.
fn forum_routes() -> Routes {
    Routes::new()
        .get("/", home::show)
        .get("/boards/{board}", board::show)
        .get("/boards/{board}/new", new_thread::show)
        .post("/boards/{board}/new", new_thread::send)
        .post("/boards/{board}/new/preview", new_thread::preview)
        .get("/threads/{thread}", thread::show)
        .post("/threads/{thread}/reply", reply::send)
        .post("/threads/{thread}/reply/preview", reply::preview)
        .post("/threads/{thread}/show-all", acts::show_all)
        .post("/threads/{thread}/title", acts::retitle)
        .post("/threads/{thread}/close", acts::close)
        .get("/posts/{post}/edit", edit::show)
        .post("/posts/{post}/edit", edit::send)
        .post("/posts/{post}/edit/preview", edit::preview)
        .get("/posts/{post}/delete", edit::ask_delete)
        .post("/posts/{post}/delete", edit::delete)
        .post("/posts/{post}/reactions/{kind}", acts::react)
        .post("/posts/{post}/publish", acts::publish)
        .post("/posts/{post}/cancel", acts::cancel)
        .get("/posts/{post}/sent", sent::show)
        .get("/receipts/{code}", sent::receipt)
        .get("/drafts", drafts::list)
        .post("/drafts", drafts::save)
        .get("/drafts/{draft}", drafts::show)
        .get("/drafts/{draft}/discard", drafts::ask_discard)
        .post("/drafts/{draft}/discard", drafts::discard)
}
