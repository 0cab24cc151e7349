//! `/threads/{thread}`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::ids::ThreadId;
use crate::forum::refusal::Refusal;
use crate::forum::topic::{self, Change};
use crate::forum::{read, text};
use crate::web::extract::json::{ApiJson, present};
use crate::web::extract::path::ApiPath;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::{Signed, Viewer};

use super::choices::Yes;
use super::shapes::ThreadDetail;

/// What the writer of a thread changes of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThreadPatch {
    /// A new title, within 24 hours of the first.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, min_length = 8, max_length = 140)]
    title: Option<String>,
    /// `true` closes the thread; it can't be opened again.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, value_type = Option<bool>, example = true)]
    closed: Option<Yes>,
}

/// The detail of a thread that this reader may know of.
async fn detail(app: &App, viewer: &Viewer, id: ThreadId) -> Result<ThreadDetail, WebError> {
    let head = read::thread_head(&app.ctx, viewer.reader(), id).await?.ok_or_else(WebError::not_found)?;
    Ok(ThreadDetail::of(app, &head))
}

/// A thread without its posts.
#[utoipa::path(get, path = "/threads/{thread}", tag = "forum", operation_id = "get_thread",
    params(("thread" = String, Path, description = "Its id.")),
    security((), ("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The thread.", body = ThreadDetail),
))]
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    ApiPath((id,)): ApiPath<(ThreadId,)>,
) -> Result<Response, WebError> {
    Ok(viewer.answer(&app, axum::Json(detail(&app, &viewer, id).await?)))
}

/// Change one's own thread: its title for 24 hours, or close it.
#[utoipa::path(patch, path = "/threads/{thread}", tag = "forum", operation_id = "change_thread",
    params(("thread" = String, Path, description = "Its id.")), request_body = ThreadPatch, responses(
    (status = 200, description = "The thread as it is now.", body = ThreadDetail),
    (status = 403, description = "`restricted`: the team paused the caller's writing."),
    (status = 409, description = "`too_late_to_edit`, or `wrong_state`: its first post was deleted."),
))]
pub(crate) async fn change(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(ThreadId,)>,
    ApiJson(sent): ApiJson<ThreadPatch>,
) -> Result<Response, WebError> {
    let refused = |refusal| WebError::from_refusal(refusal, app.ctx.now());
    let title = sent.title.as_deref().map(text::title).transpose();
    let title = title.map_err(|error| refused(Refusal::Text(vec![error])))?;
    let change = Change { title, close: sent.closed.is_some() };
    topic::change(&app.ctx, Arc::clone(&me.member), id, change).await.map_err(refused)?;
    Ok(me.viewer.answer(&app, axum::Json(detail(&app, &me.viewer, id).await?)))
}
