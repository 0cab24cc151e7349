//! Muting a name, and taking it back.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::domain::ids::PersonaId;
use crate::forum::mute;
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::own_path::{own_path, with_to};
use crate::web::state::App;
use crate::web::viewer::Viewer;

fn persona_id(id: &str) -> Result<PersonaId, WebError> {
    id.parse().map_err(|_| WebError::not_found())
}

/// `POST /personas/{persona}/mute`.
pub(crate) async fn mute(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let id = persona_id(&id)?;
    let back = own_path(typed.get("to")).unwrap_or_else(|| "/me?open=reading".to_owned());
    let Some(member) = viewer.reader() else { return Ok(see_other(&with_to("/sign-in", &back))) };
    let muted = mute::mute(&app.ctx, member, id).await;
    muted.map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    Ok(viewer.answer(&app, see_other(&Did::Muted.on(&back))))
}

/// `POST /personas/{persona}/unmute`.
pub(crate) async fn unmute(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let (id, member) = (persona_id(&id)?, viewer.member()?);
    let back = own_path(typed.get("to")).unwrap_or_else(|| "/me?open=reading".to_owned());
    let unmuted = mute::unmute(&app.ctx, &member, id).await;
    unmuted.map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    Ok(viewer.answer(&app, see_other(&Did::Unmuted.on(&back))))
}
