//! The table of the API. 401 is a call without a session; 404 is what is not there, or not for this caller.

use super::rows::{Row, Thing};

const fn call(method: &'static str, path: &'static str, json: &'static str, answers: [u16; 3]) -> Row {
    Row { method, path, thing: Thing::Published, fields: &[], json, ends: false, answers }
}

const fn get(path: &'static str, answers: [u16; 3]) -> Row {
    call("GET", path, "", answers)
}

const fn on(thing: Thing, row: Row) -> Row {
    Row { thing, ..row }
}

const THREAD: &str =
    r#"{"title": "Another title, long enough", "body": "Other words, long enough.", "seeking": "advice"}"#;
const BODY: &str = r#"{"body": "Other words, long enough."}"#;
const JOIN: &str = r#"{"age_confirmed": true, "guidelines_accepted": true}"#;
const NO_PHRASE: &str = r#"{"recovery_phrase": "not a phrase"}"#;

const LEAVE: &str = r#"{"recovery_phrase": "not a phrase", "posts": "depart"}"#;

/// Every call.
pub(super) const CALLS: &[Row] = &[
    // Reading.
    get("/api/v1/openapi.json", [200, 200, 200]),
    get("/api/v1/boards", [200, 200, 200]),
    get("/api/v1/boards/{board}", [200, 200, 200]),
    get("/api/v1/boards/{board}/threads", [200, 200, 200]),
    get("/api/v1/threads/{thread}", [200, 200, 200]),
    get("/api/v1/threads/{thread}/posts", [200, 200, 200]),
    get("/api/v1/posts/{post}", [200, 200, 200]),
    on(Thing::Waiting, get("/api/v1/receipts/{code}", [200, 200, 200])),
    call("POST", "/api/v1/preview", BODY, [200, 200, 200]),
    // Writing.
    call("POST", "/api/v1/boards/{board}/threads", THREAD, [401, 201, 201]),
    call("POST", "/api/v1/threads/{thread}/posts", BODY, [401, 201, 201]),
    // One's own.
    call("PATCH", "/api/v1/threads/{thread}", r#"{"title": "Another title, long enough"}"#, [401, 404, 200]),
    call("PATCH", "/api/v1/posts/{post}", BODY, [401, 404, 200]),
    call("DELETE", "/api/v1/posts/{post}", "", [401, 404, 204]),
    // One press; not on one's own.
    call("PUT", "/api/v1/posts/{post}/reactions/{kind}", "", [401, 204, 403]),
    call("DELETE", "/api/v1/posts/{post}/reactions/{kind}", "", [401, 204, 204]),
    // Following, what is new, and muting others.
    call("PUT", "/api/v1/threads/{thread}/follow", "", [401, 204, 204]),
    call("DELETE", "/api/v1/threads/{thread}/follow", "", [401, 204, 204]),
    get("/api/v1/notifications", [401, 200, 200]),
    call("POST", "/api/v1/notifications/read", r#"{"all": true}"#, [401, 204, 204]),
    call("PUT", "/api/v1/personas/{persona}/mute", "", [401, 204, 403]),
    call("DELETE", "/api/v1/personas/{persona}/mute", "", [401, 204, 204]),
    // Drafts are found by their member alone.
    get("/api/v1/drafts", [401, 200, 200]),
    call("POST", "/api/v1/drafts", BODY, [401, 201, 201]),
    on(Thing::Draft, get("/api/v1/drafts/{draft}", [401, 404, 200])),
    on(Thing::Draft, call("PUT", "/api/v1/drafts/{draft}", BODY, [401, 404, 200])),
    // No draft of theirs has that number, so it is as gone as they want it.
    on(Thing::Draft, call("DELETE", "/api/v1/drafts/{draft}", "", [401, 204, 204])),
    // Names. Both have one on this board, which has written.
    get("/api/v1/boards/{board}/persona", [401, 200, 200]),
    call("POST", "/api/v1/boards/{board}/persona/reroll", "", [401, 409, 409]),
    call("DELETE", "/api/v1/boards/{board}/persona", r#"{"posts": "depart"}"#, [401, 204, 204]),
    // People.
    call("POST", "/api/v1/members", JOIN, [201, 201, 201]),
    get("/api/v1/proof", [200, 200, 200]),
    call("POST", "/api/v1/sessions", NO_PHRASE, [422, 422, 422]),
    get("/api/v1/sessions", [401, 200, 200]),
    call("DELETE", "/api/v1/sessions/{session}", "", [401, 404, 404]),
    Row { ends: true, ..call("DELETE", "/api/v1/sessions/current", "", [401, 204, 204]) },
    get("/api/v1/me", [401, 200, 200]),
    call("DELETE", "/api/v1/me", LEAVE, [401, 422, 422]),
    get("/api/v1/me/export", [401, 200, 200]),
    get("/api/v1/me/settings", [401, 200, 200]),
    call("PATCH", "/api/v1/me/settings", r#"{"theme": "dark"}"#, [401, 200, 200]),
    call("PUT", "/api/v1/me/phrase", NO_PHRASE, [401, 422, 422]),
    call("POST", "/api/v1/me/phrase/confirmation", r#"{"words": ["amber", "ember"]}"#, [401, 409, 409]),
];
