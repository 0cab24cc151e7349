//! Ending sign-ins, from "Me".

use axum::extract::{Path, State};
use axum::response::Response;

use crate::identity::member;
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

const SESSIONS: &str = "/me?open=sessions";

/// POST `/me/sessions/{id}/end`. One that has ended already is as ended as it was meant to be.
pub(crate) async fn end(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    _typed: Typed,
) -> Result<Response, WebError> {
    let member = viewer.member()?;
    member::end_by_id(&app.ctx, &member, &id).await?;
    Ok(viewer.answer(&app, see_other(&Did::SessionEnded.on(SESSIONS))))
}

/// POST `/me/sessions/end-others`.
pub(crate) async fn end_others(State(app): State<App>, viewer: Viewer, _typed: Typed) -> Result<Response, WebError> {
    let member = viewer.member()?;
    member::end_others(&app.ctx, &member).await?;
    Ok(viewer.answer(&app, see_other(&Did::OthersEnded.on(SESSIONS))))
}
