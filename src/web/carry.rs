//! Typed text on its way: through signing in and joining, through refusals of any kind, through "Leave now". It travels
//! in the body of the form, never in an address, and comes back to be looked at; nothing is posted by itself.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use crate::view::error::SentForm;
use crate::view::join::Carried;
use crate::view::page::{Notice, Page, Shell, Tone};
use crate::view::returned::ReturnedPage;
use crate::view::sign_in::SignedOutPage;
use crate::view::words::Sentence;

use super::draw::page;
use super::extract::Fields;
use super::fault::WebError;
use super::own_path::{own_path, own_path_or_home};
use super::pages::{carried as composer, shell};
use super::state::App;
use super::viewer::Viewer;

/// Names of long texts, in the order in which they are looked for. A form that is carried again holds them prefixed.
const TEXTS: [&str; 5] = ["body", "detail", "message", "reasons", "carried.body"];
/// Names of short texts that are shown with the long one.
const TITLES: [&str; 2] = ["title", "carried.title"];
/// What never comes back in a page: secrets, and what belongs to the forms of signing in.
const NEVER: [&str; 8] = ["phrase", "first", "second", "sealed", "ticket", "proof", "keep", "step"];
const PREFIX: &str = "carried.";

/// A form taken apart for a page that gives it back.
pub(crate) struct Parts {
    /// The fields that nobody looks at.
    pub(crate) hidden: Vec<(String, String)>,
    /// The title's field.
    pub(crate) title: Option<(String, String)>,
    /// The text's field.
    pub(crate) text: Option<(String, String)>,
}

impl Parts {
    /// Takes a form apart; `None` when nobody wrote anything in it.
    pub(crate) fn of(fields: &[(String, String)]) -> Option<Self> {
        let filled = |names: &[&str]| {
            let mut found = names.iter().filter_map(|name| fields.iter().find(|(key, _)| key == name));
            found.find(|(_, value)| !value.trim().is_empty()).cloned()
        };
        let (title, text) = (filled(&TITLES), filled(&TEXTS));
        if title.is_none() && text.is_none() {
            return None;
        }
        let shown: Vec<&str> = [&title, &text].into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let hidden = fields.iter().filter(|(name, _)| !shown.contains(&name.as_str()) && may_come_back(name));
        let hidden = hidden.cloned().collect();
        Some(Self { hidden, title, text })
    }
}

/// Whether a field of this name may stand in a page that gives a form back.
pub(crate) fn may_come_back(name: &str) -> bool {
    !NEVER.contains(&name)
}

/// Where to go on after signing in or joining: a page, and perhaps a text that comes back.
#[derive(Clone)]
pub(crate) struct Onward {
    /// One of our own pages.
    pub(crate) to: String,
    /// The text.
    pub(crate) carried: Option<Carried>,
}

impl Onward {
    /// What a form of signing in or joining brought along.
    pub(crate) fn of(fields: &Fields) -> Self {
        Self { to: own_path_or_home(fields.get("to")), carried: read(fields) }
    }
}

/// The text that a form carries along; `None` when it carries none, or for an address that takes no texts.
pub(crate) fn read(fields: &Fields) -> Option<Carried> {
    let carried =
        fields.0.iter().filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_owned(), value.clone())));
    make(fields.get("carried_action"), carried.collect())
}

/// The address to which a text goes back that came to this one: the same, or its composer's. `None` where
/// no form of ours brings a text: another site can send us a form with a text for any address, and must not have a
/// button drawn that deletes a post. A test holds the list against all routes.
pub(crate) fn composer_of(path: &str, fields: &[(String, String)]) -> Option<String> {
    let path = own_path(path)?;
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        ["boards", _, "new"] | ["boards", _, "new", "preview"] => Some(path.to_owned()),
        ["threads", _, "reply"] | ["threads", _, "reply", "preview"] => Some(path.to_owned()),
        ["posts", _, "edit"] | ["posts", _, "edit", "preview"] => Some(path.to_owned()),
        ["threads", _, "title"] | ["drafts"] => Some(path.to_owned()),
        // The field may hold anything, so what it makes is looked at like any other path.
        ["boards", board, "name", "reroll"] => composer_of(&composer_on(board, fields), &[]),
        _ => None,
    }
}

/// The composer that the fields name: of a reply, or of a new thread on this board.
pub(crate) fn composer_on(board: &str, fields: &[(String, String)]) -> String {
    let thread = fields.iter().find(|(name, value)| name == "thread" && !value.is_empty());
    thread.map_or_else(|| format!("/boards/{board}/new"), |(_, thread)| format!("/threads/{thread}/reply"))
}

/// A form that failed, as its page gives it back; `None` when nobody wrote anything in it. What was carried through
/// signing in stays with the form of signing in; what waited behind the gate goes to its own composer.
pub(crate) fn failed(path: &str, fields: &Fields) -> Option<Carried> {
    let again = |action: &str| Carried { action: action.to_owned(), fields: fields.0.clone() };
    match path.split('?').next().unwrap_or_default() {
        "/sign-in" => read(fields).map(|_| again("/sign-in")),
        // The words of a page that failed are not asked for again: there are new ones.
        "/join" | "/join/confirm" | "/join/other-words" => read(fields).map(|_| again("/join")),
        "/away/continue" => read(fields),
        _ => make(path, fields.0.clone()),
    }
}

/// A form on its way; `None` when it went to an address that takes no texts of people.
pub(crate) fn make(action: &str, fields: Vec<(String, String)>) -> Option<Carried> {
    let action = composer_of(action, &fields)?;
    let kept = |name: &str| may_come_back(name) && !name.starts_with(PREFIX) && name != "carried_action";
    let fields = fields.into_iter().filter(|(name, _)| kept(name)).collect();
    Some(Carried { action, fields })
}

/// The page to which the address of a form belongs: where somebody goes on who can't send it now.
pub(crate) fn page_of(action: &str) -> String {
    let path = action.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next()) {
        (Some(place @ ("boards" | "threads")), Some(id)) if !id.is_empty() => {
            own_path_or_home(&format!("/{place}/{id}"))
        }
        (Some(place @ ("me" | "drafts")), _) => format!("/{place}"),
        _ => "/".to_owned(),
    }
}

/// Somebody who is not signed in sent a form: the page offers to come back or to join, and keeps what was typed. The
/// status is 401. Handlers get the same by answering [`WebError::sign_in_first`].
pub(crate) async fn signed_out(app: &App, viewer: &Viewer, action: &str, fields: Fields) -> Result<Response, WebError> {
    let shell = Shell { path: page_of(action), ..shell::or_bare(app, viewer).await };
    Ok(viewer.answer(app, draw_signed_out(app, &shell, action, fields.0, viewer.session_ended)?))
}

/// The page alone; without a text worth keeping it is the way to sign in.
pub(crate) fn draw_signed_out(
    app: &App,
    shell: &Shell,
    action: &str,
    fields: Vec<(String, String)>,
    ended: bool,
) -> Result<Response, WebError> {
    let written = Parts::of(&fields).is_some();
    match make(action, fields).filter(|_| written) {
        Some(carried) => {
            let shown = SignedOutPage::new(carried, ended);
            Ok(page(StatusCode::UNAUTHORIZED, shown.render(&app.engine, shell)?))
        }
        None => Ok(super::draw::see_other(&super::own_path::with_to("/sign-in", &page_of(action)))),
    }
}

/// Signed in: the form with its text, as its own page draws it, to be sent by its writer.
pub(crate) async fn give_back(app: &App, viewer: &Viewer, carried: &Carried) -> Result<Response, WebError> {
    let shell = Shell { signed_in: true, ..shell::or_bare(app, viewer).await };
    // Whatever hinders the composer (a thread that is gone, a database that rests), the text comes back.
    match composer::again(app, viewer, carried).await {
        Ok(Some(shown)) => draw_back(app, shell, carried, &shown),
        Ok(None) | Err(_) => give_back_plain(app, shell, carried),
    }
}

/// The form with its text on a page of its own, for any address and without the database.
pub(crate) fn give_back_plain(app: &App, shell: Shell, carried: &Carried) -> Result<Response, WebError> {
    let lead = Sentence::new("returned.lead");
    match returned(carried, Sentence::new("returned.heading"), lead, None, false) {
        Some(shown) => draw_back(app, shell, carried, &shown),
        None => Ok(super::draw::see_other(&page_of(&carried.action))),
    }
}

fn draw_back<P: Page>(app: &App, shell: Shell, carried: &Carried, shown: &P) -> Result<Response, WebError> {
    let notice = Notice { tone: Tone::Done, text: Sentence::new("notice.text_returned"), action: None };
    let shell = Shell { path: page_of(&carried.action), notice: Some(notice), ..shell };
    Ok(page(StatusCode::OK, shown.render(&app.engine, &shell)?))
}

/// A form as it was sent; `None` when nobody wrote anything in it.
pub(crate) fn sent(carried: &Carried) -> Option<SentForm> {
    let Parts { hidden, title, text } = Parts::of(&carried.fields)?;
    Some(SentForm { action: carried.action.clone(), fields: hidden, title, text })
}

/// A page that gives a form back; `None` when nobody wrote anything in it.
pub(crate) fn returned(
    carried: &Carried,
    heading: Sentence,
    lead: Sentence,
    next: Option<Sentence>,
    refused: bool,
) -> Option<ReturnedPage> {
    Some(ReturnedPage { heading, lead, next, form: sent(carried)?, reference: None, refused })
}

/// Whether a session cookie of ours came along, alive or not: known without asking the database.
pub(crate) fn had_session(app: &App, headers: &HeaderMap) -> bool {
    super::cookies::Cookie::Session.read(headers, app.secure_cookies()).is_some()
}
