//! The footer's form: look and titles of this browser, signed in or not.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;

use crate::view::page::{Density, Theme, Titles};
use crate::web::cookies::{Cookie, Preferences};
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::Fields;
use crate::web::extract::form::Typed;
use crate::web::own_path::own_path_or_home;
use crate::web::state::App;

/// POST `/preferences`. It needs no database.
pub(crate) async fn save(State(app): State<App>, headers: HeaderMap, typed: Typed) -> Response {
    let secure = app.secure_cookies();
    let preferences = chosen(Preferences::read(&headers, secure), &typed);
    set(see_other(&Did::Preferences.on(&own_path_or_home(typed.get("to")))), preferences, secure)
}

/// The preferences with what a form has chosen; what it does not name or nobody knows stays.
pub(crate) fn chosen(mut preferences: Preferences, typed: &Fields) -> Preferences {
    match typed.get("theme") {
        "system" => preferences.theme = Theme::System,
        "light" => preferences.theme = Theme::Light,
        "dark" => preferences.theme = Theme::Dark,
        _ => {}
    }
    match typed.get("density") {
        "comfortable" => preferences.density = Density::Comfortable,
        "compact" => preferences.density = Density::Compact,
        _ => {}
    }
    match typed.get("titles") {
        "neutral" => preferences.titles = Titles::Neutral,
        "full" => preferences.titles = Titles::Full,
        _ => {}
    }
    match typed.get("cover_tabs") {
        "yes" => preferences.cover_tabs = true,
        "no" => preferences.cover_tabs = false,
        _ => {}
    }
    preferences.notice_closed |= typed.ticked("seen");
    preferences
}

/// The answer with the preferences' cookie: kept a year, it tells nothing of anybody.
pub(crate) fn set(mut response: Response, preferences: Preferences, secure: bool) -> Response {
    if let Some(cookie) = Cookie::Preferences.set(&preferences.text(), true, secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
