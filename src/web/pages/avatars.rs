//! `/avatars/{persona}.svg`: the pictures of names.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::domain::ids::PersonaId;
use crate::forum::read;
use crate::identity::avatar::{self, Avatar};
use crate::web::fault::WebError;
use crate::web::state::App;

/// A picture. It hangs on id and name alone; a name that was given up has none, so it is kept for a day, not for ever.
pub(crate) async fn show(State(app): State<App>, Path(file): Path<String>) -> Result<Response, WebError> {
    let id: Option<PersonaId> = file.strip_suffix(".svg").and_then(|id| id.parse().ok());
    let id = id.ok_or_else(WebError::not_found)?;
    let handle = read::handle_of(&app.ctx, id).await?.ok_or_else(WebError::not_found)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    Ok((headers, avatar::svg(&Avatar::of(id, &handle))).into_response())
}
