//! `/posts/{post}`: one post, and changing one's own.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::ids::PostId;
use crate::forum::edit::{self, Edit, Edited};
use crate::forum::refusal::Refusal;
use crate::forum::{read, remove, text, waiting};
use crate::view::words::Sentence;
use crate::web::draw::empty;
use crate::web::extract::json::{ApiJson, present};
use crate::web::extract::path::ApiPath;
use crate::web::fault::{FieldFault, WebError};
use crate::web::state::App;
use crate::web::viewer::{Signed, Viewer};

use super::choices::{WarningName, warnings};
use super::shapes::PostShape;

/// The header of a deletion that tells in how many replies the text is quoted.
const QUOTED_IN: &str = "quoted-in";

/// The only moment to which a waiting post can be moved.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AtOnce {
    /// At once.
    Now,
}

/// What the writer of a post changes of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostPatch {
    /// The text: for 24 hours after publication, at any time while it is held, waiting or asked for.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, min_length = 1, max_length = 10000)]
    body: Option<String>,
    /// All content warnings, instead of those before: at any time. The board's own stay.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    content_warnings: Option<Vec<WarningName>>,
    /// `now` publishes a waiting post at once. Not together with the others.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    publish: Option<AtOnce>,
}

/// The post as its reader sees it; its writer learns in how many replies it is quoted.
async fn shape(app: &App, viewer: &Viewer, id: PostId) -> Result<PostShape, WebError> {
    let found = read::find_post(&app.ctx, viewer.reader(), id).await?;
    let (post, _, _) = found.ok_or_else(WebError::not_found)?;
    let quoted = if post.mine { Some(remove::quoted_in(&app.ctx, &post.post).await?) } else { None };
    Ok(PostShape::of(app, post, quoted))
}

/// One post.
#[utoipa::path(get, path = "/posts/{post}", tag = "forum", operation_id = "get_post",
    params(("post" = String, Path, description = "Its id.")),
    security((), ("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The post.", body = PostShape),
))]
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    ApiPath((id,)): ApiPath<(PostId,)>,
) -> Result<Response, WebError> {
    Ok(viewer.answer(&app, axum::Json(shape(&app, &viewer, id).await?)))
}

/// Applies a change; whether a new version waits for a moderator.
async fn apply(app: &App, me: &Signed, id: PostId, sent: PostPatch) -> Result<bool, WebError> {
    let refused = |refusal| WebError::from_refusal(refusal, app.ctx.now());
    if sent.publish.is_some() {
        if sent.body.is_some() || sent.content_warnings.is_some() {
            let message = Sentence::new("error.api.publish_alone");
            return Err(WebError::fields(vec![FieldFault { field: "publish".into(), message }]));
        }
        waiting::publish_now(&app.ctx, Arc::clone(&me.member), id).await.map_err(refused)?;
        return Ok(false);
    }
    let body = match sent.body {
        Some(typed) => Some(text::body(&typed).await.map_err(|error| refused(Refusal::Text(vec![error])))?),
        None => None,
    };
    let change = Edit { body, warnings: sent.content_warnings.map(warnings) };
    let (_, edited) = edit::edit(&app.ctx, Arc::clone(&me.member), id, change).await.map_err(refused)?;
    Ok(edited == Edited::Held)
}

/// Change one's own post, or publish a waiting one now.
///
/// A new text passes the same gate as a new post. When it is held, the answer is 202: readers see the version
/// before, and
/// `own.edit_held` is true. An edit later than five minutes after publication is marked.
#[utoipa::path(patch, path = "/posts/{post}", tag = "forum", operation_id = "change_post",
    params(("post" = String, Path, description = "Its id.")), request_body = PostPatch, responses(
    (status = 200, description = "The post as it is now.", body = PostShape),
    (status = 202, description = "The new version waits for a moderator.", body = PostShape),
    (status = 403, description = "`restricted`: the team paused the caller's writing."),
    (status = 409, description = "`too_late_to_edit`, or `wrong_state`: deleted, removed, or not waiting."),
))]
pub(crate) async fn change(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(PostId,)>,
    ApiJson(sent): ApiJson<PostPatch>,
) -> Result<Response, WebError> {
    let held = apply(&app, &me, id, sent).await?;
    let status = if held { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok(me.viewer.answer(&app, (status, axum::Json(shape(&app, &me.viewer, id).await?))))
}

/// Delete one's own post, or cancel one that waits.
///
/// The text goes at once and for good; a published post leaves a tombstone at its position. Doing it twice answers the
/// same.
#[utoipa::path(delete, path = "/posts/{post}", tag = "forum", operation_id = "delete_post",
    params(("post" = String, Path, description = "Its id.")), responses(
    (status = 204, description = "It is deleted.", headers(
        ("Quoted-In" = u64, description = "In how many replies its text is quoted: those stay."))),
    (status = 403, description = "`restricted`: the team paused the caller's writing."),
    (status = 409, description = "`wrong_state`: it was removed by decision."),
))]
pub(crate) async fn delete(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(PostId,)>,
) -> Result<Response, WebError> {
    let deleted = remove::delete(&app.ctx, Arc::clone(&me.member), id).await;
    let quoted = deleted.map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    let mut response = empty(StatusCode::NO_CONTENT);
    response.headers_mut().insert(QUOTED_IN, HeaderValue::from(quoted));
    Ok(me.viewer.answer(&app, response))
}
