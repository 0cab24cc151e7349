//! Where words of members leave the server: the one list that tests crawl after a deletion (CONTRACT §2.13, "at once in
//! every outlet").
//!
//! Every route that answers GET stands in it, and every other that answers with more than was sent to it: a test
//! compares it with the routes, and another finds words before a deletion exactly where it says so, and nowhere after.

/// Whose words or names an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Those of all members, to everyone who may read them.
    Words,
    /// Those of the one who asks, to nobody else.
    Own,
    /// None, but what was just typed.
    Nothing,
}

use Shows::{Nothing, Own, Words};

/// Method, path and what it shows.
pub const OUTLETS: &[(&str, &str, Shows)] = &[
    // Pages.
    ("GET", "/", Words),
    ("GET", "/boards/{board}", Words),
    ("GET", "/threads/{thread}", Words),
    ("GET", "/threads/{thread}/stream", Words),
    ("POST", "/threads/{thread}/show-all", Words),
    ("GET", "/boards/{board}/new", Own),
    ("GET", "/boards/{board}/name/retire", Own),
    ("GET", "/posts/{post}/edit", Own),
    ("GET", "/posts/{post}/delete", Own),
    ("GET", "/posts/{post}/sent", Own),
    ("GET", "/drafts", Own),
    ("GET", "/drafts/{draft}", Own),
    ("GET", "/drafts/{draft}/discard", Own),
    ("GET", "/me", Own),
    ("GET", "/following", Words),
    ("GET", "/notifications", Words),
    // One's own, and the titles of others' threads in which one wrote.
    ("POST", "/me/export", Words),
    ("GET", "/me/names/{persona}/retire", Own),
    ("GET", "/me/phrase", Nothing),
    ("GET", "/me/delete", Nothing),
    ("GET", "/me/delete/done", Nothing),
    ("GET", "/receipts/{code}", Nothing),
    ("GET", "/avatars/{file}", Nothing),
    ("GET", "/join", Nothing),
    ("GET", "/sign-in", Nothing),
    ("GET", "/leave", Nothing),
    ("GET", "/support", Nothing),
    ("GET", "/guidelines", Nothing),
    ("GET", "/privacy", Nothing),
    ("GET", "/static/{tree}/{*path}", Nothing),
    ("GET", "/favicon.ico", Nothing),
    ("GET", "/robots.txt", Nothing),
    // The socket: subscriptions, replay and live frames.
    ("GET", "/live", Words),
    // The API.
    ("GET", "/api/v1/boards/{board}/threads", Words),
    ("GET", "/api/v1/threads/{thread}", Words),
    ("GET", "/api/v1/threads/{thread}/posts", Words),
    ("GET", "/api/v1/posts/{post}", Words),
    ("GET", "/api/v1/boards/{board}/persona", Own),
    ("GET", "/api/v1/drafts", Own),
    ("GET", "/api/v1/drafts/{draft}", Own),
    ("GET", "/api/v1/me", Own),
    ("GET", "/api/v1/notifications", Words),
    ("GET", "/api/v1/me/export", Words),
    ("GET", "/api/v1/me/settings", Nothing),
    ("GET", "/api/v1/boards", Nothing),
    ("GET", "/api/v1/boards/{board}", Nothing),
    ("GET", "/api/v1/openapi.json", Nothing),
    ("GET", "/api/v1/proof", Nothing),
    ("GET", "/api/v1/receipts/{code}", Nothing),
    ("GET", "/api/v1/sessions", Nothing),
    // Monitors.
    ("GET", "/livez", Nothing),
    ("GET", "/readyz", Nothing),
];
