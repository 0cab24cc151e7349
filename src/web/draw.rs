//! Drawing failures, once for all: handlers answer a [`WebError`], this layer makes a page or problem details of it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

use crate::view::error::ErrorKind;
use crate::view::words::{Language, Sentence};

use super::code::Code;
use super::error::is_api;
use super::fault::WebError;
use super::kept::Kept;
use super::pages::errors::{self, Failed};
use super::state::App;

/// One field of problem details.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct FieldProblem {
    /// The field that did not fit.
    field: String,
    /// What is allowed.
    message: String,
}

/// Problem details for HTTP APIs (RFC 9457 §3), with a stable `code` and the fields that did not fit.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Problem {
    /// `about:blank`: the status says the kind.
    r#type: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// What to do.
    detail: String,
    /// A stable word for scripts.
    code: String,
    /// Fields that did not fit; empty otherwise.
    errors: Vec<FieldProblem>,
}

/// Failures of the API become problem details.
pub(crate) async fn problems(State(app): State<App>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(error) = fault_of(&response) else { return response };
    keep_cookies(response, problem(&app, &error))
}

/// Failures of pages become pages.
pub(crate) async fn pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let kept = request.extensions().get::<Arc<Kept>>().cloned();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let Some(error) = fault_of(&response) else { return response };
    match kept {
        Some(kept) if !is_api(&path) => keep_cookies(response, errors::draw(&app, &Failed::of(&kept), &error)),
        _ => keep_cookies(response, problem(&app, &error)),
    }
}

/// The failure that rides in a response; also for the bare 404 and 405 of the router.
fn fault_of(response: &Response) -> Option<Arc<WebError>> {
    if let Some(error) = response.extensions().get::<Arc<WebError>>() {
        return Some(Arc::clone(error));
    }
    if response.headers().contains_key(header::CONTENT_TYPE) {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(Arc::new(WebError::not_found())),
        StatusCode::METHOD_NOT_ALLOWED => Some(Arc::new(WebError::new(
            StatusCode::METHOD_NOT_ALLOWED,
            Code::WrongMethod,
            Sentence::new("error.page.wrong_method.text"),
        ))),
        _ => None,
    }
}

/// A drawn answer keeps cookies and `Allow` of the one that it replaces.
fn keep_cookies(from: Response, mut to: Response) -> Response {
    for name in [header::SET_COOKIE, header::ALLOW] {
        for value in from.headers().get_all(&name) {
            to.headers_mut().append(&name, value.clone());
        }
    }
    to
}

/// The kind of error page for a status and code.
pub(crate) fn kind_of(status: StatusCode, code: Code) -> ErrorKind {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if code == Code::OtherOrigin => ErrorKind::Forbidden,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ErrorKind::NotAllowed,
        StatusCode::NOT_FOUND => ErrorKind::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorKind::WrongMethod,
        StatusCode::REQUEST_TIMEOUT => ErrorKind::TooSlow,
        StatusCode::CONFLICT => ErrorKind::Conflict,
        StatusCode::GONE => ErrorKind::Gone,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorKind::TooLarge,
        StatusCode::MISDIRECTED_REQUEST => ErrorKind::WrongHost,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ErrorKind::Unreadable
        }
        StatusCode::TOO_MANY_REQUESTS => ErrorKind::TooMany,
        _ => ErrorKind::Broken,
    }
}

/// A sentence for where no text comes back: some of those for pages speak of the form below, so they have another form
/// under `error.api` with the same last name.
pub(crate) fn without_text(app: &App, sentence: &Sentence) -> Sentence {
    let last = sentence.key.trim_end_matches(".text").rsplit('.').next().unwrap_or_default();
    let own = Sentence { key: format!("error.api.{last}"), ..sentence.clone() };
    if app.engine.say(Language::En, &own).is_ok() { own } else { sentence.clone() }
}

fn problem(app: &App, error: &WebError) -> Response {
    let say = |sentence: &Sentence| app.engine.say(Language::En, &without_text(app, sentence)).unwrap_or_default();
    let errors = error
        .errors
        .iter()
        .map(|fault| FieldProblem { field: fault.field.clone().into_owned(), message: say(&fault.message) })
        .collect::<Vec<_>>();
    let detail = match (&error.detail, errors.first()) {
        (Some(sentence), _) => say(sentence),
        (None, Some(first)) => first.message.clone(),
        (None, None) => String::new(),
    };
    let body = Problem {
        r#type: "about:blank".to_owned(),
        // RFC 9457 §4.2.1: with `about:blank` it is the status's own phrase.
        title: error.status.canonical_reason().unwrap_or_default().to_owned(),
        status: error.status.as_u16(),
        detail,
        code: error.code.word().to_owned(),
        errors,
    };
    let mut response = (error.status, axum::Json(body)).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    if error.status == StatusCode::UNAUTHORIZED {
        // RFC 9110 §15.5.2 demands it; RFC 6750 §3 names the scheme.
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    retry_after(&mut response, error);
    response
}

/// `Retry-After` (RFC 9110 §10.2.3) where a wait is known.
pub(crate) fn retry_after(response: &mut Response, error: &WebError) {
    if let Some(seconds) = error.retry_after_s {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}

/// The same for a page that is its form again.
pub(crate) fn retry_after_s(mut response: Response, seconds: Option<u64>) -> Response {
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A page with a status.
pub(crate) fn page(status: StatusCode, html: String) -> Response {
    (status, Html(html)).into_response()
}

/// An empty body, for statuses that have none.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// 303 to one of our own paths (RFC 9110 §15.4.4): the answer to every form that worked.
pub(crate) fn see_other(path: &str) -> Response {
    let mut response = empty(StatusCode::SEE_OTHER);
    // A path that can't stand in a header is none of ours.
    let place = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, place);
    response
}
