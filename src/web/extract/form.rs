//! What was typed into a form of ours.

use std::ops::Deref;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};

use crate::view::words::Sentence;
use crate::web::body::MAX_BODY_BYTES;
use crate::web::code::Code;
use crate::web::fault::WebError;
use crate::web::origin::OwnWrite;

use super::Fields;

/// A form that came from a page of ours: it can't be had without the proof that the layer of origins gives. Fields that
/// are missing are empty, fields that nobody asks for are passed over: neither is a fault.
pub(crate) struct Typed(pub(crate) Fields);

impl Deref for Typed {
    type Target = Fields;

    fn deref(&self) -> &Fields {
        &self.0
    }
}

/// Whether a body is said to be a form.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn unreadable(status: StatusCode) -> WebError {
    WebError::new(status, Code::Unreadable, Sentence::new("error.page.unreadable.text"))
}

/// Reads the body of a request whole: it was gathered before, within its bounds.
pub(crate) async fn bytes_of(request: Request) -> Result<Bytes, WebError> {
    let read = axum::body::to_bytes(request.into_body(), MAX_BODY_BYTES).await;
    read.map_err(|_| unreadable(StatusCode::PAYLOAD_TOO_LARGE))
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &S) -> Result<Self, WebError> {
        if request.extensions().get::<OwnWrite>().is_none() {
            let detail = Sentence::new("error.page.forbidden.text");
            return Err(WebError::new(StatusCode::FORBIDDEN, Code::OtherOrigin, detail));
        }
        let formed = is_form(request.headers());
        let bytes = bytes_of(request).await?;
        // A button of ours without any field sends an empty body, from some browsers without a type.
        if !formed && !bytes.is_empty() {
            return Err(unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        Fields::parse(&bytes).map(Self).ok_or_else(|| unreadable(StatusCode::UNPROCESSABLE_ENTITY))
    }
}
