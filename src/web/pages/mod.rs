//! The pages: a handler extracts, makes one call, answers.

pub(crate) mod acts;
pub(crate) mod arrive;
pub(crate) mod avatars;
pub(crate) mod board;
pub(crate) mod care;
pub(crate) mod carried;
pub(crate) mod compose;
pub(crate) mod documents;
pub(crate) mod drafts;
pub(crate) mod edit;
pub(crate) mod errors;
pub(crate) mod files;
pub(crate) mod following;
pub(crate) mod gate;
pub(crate) mod home;
pub(crate) mod join;
pub(crate) mod join_phrase;
pub(crate) mod leaving;
pub(crate) mod me;
pub(crate) mod mutes;
pub(crate) mod names;
pub(crate) mod new_thread;
pub(crate) mod phrase;
pub(crate) mod place;
pub(crate) mod preferences;
pub(crate) mod present;
pub(crate) mod reading;
pub(crate) mod refused;
pub(crate) mod reply;
pub(crate) mod sent;
pub(crate) mod sessions;
pub(crate) mod shell;
pub(crate) mod sign_in;
pub(crate) mod stream;
pub(crate) mod support;
pub(crate) mod thread;

use super::routes::Routes;

/// All pages.
pub(crate) fn routes() -> Routes {
    people_routes().merge(forum_routes())
}

/// Pages about people: joining, coming back, leaving, "Me", help, documents; and the browser's files.
fn people_routes() -> Routes {
    Routes::new()
        .get("/static/{tree}/{*path}", files::show)
        .get("/avatars/{file}", avatars::show)
        .get("/favicon.ico", files::icon)
        .get("/robots.txt", files::robots)
        .get("/join", join::show)
        .post("/join", join::start)
        .post("/join/confirm", join_phrase::confirm)
        .post("/join/other-words", join_phrase::other_words)
        .post("/join/words.txt", join_phrase::file)
        .get("/sign-in", sign_in::show)
        .post("/sign-in", sign_in::enter)
        .post("/sign-out", sign_in::leave)
        .get("/me", me::show)
        .post("/me/look", me::look)
        .post("/me/reading", me::reading)
        .post("/me/live", me::live)
        .post("/personas/{persona}/mute", mutes::mute)
        .post("/personas/{persona}/unmute", mutes::unmute)
        .post("/me/sessions/end-others", sessions::end_others)
        .post("/me/sessions/{id}/end", sessions::end)
        .get("/me/phrase", phrase::show)
        .post("/me/phrase", phrase::begin)
        .post("/me/phrase/confirm", phrase::confirm)
        .post("/me/export", leaving::export)
        .get("/me/delete", leaving::ask)
        .post("/me/delete", leaving::delete)
        .get("/me/delete/done", leaving::done)
        .post("/boards/{board}/name/reroll", names::reroll)
        .get("/boards/{board}/name/retire", names::ask_retire)
        .post("/boards/{board}/name/retire", names::retire)
        .get("/me/names/{persona}/retire", names::ask_retire_one)
        .post("/me/names/{persona}/retire", names::retire_one)
        .post("/preferences", preferences::save)
        .get("/leave", gate::leave)
        .post("/away/continue", gate::enter)
        .get("/support", support::show)
        .post("/support", support::choose)
        .get("/guidelines", documents::guidelines)
        .get("/privacy", documents::privacy)
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
        .get("/threads/{thread}/stream", stream::show)
        .post("/threads/{thread}/reply", reply::send)
        .post("/threads/{thread}/reply/preview", reply::preview)
        .post("/threads/{thread}/show-all", acts::show_all)
        .post("/threads/{thread}/title", acts::retitle)
        .post("/threads/{thread}/close", acts::close)
        .post("/threads/{thread}/follow", following::follow)
        .post("/threads/{thread}/unfollow", following::unfollow)
        .post("/threads/{thread}/unread", following::unread)
        .get("/following", following::list)
        .get("/notifications", following::show)
        .post("/notifications/read", following::mark_read)
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
