//! Plain answers of the outermost layers: what is said before any page can be drawn.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::code::Code;

/// Seconds after which somebody who met 503 may try again.
pub(crate) const TRY_AGAIN_S: u64 = 10;

/// A refusal before any route was asked. All texts are fixed: nothing of the request comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status of the answer.
    pub status: StatusCode,
    /// A stable word for scripts.
    pub code: Code,
    /// What happened, in a few words.
    pub title: &'static str,
    /// What to do, in a sentence or two.
    pub detail: &'static str,
}

/// Problem details for HTTP APIs (RFC 9457 §3).
#[derive(Serialize)]
struct Problem<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    code: &'a str,
    errors: [(); 0],
}

impl Refusal {
    /// The answer: problem details below `/api/`, a few plain lines elsewhere.
    pub fn answer(&self, path: &str) -> Response {
        let mut response = if is_api(path) { self.problem() } else { self.plain() };
        if let Some(seconds) = self.retry_after_s() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// Seconds until it may be tried again; `None` when waiting changes nothing.
    pub fn retry_after_s(&self) -> Option<u64> {
        (self.status == StatusCode::SERVICE_UNAVAILABLE).then_some(TRY_AGAIN_S)
    }

    fn plain(&self) -> Response {
        let text = format!("{}\n\n{}\n", self.title, self.detail);
        (self.status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
    }

    fn problem(&self) -> Response {
        let problem = Problem {
            r#type: "about:blank",
            title: self.title,
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code.word(),
            errors: [],
        };
        let mut response = (self.status, axum::Json(problem)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

/// Whether a path belongs to the API, whose answers are JSON.
pub fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}
