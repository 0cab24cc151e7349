//! The shell around each page, filled for this reader.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use crate::forum::{read, updates};
use crate::identity::personal::Personal;
use crate::identity::settings::Spoken;
use crate::view::page::{Page, Shell};
use crate::view::public::count;
use crate::web::cookies::{Cookie, Preferences};
use crate::web::did;
use crate::web::draw::page;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::present;

/// A shell that needs no database: for errors and pages that must work without one.
pub(crate) fn bare(app: &App, preferences: Preferences, path: &str) -> Shell {
    Shell {
        language: preferences.language,
        now: app.ctx.now(),
        site_name: app.site_name().to_owned(),
        theme: preferences.theme,
        density: preferences.density,
        titles: preferences.titles,
        exit_keys: preferences.exit_keys,
        cover_tabs: preferences.cover_tabs,
        exit_url: app.config.site.exit_url.to_string(),
        away_cookie: Cookie::Away.name(app.secure_cookies()),
        assets: app.assets.base(),
        integrity: app.assets.integrity().to_owned(),
        path: did::without(path),
        signed_in: false,
        boards: Vec::new(),
        board: None,
        updates: None,
        spoken: Spoken::default().name(),
        notice: None,
        indexed: false,
    }
}

/// A shell without the database that keeps the links of members for whoever has a sign-in cookie, good or not.
pub(crate) fn offline(app: &App, headers: &HeaderMap, path: &str) -> Shell {
    let preferences = Preferences::read(headers, app.secure_cookies());
    Shell { signed_in: crate::web::carry::had_session(app, headers), ..bare(app, preferences, path) }
}

/// The shell of this reader's page.
pub(crate) async fn of(app: &App, viewer: &Viewer) -> Result<Shell, WebError> {
    let personal = viewer.personal(app).await?;
    with(app, viewer, &personal).await
}

/// The shell of this reader's page, after the page changed what is their own.
pub(crate) async fn with(app: &App, viewer: &Viewer, personal: &Personal) -> Result<Shell, WebError> {
    let boards = read::boards(&app.ctx).await?;
    let updates = match viewer.reader() {
        Some(member) => Some(count(updates::count(&app.ctx, member, &boards, personal).await?)),
        None => None,
    };
    let links = boards.iter().filter(|board| !board.archived);
    let boards = links.map(|board| present::link(app, viewer.language(), board)).collect();
    Ok(Shell { boards, updates, spoken: personal.settings.spoken.name(), ..without_boards(app, viewer) })
}

/// The shell of this reader's page, without the list of boards when the database does not answer: for pages that hold
/// what can't be had a second time.
pub(crate) async fn or_bare(app: &App, viewer: &Viewer) -> Shell {
    of(app, viewer).await.unwrap_or_else(|_| without_boards(app, viewer))
}

fn without_boards(app: &App, viewer: &Viewer) -> Shell {
    let shell = bare(app, viewer.preferences, &viewer.path);
    Shell { signed_in: viewer.member.is_some(), notice: viewer.notice.clone(), ..shell }
}

/// Draws a page for this reader.
pub(crate) fn answer<P: Page>(
    app: &App,
    viewer: &Viewer,
    shell: &Shell,
    status: StatusCode,
    shown: &P,
) -> Result<Response, WebError> {
    Ok(viewer.answer(app, page(status, shown.render(&app.engine, shell)?)))
}
