//! `/boards/{board}/persona`: the caller's name on a board.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::forum::names::{self, NameHere};
use crate::forum::read;
use crate::forum::retire::{self, Which};
use crate::web::draw::empty;
use crate::web::extract::json::ApiJson;
use crate::web::extract::path::{ApiPath, BoardName};
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Signed;

use super::choices::PostsFate;
use super::shapes::avatar_url;

/// The caller's name on a board.
#[derive(Serialize, ToSchema)]
pub(crate) struct NameShape {
    /// Its id; null until its first act makes it.
    #[schema(required = true)]
    persona: Option<String>,
    /// The name that the caller has, or will get, here.
    #[schema(example = "quiet-heron")]
    handle: String,
    /// Its picture; null until its first act makes it.
    #[schema(required = true)]
    avatar_url: Option<String>,
    /// How often another one may be drawn; 0 after the first post.
    #[schema(minimum = 0, maximum = 5)]
    rerolls_left: u32,
}

impl NameShape {
    fn of(name: NameHere) -> Self {
        Self {
            persona: name.persona.map(|id| id.to_string()),
            avatar_url: name.persona.map(avatar_url),
            handle: name.handle,
            rerolls_left: name.rerolls_left,
        }
    }
}

/// What becomes of the posts of a name that is given up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retire {
    /// Removed, or left to a departed member.
    posts: PostsFate,
}

/// One's own name on a board. Looking makes none.
#[utoipa::path(get, path = "/boards/{board}/persona", tag = "forum", operation_id = "get_name",
    params(("board" = String, Path, description = "Code or slug.")), responses(
    (status = 200, description = "The name.", body = NameShape),
))]
pub(crate) async fn show(
    State(app): State<App>,
    me: Signed,
    ApiPath((board,)): ApiPath<(BoardName,)>,
) -> Result<Response, WebError> {
    let board = read::find_board(&app.ctx, &board.0).await?.ok_or_else(WebError::not_found)?;
    let name = names::here(&app.ctx, &me.member, &board).await?;
    Ok(me.viewer.answer(&app, axum::Json(NameShape::of(name))))
}

/// Draw another name: up to five times, before the first post.
#[utoipa::path(post, path = "/boards/{board}/persona/reroll", tag = "forum", operation_id = "reroll_name",
    params(("board" = String, Path, description = "Code or slug.")), responses(
    (status = 200, description = "The new name.", body = NameShape),
    (status = 403, description = "`restricted`: the team paused the caller's writing."),
    (status = 409, description = "`name_fixed`: it has posted, or was drawn anew five times."),
))]
pub(crate) async fn reroll(
    State(app): State<App>,
    me: Signed,
    ApiPath((board,)): ApiPath<(BoardName,)>,
) -> Result<Response, WebError> {
    let drawn = names::reroll(&app.ctx, Arc::clone(&me.member), &board.0).await;
    let name = drawn.map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    Ok(me.viewer.answer(&app, axum::Json(NameShape::of(name))))
}

/// Retire one's name on a board.
///
/// The name never comes back. The next act on this board makes another one; in threads where this one spoke, its holder
/// only reads.
#[utoipa::path(delete, path = "/boards/{board}/persona", tag = "forum", operation_id = "retire_name",
    params(("board" = String, Path, description = "Code or slug.")), request_body = Retire, responses(
    (status = 204, description = "It is retired."),
))]
pub(crate) async fn retire(
    State(app): State<App>,
    me: Signed,
    ApiPath((board,)): ApiPath<(BoardName,)>,
    ApiJson(sent): ApiJson<Retire>,
) -> Result<Response, WebError> {
    let which = Which::OnBoard(board.0);
    let retired = retire::retire(&app.ctx, Arc::clone(&me.member), which, sent.posts.into()).await;
    retired.map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    Ok(me.viewer.answer(&app, empty(StatusCode::NO_CONTENT)))
}
