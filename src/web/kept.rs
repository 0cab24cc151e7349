//! What is kept of a request while it is answered, so that whatever goes wrong can give back what was typed.

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};

use super::extract::Fields;
use super::extract::form::is_form;

/// Head and form of a request. It lies in the request's extensions and shares the body's bytes, which the way in has
/// read within their bounds: nothing is copied but the head.
pub struct Kept {
    /// The method.
    pub method: Method,
    /// The target, in origin form.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    form: Option<Bytes>,
}

impl Kept {
    /// Of a request whose body was read.
    pub fn new(head: &Parts, body: &Bytes) -> Self {
        let form = (head.method == Method::POST && is_form(&head.headers)).then(|| body.clone());
        Self { form, ..Self::unread(head) }
    }

    /// Of a request whose body could not be read.
    pub fn unread(head: &Parts) -> Self {
        Self { method: head.method.clone(), uri: head.uri.clone(), headers: head.headers.clone(), form: None }
    }

    /// Path and query.
    pub fn path(&self) -> &str {
        self.uri.path_and_query().map_or("/", |path| path.as_str())
    }

    /// Whether it only reads.
    pub(crate) fn reads(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD)
    }

    /// The fields of its form; `None` when it brought none, or none that could be read.
    pub(crate) fn typed(&self) -> Option<Fields> {
        self.form.as_deref().map(Fields::beginning)
    }
}
