//! `/threads/{thread}/follow` and `/personas/{persona}/mute`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::ids::{PersonaId, ThreadId};
use crate::forum::refusal::Refusal;
use crate::forum::{follow, mute};
use crate::web::draw::empty;
use crate::web::extract::path::ApiPath;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Signed;

fn done(app: &App, me: &Signed, done: Result<(), Refusal>) -> Result<Response, WebError> {
    done.map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    Ok(me.viewer.answer(app, empty(StatusCode::NO_CONTENT)))
}

/// Follow a thread from now on. Doing it twice changes nothing more; nobody else can see it.
#[utoipa::path(put, path = "/threads/{thread}/follow", tag = "forum", operation_id = "follow",
    params(("thread" = String, Path, description = "Its id.")), responses(
    (status = 204, description = "It is followed."),
    (status = 409, description = "`too_many_followed`: 500 threads are followed."),
))]
pub(crate) async fn follow(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(ThreadId,)>,
) -> Result<Response, WebError> {
    done(&app, &me, follow::follow(&app.ctx, &me.member, id).await)
}

/// Follow a thread no more, also one that can't be read any more.
#[utoipa::path(delete, path = "/threads/{thread}/follow", tag = "forum", operation_id = "unfollow",
    params(("thread" = String, Path, description = "Its id.")), responses(
    (status = 204, description = "It is not followed."),
))]
pub(crate) async fn unfollow(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(ThreadId,)>,
) -> Result<Response, WebError> {
    done(&app, &me, follow::unfollow(&app.ctx, &me.member, id).await)
}

/// Mute a name: on pages and in live frames its posts are hidden, and updates tell nothing of it. Nobody else can see
/// it. Answers of this API still hold its posts.
#[utoipa::path(put, path = "/personas/{persona}/mute", tag = "forum", operation_id = "mute",
    params(("persona" = String, Path, description = "The id of a face.")), responses(
    (status = 204, description = "It is muted."),
    (status = 403, description = "`own_name`: it is the caller's own."),
    (status = 409, description = "`too_many_muted`: 500 names are muted."),
))]
pub(crate) async fn mute(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(PersonaId,)>,
) -> Result<Response, WebError> {
    done(&app, &me, mute::mute(&app.ctx, &me.member, id).await)
}

/// Mute a name no more, also one that was given up.
#[utoipa::path(delete, path = "/personas/{persona}/mute", tag = "forum", operation_id = "unmute",
    params(("persona" = String, Path, description = "The id of a face.")), responses(
    (status = 204, description = "It is not muted."),
))]
pub(crate) async fn unmute(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(PersonaId,)>,
) -> Result<Response, WebError> {
    done(&app, &me, mute::unmute(&app.ctx, &me.member, id).await)
}
