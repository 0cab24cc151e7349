//! Files of the browser, under one name for the whole tree.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::web::fault::WebError;
use crate::web::state::App;

/// A file. Under today's name it never changes; under an older one it is today's, and not kept.
pub(crate) async fn show(
    State(app): State<App>,
    Path((tree, path)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let asset = app.assets.find(&path).ok_or_else(WebError::not_found)?;
    let keep = if tree == app.assets.tree() { "public, max-age=31536000, immutable" } else { "no-store" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    Ok((headers, asset.bytes.to_vec()).into_response())
}
