//! Leaving, and the one page that stands before every other one afterwards (DESIGN §5).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::identity::member;
use crate::identity::session::Presented;
use crate::view::gate::GatePage;
use crate::web::carry;
use crate::web::cookies::{Cookie, Preferences};
use crate::web::draw::{page, see_other};
use crate::web::error::is_api;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::kept::Kept;
use crate::web::own_path::own_path_or_home;
use crate::web::state::App;

use super::shell;

const CACHE_ALONE: HeaderValue = HeaderValue::from_static("\"cache\"");
const NO_REFERRER: HeaderValue = HeaderValue::from_static("no-referrer");
/// No pages of ours, or the way out of the gate.
const PASS: [&str; 4] = ["/leave", "/away/continue", "/favicon.ico", "/robots.txt"];

/// Whether somebody left: every page is the gate.
pub(crate) fn stands(app: &App, headers: &HeaderMap) -> bool {
    Cookie::Away.read(headers, app.secure_cookies()).is_some()
}

/// Stands before all pages. Files of the browser and the API pass.
pub(crate) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let passes = PASS.contains(&path) || path.starts_with("/static/") || is_api(path) || keeps_a_draft(&request);
    if passes || !stands(&app, request.headers()) {
        return next.run(request).await;
    }
    match request.extensions().get::<Arc<Kept>>().cloned() {
        Some(kept) => sign_out_if_chosen(&app, &kept.headers, draw(&app, &kept)).await,
        None => WebError::unavailable().into_response(),
    }
}

/// Ends the sign-in of those who chose it on "Me". Here and not when leaving, which waits for nothing: scripts leave
/// without us, and before this page nothing of ours is shown again.
async fn sign_out_if_chosen(app: &App, headers: &HeaderMap, mut gate: Response) -> Response {
    let secure = app.secure_cookies();
    let session = Cookie::Session.read(headers, secure);
    let Some(session) = session.filter(|_| Preferences::read(headers, secure).leave_signs_out) else { return gate };
    if let Ok(presented) = Presented::from_cookie(session) {
        // When the database rests, the row goes by itself; the browser forgets its token in any case.
        let _ = member::end_presented(&app.ctx, &presented).await;
    }
    if let Some(cookie) = Cookie::Session.remove(secure) {
        gate.headers_mut().append(header::SET_COOKIE, cookie);
    }
    gate
}

/// Whether a script brings what was being typed when its writer left. Nobody sees the answer, and the text would be
/// lost: the cookie of leaving is set before anything is sent, so that no tab shows a page meanwhile.
fn keeps_a_draft(request: &Request) -> bool {
    let unseen = request.headers().get("sec-fetch-dest").is_some_and(|dest| dest == "empty");
    request.method() == Method::POST && request.uri().path() == "/drafts" && unseen
}

/// The gate. What a form brought that was sent after leaving waits in the page, unseen.
pub(crate) fn draw(app: &App, kept: &Kept) -> Response {
    let asked = kept.path();
    let to = if kept.reads() { own_path_or_home(asked) } else { carry::page_of(asked) };
    let carried = kept.typed().filter(|fields| carry::Parts::of(&fields.0).is_some());
    let carried = carried.and_then(|fields| carry::make(asked, fields.0));
    let gate = GatePage { to, assets: app.assets.base(), carried };
    let language = Preferences::read(&kept.headers, app.secure_cookies()).language;
    let mut response = match gate.render(&app.engine, language) {
        Ok(html) => page(StatusCode::OK, html),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert("clear-site-data", CACHE_ALONE);
    response
}

/// GET `/leave`. It asks nothing and waits for nothing.
pub(crate) async fn leave(State(app): State<App>, method: Method, headers: HeaderMap) -> Response {
    let mut response = see_other(app.config.site.exit_url.as_str());
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::REFERRER_POLICY, NO_REFERRER);
    let away = Cookie::Away.set("1", false, app.secure_cookies());
    if let Some(cookie) = away.filter(|_| method == Method::GET && is_pressed(&headers)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Whether a person asked for it: no page of another site, and no browser that loads ahead (`Sec-Purpose`, Fetch; the
/// older `Purpose` and `X-Moz`).
fn is_pressed(headers: &HeaderMap) -> bool {
    let says = |name: &str, word: &str| {
        let values = headers.get_all(name).iter();
        values.map(|value| value.to_str().unwrap_or(word)).any(|value| value.to_ascii_lowercase().contains(word))
    };
    let ahead = ["sec-purpose", "purpose", "x-moz", "x-purpose"]
        .into_iter()
        .any(|name| says(name, "prefetch") || says(name, "prerender") || says(name, "preview"));
    !ahead && !says("sec-fetch-site", "cross-site") && !says("sec-fetch-site", "same-site")
}

/// POST `/away/continue`: the gate opens.
pub(crate) async fn enter(State(app): State<App>, headers: HeaderMap, typed: Typed) -> Result<Response, WebError> {
    let mut response = match carry::read(&typed) {
        Some(carried) => {
            let shell = shell::offline(&app, &headers, "/");
            carry::give_back_plain(&app, shell, &carried)?
        }
        None => see_other(&own_path_or_home(typed.get("to"))),
    };
    if let Some(cookie) = Cookie::Away.remove(app.secure_cookies()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
