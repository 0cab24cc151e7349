//! `/posts/{post}/reactions/{kind}`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::ids::PostId;
use crate::forum::react;
use crate::web::draw::empty;
use crate::web::extract::path::{ApiPath, Kind};
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Signed;

use super::shapes::ReactionName;

async fn set(app: &App, me: &Signed, post: PostId, kind: Kind, give: bool) -> Result<Response, WebError> {
    let set = react::set(&app.ctx, Arc::clone(&me.member), post, kind.0, give).await;
    set.map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    Ok(me.viewer.answer(app, empty(StatusCode::NO_CONTENT)))
}

/// React to somebody's post. Doing it twice changes nothing more.
#[utoipa::path(put, path = "/posts/{post}/reactions/{kind}", tag = "forum", operation_id = "react",
    params(("post" = String, Path, description = "Its id."), ("kind" = ReactionName, Path, description = "Which one.")),
    responses(
    (status = 204, description = "It stands."),
    (status = 403, description = "`own_post`, or `restricted`."),
    (status = 409, description = "`wrong_state`: the post's text is out of sight."),
    (status = 429, description = "`too_many_reactions`: as many as one gives in an hour."),
))]
pub(crate) async fn give(
    State(app): State<App>,
    me: Signed,
    ApiPath((post, kind)): ApiPath<(PostId, Kind)>,
) -> Result<Response, WebError> {
    set(&app, &me, post, kind, true).await
}

/// Take a reaction back.
#[utoipa::path(delete, path = "/posts/{post}/reactions/{kind}", tag = "forum", operation_id = "take_reaction_back",
    params(("post" = String, Path, description = "Its id."), ("kind" = ReactionName, Path, description = "Which one.")),
    responses(
    (status = 204, description = "It does not stand."),
))]
pub(crate) async fn take_back(
    State(app): State<App>,
    me: Signed,
    ApiPath((post, kind)): ApiPath<(PostId, Kind)>,
) -> Result<Response, WebError> {
    set(&app, &me, post, kind, false).await
}
