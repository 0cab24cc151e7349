//! The end of signing in and of joining: the cookie, and on to where somebody wanted to go.

use axum::http::header;
use axum::response::Response;

use crate::identity::member::{self, SignedIn};
use crate::identity::session::SessionKind;
use crate::identity::settings::Settings;
use crate::web::carry::{self, Onward};
use crate::web::cookies::Cookie;
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::Fields;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::preferences;

/// What a form asks for under "On this device".
pub(crate) fn kind_of(typed: &Fields) -> SessionKind {
    if typed.get("keep") == "month" { SessionKind::Keep } else { SessionKind::Browser }
}

/// Answers with the session's cookie. The session that this browser had before ends.
pub(crate) async fn arrive(
    app: &App,
    viewer: &Viewer,
    signed: SignedIn,
    onward: &Onward,
    did: Did,
) -> Result<Response, WebError> {
    let old = viewer.member.as_ref().map(|old| old.session).filter(|old| *old != signed.member.session);
    if let Some(old) = old
        && member::end(&app.ctx, old).await.is_err()
    {
        tracing::warn!(target: "leeward::web", "an earlier session of a browser could not be ended");
    }
    let text = signed.token.cookie(&signed.member.root, app.ctx.now(), None);
    let (viewer, kept) = with_settings(app, viewer.signed_in(signed.member, signed.token.kind())).await?;
    let mut response = match &onward.carried {
        Some(carried) => carry::give_back(app, &viewer, carried).await?,
        None => see_other(&did.on(&onward.to)),
    };
    let keep = signed.token.kind() == SessionKind::Keep;
    let cookie = Cookie::Session.set(&text, keep, app.secure_cookies()).ok_or_else(WebError::unavailable)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(if kept { preferences::set(response, viewer.preferences, app.secure_cookies()) } else { response })
}

/// The request with the preferences of whoever has just come back by it, and whether they ever set any: a browser that
/// somebody set up before joining stays as it is.
async fn with_settings(app: &App, mut viewer: Viewer) -> Result<(Viewer, bool), WebError> {
    let settings = viewer.personal(app).await?.settings.clone();
    let kept = settings != Settings::default();
    if kept {
        viewer.preferences = preferences::of_member(&settings, viewer.preferences);
    }
    Ok((viewer, kept))
}
