//! Files of the browser, under one name for the whole tree.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::domain::board::ReadableBy;
use crate::forum::read;
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

/// GET `/favicon.ico`, for browsers that ask without being told: the same grey square as on every page.
pub(crate) async fn icon(State(app): State<App>) -> Result<Response, WebError> {
    let icon = app.assets.find("favicon.png").ok_or_else(WebError::not_found)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    Ok((headers, icon.bytes.to_vec()).into_response())
}

/// GET `/robots.txt`: nothing for search engines, unless an owner lets them read a public board.
pub(crate) async fn robots(State(app): State<App>) -> Response {
    let boards = read::boards(&app.ctx).await.unwrap_or_default();
    let open = boards.iter().any(|board| board.indexing && board.readable_by == ReadableBy::Everyone);
    let text = if open { "User-agent: *\nDisallow: /leave\n" } else { "User-agent: *\nDisallow: /\n" };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
