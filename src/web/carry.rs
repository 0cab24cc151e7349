//! Stub until the carrying of typed text is merged.

use axum::response::Response;

use super::fault::WebError;
use super::state::App;
use super::viewer::Viewer;

/// Stub.
pub(crate) async fn signed_out(_: &App, _: &Viewer, _: &str, _: super::extract::Fields) -> Result<Response, WebError> {
    Err(WebError::sign_in_first())
}

/// Stub.
pub(crate) fn closed(_: &App, _: &str, _: Vec<(String, String)>) -> Response {
    use axum::response::IntoResponse;
    WebError::unavailable().into_response()
}
