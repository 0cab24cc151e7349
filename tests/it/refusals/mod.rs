//! Every refusal comes back with all that was typed, through page and API, and stores nothing twice.
//!
//! The list of refusals comes out of the program: a new one that no test here walks makes
//! `every_refusal_of_the_program_is_walked` fail, a new form makes `every_form_is_known` fail.

mod bodies;
mod live;
mod origins;
mod own;
mod people;
mod presses;
mod texts;
mod trouble;
mod twice;
mod world;

use leeward::app::probe::refusal_codes;
use leeward::app::running::route_list;

/// Makes one test of each code, and the list of them.
macro_rules! walked {
    ($($name:ident = $walk:path;)+) => {
        $(#[tokio::test] async fn $name() { $walk(stringify!($name)).await; })+

        const WALKED: &[&str] = &[$(stringify!($name)),+];
    };
}

walked! {
    thread_locked = texts::walk;
    thread_closed = texts::walk;
    board_archived = texts::walk;
    retired_name_spoke_here = texts::walk;
    restricted = texts::walk;
    too_soon = texts::walk;
    daily_limit = texts::walk;
    too_many_links = texts::walk;
    one_off_not_offered = texts::walk;
    too_late_to_edit = texts::walk;
    wrong_state = texts::walk;
    not_found = texts::walk;
    unavailable = texts::walk;
    too_many_pages = texts::walk;
    invalid = texts::misfits;
    idempotency_key_reused = twice::key_reused;
    too_many_previews = texts::previews;
    sign_in_first = people::session_ended;
    other_origin = origins::other_origin;
    fault = trouble::fault;
    no_answer = trouble::no_answer;
    busy = bodies::busy;
    too_large = bodies::too_large;
    too_slow = bodies::too_slow;
    malformed_body = bodies::malformed;
    encoded_body = bodies::encoded;
    unreadable = bodies::unreadable;
    media_type = bodies::media_type;
    wrong_method = bodies::wrong_method;
    long_address = bodies::head;
    large_head = bodies::head;
    unclear_request = bodies::head;
    other_host = bodies::head;
    trial_mode = bodies::head;
    phrase_unknown = people::phrase_unknown;
    too_many_sign_ins = people::too_many_sign_ins;
    proof_required = people::proof_required;
    nothing_waits = people::nothing_waits;
    page_too_old = people::page_too_old;
    too_many_drafts = people::too_many_drafts;
    own_post = presses::walk;
    too_many_reactions = presses::walk;
    name_fixed = presses::walk;
    own_name = own::own_name;
    too_many_muted = own::too_many_muted;
    too_many_followed = own::too_many_followed;
    upgrade_required = live::no_upgrade;
    too_many_connections = live::many_open;
}

#[test]
fn every_refusal_of_the_program_is_walked() {
    let codes = refusal_codes();
    assert!(codes.len() > 40, "{codes:?}");
    for [code, meaning] in &codes {
        assert!(WALKED.contains(code), "no case for {code}: {meaning}");
    }
    assert_eq!(codes.len(), WALKED.len());
}

#[test]
fn every_refusal_of_the_forum_has_a_code_of_its_own() {
    let source = crate::tidy::code::read("src/web/fault.rs");
    let arms = source.split("fn code_of(").nth(1).unwrap().split("\n}\n").next().unwrap();
    let codes: Vec<&str> = arms.lines().filter_map(|line| line.split("=> Code::").nth(1)).collect();
    let once: std::collections::BTreeSet<&&str> = codes.iter().collect();
    assert!(codes.len() >= 18 && once.len() == codes.len(), "{codes:?}");
}

/// Forms in which somebody writes, and forms of one press: `src/web/carry.rs` gives texts back to the first alone.
const WITH_TEXT: &[&str] = &[
    "/boards/{board}/new",
    "/boards/{board}/new/preview",
    "/threads/{thread}/reply",
    "/threads/{thread}/reply/preview",
    "/posts/{post}/edit",
    "/posts/{post}/edit/preview",
    "/threads/{thread}/title",
    "/drafts",
    "/boards/{board}/name/reroll",
    "/sign-in",
    "/join",
    "/join/confirm",
    "/join/other-words",
    "/away/continue",
];
const WITHOUT: &[&str] = &[
    "/join/words.txt",
    "/sign-out",
    "/me/look",
    "/me/reading",
    "/me/live",
    "/threads/{thread}/follow",
    "/threads/{thread}/unfollow",
    "/threads/{thread}/unread",
    "/notifications/read",
    "/personas/{persona}/mute",
    "/personas/{persona}/unmute",
    "/me/sessions/end-others",
    "/me/sessions/{id}/end",
    "/me/phrase",
    "/me/phrase/confirm",
    "/me/export",
    "/me/delete",
    "/boards/{board}/name/retire",
    "/me/names/{persona}/retire",
    "/preferences",
    "/support",
    "/threads/{thread}/show-all",
    "/threads/{thread}/close",
    "/posts/{post}/delete",
    "/posts/{post}/reactions/{kind}",
    "/posts/{post}/publish",
    "/posts/{post}/cancel",
    "/drafts/{draft}/discard",
];

#[test]
fn every_form_is_known() {
    for (method, path) in route_list() {
        let form = method == "POST" && !path.starts_with("/api/");
        let known = WITH_TEXT.iter().chain(WITHOUT).any(|known| *known == path);
        assert!(!form || known, "does {path} bring a text? Say so here, and in carry.rs");
    }
}
