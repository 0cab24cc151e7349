//! `GET /live`: the socket of one reader.
//!
//! The origin was judged before (`web::origin`): no other site can open a socket with a member's cookie.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use super::fault::WebError;
use super::routes::Routes;
use super::state::App;
use super::upgrade::Upgrade;
use super::viewer::Viewer;
use super::wire::Wire;
use crate::limits::flow::Flow;
use crate::live::reader::converse;
use crate::live::reading::Reading;

/// The route.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/live", open)
}

/// `GET /live`.
pub(crate) async fn open(
    State(app): State<App>,
    viewer: Viewer,
    flow: Option<Extension<Flow>>,
    upgrade: Result<Upgrade, WebError>,
) -> Result<Response, WebError> {
    let upgrade = upgrade?;
    if let Some(Extension(flow)) = flow {
        flow.narrow();
    }
    let reading = Reading::new(app.live.clone(), viewer.member.clone(), viewer.network, viewer.language());
    let until = viewer.until;
    let hub = app.live.clone();
    Ok(upgrade.answer(move |socket| converse(hub, reading, until, Wire::new(socket))))
}
