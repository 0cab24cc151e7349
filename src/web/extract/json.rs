//! A JSON body, whole and known in every field.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::view::words::Sentence;
use crate::web::code::Code;
use crate::web::fault::WebError;

use super::strict::{self, NotStrict};
use super::wrong;

/// The body of a call. `T` denies unknown fields; a test walks all bodies of the document to prove it.
pub(crate) struct ApiJson<T>(pub(crate) T);

/// `application/json`, with or without parameters (RFC 8259 §11 has none; `charset` is often sent along).
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for ApiJson<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        if !is_json(request.headers()) {
            let detail = Sentence::new("error.api.media_type");
            return Err(WebError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::MediaType, detail));
        }
        // The way in has read the body within its bounds; this copies nothing.
        let bytes = Bytes::from_request(request, state).await.map_err(|_| wrong::not_json())?;
        let value = strict::read(&bytes).map_err(|error| match error {
            NotStrict::NotJson => wrong::not_json(),
            NotStrict::Twice(key) => wrong::refuse(&key, "twice"),
        })?;
        // A struct can be read from a list too; nobody means that.
        if !value.is_object() {
            return Err(wrong::not_json());
        }
        from_value(value).map(Self)
    }
}

fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, WebError> {
    serde_path_to_error::deserialize(value)
        .map_err(|error| wrong::of_serde(&error.path().to_string(), &error.inner().to_string()))
}

/// Reads a field that may be absent but not `null`: for `#[serde(default, deserialize_with = "present")]`.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
