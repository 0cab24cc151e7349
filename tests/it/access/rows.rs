//! The table of the pages. 303 for a visitor is the way to sign-in; 404 is what is not there, or not for this reader.

use super::calls::CALLS;

/// What the writer wrote before a row is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A thread with a reply of the writer's, both published, on a board that everyone reads.
    Published,
    /// The same, but the reply waits for its hour.
    Waiting,
    /// As the first, and a draft of the writer's.
    Draft,
    /// As the first, on a board that members read.
    MembersOnly,
}

/// What stands for the names in a path.
#[derive(Clone, Default)]
pub(super) struct Filling {
    pub(super) board: String,
    pub(super) thread: String,
    pub(super) post: String,
    pub(super) draft: String,
    pub(super) code: String,
    pub(super) persona: String,
}

/// One route: what is tried on, what is sent, and the status that visitor, another member, and the writer get.
pub(super) struct Row {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) thing: Thing,
    /// Fields of a form, for pages.
    pub(super) fields: &'static [(&'static str, &'static str)],
    /// A body, for the API; empty when the call has none.
    pub(super) json: &'static str,
    /// It ends the session, so it is played by people who are not needed afterwards.
    pub(super) ends: bool,
    pub(super) answers: [u16; 3],
}

const fn get(path: &'static str, answers: [u16; 3]) -> Row {
    Row { method: "GET", path, thing: Thing::Published, fields: &[], json: "", ends: false, answers }
}

const fn post(path: &'static str, fields: &'static [(&'static str, &'static str)], answers: [u16; 3]) -> Row {
    Row { method: "POST", path, thing: Thing::Published, fields, json: "", ends: false, answers }
}

const fn waiting(row: Row) -> Row {
    Row { thing: Thing::Waiting, ..row }
}

const fn drafted(row: Row) -> Row {
    Row { thing: Thing::Draft, ..row }
}

const BODY: &[(&str, &str)] = &[("body", "Other words, long enough."), ("publish", "now"), ("once", "")];
const THREAD: &[(&str, &str)] = &[
    ("title", "Another title, long enough"),
    ("body", "Other words, long enough."),
    ("seeking", "advice"),
    ("publish", "now"),
    ("once", ""),
];

/// All rows: pages and calls.
pub(super) fn all() -> impl Iterator<Item = &'static Row> {
    PAGES.iter().chain(CALLS)
}

/// Every page. What a visitor sends with a text in it is answered 401 with the text kept; without one, 303 to sign-in.
const PAGES: &[Row] = &[
    // Reading.
    get("/", [200, 200, 200]),
    get("/boards/{board}", [200, 200, 200]),
    get("/threads/{thread}", [200, 200, 200]),
    get("/threads/{thread}/stream", [200, 200, 200]),
    get("/live", [426, 426, 426]),
    post("/threads/{thread}/show-all", &[("show", "all")], [200, 200, 200]),
    get("/posts/{post}/sent", [303, 404, 303]),
    waiting(get("/receipts/{code}", [200, 200, 200])),
    // Writing.
    get("/boards/{board}/new", [303, 200, 200]),
    post("/boards/{board}/new", THREAD, [401, 303, 303]),
    post("/boards/{board}/new/preview", THREAD, [401, 200, 200]),
    post("/threads/{thread}/reply", BODY, [401, 303, 303]),
    post("/threads/{thread}/reply/preview", BODY, [401, 200, 200]),
    // One's own.
    post("/threads/{thread}/title", &[("title", "Another title, long enough")], [401, 404, 303]),
    post("/threads/{thread}/close", &[], [303, 404, 303]),
    get("/posts/{post}/edit", [303, 404, 200]),
    post("/posts/{post}/edit", BODY, [401, 404, 303]),
    post("/posts/{post}/edit/preview", BODY, [401, 404, 200]),
    get("/posts/{post}/delete", [303, 404, 200]),
    post("/posts/{post}/delete", &[], [303, 404, 303]),
    waiting(post("/posts/{post}/publish", &[], [303, 404, 303])),
    waiting(post("/posts/{post}/cancel", &[], [404, 404, 303])),
    // One press; not on one's own.
    post("/posts/{post}/reactions/{kind}", &[], [303, 303, 403]),
    // Following, and what is new.
    post("/threads/{thread}/follow", &[], [303, 303, 303]),
    // A mark is set back in threads that one follows; nobody follows this one.
    post("/threads/{thread}/unread", &[("from", "1")], [303, 404, 404]),
    post("/threads/{thread}/unfollow", &[], [303, 303, 303]),
    get("/following", [303, 200, 200]),
    get("/notifications", [303, 200, 200]),
    post("/notifications/read", &[], [303, 303, 303]),
    // One mutes others.
    post("/personas/{persona}/mute", &[], [303, 303, 403]),
    post("/personas/{persona}/unmute", &[], [303, 303, 303]),
    // Drafts are found by their member alone.
    get("/drafts", [303, 200, 200]),
    post("/drafts", BODY, [401, 303, 303]),
    drafted(get("/drafts/{draft}", [303, 404, 200])),
    drafted(get("/drafts/{draft}/discard", [303, 404, 200])),
    drafted(post("/drafts/{draft}/discard", &[], [303, 404, 303])),
    // Joining, coming back, leaving.
    get("/join", [200, 200, 200]),
    post("/join", &[], [422, 422, 422]),
    post("/join/confirm", &[], [422, 422, 422]),
    post("/join/other-words", &[], [200, 200, 200]),
    post("/join/words.txt", &[], [410, 410, 410]),
    get("/sign-in", [200, 200, 200]),
    post("/sign-in", &[("phrase", "not a phrase")], [422, 422, 422]),
    post("/away/continue", &[("to", "/")], [303, 303, 303]),
    // "Me".
    get("/me", [303, 200, 200]),
    post("/me/look", &[("theme", "dark")], [303, 303, 303]),
    post("/me/live", &[("spoken", "text")], [303, 303, 303]),
    post("/me/reading", &[("warning.pain", "hide")], [303, 303, 303]),
    post("/me/sessions/end-others", &[], [303, 303, 303]),
    post("/me/sessions/{id}/end", &[], [303, 303, 303]),
    get("/me/phrase", [303, 200, 200]),
    post("/me/phrase", &[("phrase", "not a phrase")], [303, 422, 422]),
    post("/me/phrase/confirm", &[("first", "a"), ("second", "b")], [303, 303, 303]),
    post("/boards/{board}/name/reroll", &[], [303, 303, 303]),
    // The other member has a name of their own there, since the row of replies.
    get("/boards/{board}/name/retire", [303, 200, 200]),
    post("/boards/{board}/name/retire", &[("posts", "keep")], [303, 303, 303]),
    get("/me/names/{persona}/retire", [303, 404, 200]),
    post("/me/names/{persona}/retire", &[("posts", "keep")], [303, 404, 303]),
    post("/me/export", &[("as", "json")], [303, 200, 200]),
    get("/me/delete", [303, 200, 200]),
    post("/me/delete", &[("posts", "keep"), ("phrase", "not a phrase")], [303, 422, 422]),
    // For everybody.
    get("/me/delete/done", [200, 200, 200]),
    post("/preferences", &[("theme", "dark")], [303, 303, 303]),
    get("/support", [200, 200, 200]),
    post("/support", &[("country", "")], [200, 200, 200]),
    get("/guidelines", [200, 200, 200]),
    get("/privacy", [200, 200, 200]),
    get("/static/{tree}/{*path}", [200, 200, 200]),
    get("/avatars/{file}", [200, 200, 200]),
    get("/favicon.ico", [200, 200, 200]),
    get("/robots.txt", [200, 200, 200]),
    get("/livez", [200, 200, 200]),
    get("/readyz", [200, 200, 200]),
    // Going.
    Row { ends: true, ..post("/sign-out", &[], [303, 303, 303]) },
    Row { ends: true, ..get("/leave", [303, 303, 303]) },
];
