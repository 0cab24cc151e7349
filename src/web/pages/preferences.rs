//! The footer's form: look and titles of this browser, signed in or not.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;

use crate::domain::language::Language;
use crate::identity::settings::{self, Settings, SettingsChange, Tongue};
use crate::view::page::{Density, ExitKeys, Theme, Titles};
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
    match typed.get("language") {
        "auto" => preferences.chosen_language = None,
        tag => preferences.chosen_language = Language::from_tag(tag).or(preferences.chosen_language),
    }
    preferences.notice_closed |= typed.ticked("seen");
    preferences
}

/// The preferences as a member set them, for a browser in which they have just signed in. What tabs say stays as this
/// browser has it: full titles were chosen for a device of one's own, and this may be another's. So do the closed
/// notice and whether leaving signs out.
pub(crate) fn of_member(settings: &Settings, was: Preferences) -> Preferences {
    let chosen_language = settings.language.chosen();
    Preferences {
        theme: match settings.theme {
            settings::Theme::System => Theme::System,
            settings::Theme::Light => Theme::Light,
            settings::Theme::Dark => Theme::Dark,
        },
        density: match settings.density {
            settings::Density::Comfortable => Density::Comfortable,
            settings::Density::Compact => Density::Compact,
        },
        exit_keys: ExitKeys { esc: settings.exit_keys.esc, shift: settings.exit_keys.shift },
        cover_tabs: settings.cover_tabs,
        chosen_language,
        language: chosen_language.unwrap_or(was.language),
        ..was
    }
}

/// What a member changes when a browser's preferences become these: they go along to the next browser.
pub(crate) fn as_change(preferences: Preferences) -> SettingsChange {
    SettingsChange {
        theme: Some(match preferences.theme {
            Theme::System => settings::Theme::System,
            Theme::Light => settings::Theme::Light,
            Theme::Dark => settings::Theme::Dark,
        }),
        density: Some(match preferences.density {
            Density::Comfortable => settings::Density::Comfortable,
            Density::Compact => settings::Density::Compact,
        }),
        titles: Some(match preferences.titles {
            Titles::Neutral => settings::Titles::Neutral,
            Titles::Full => settings::Titles::Full,
        }),
        esc: Some(preferences.exit_keys.esc),
        shift: Some(preferences.exit_keys.shift),
        cover_tabs: Some(preferences.cover_tabs),
        language: Some(Tongue::of(preferences.chosen_language)),
        ..SettingsChange::default()
    }
}

/// The answer with the preferences' cookie: kept a year, it tells nothing of anybody.
pub(crate) fn set(mut response: Response, preferences: Preferences, secure: bool) -> Response {
    if let Some(cookie) = Cookie::Preferences.set(&preferences.text(), true, secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
