//! Pages that tell of a failure: calm words, the next step, Help now.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::view::error::{ClosedPage, ErrorPage};
use crate::view::page::Page;
use crate::view::support::HelpLine;
use crate::view::words::Language;
use crate::web::cookies::Preferences;
use crate::web::draw::{kind_of, page, retry_after};
use crate::web::fault::WebError;
use crate::web::state::App;

use super::shell;

/// Draws a failure. 503 is a page of its own that needs nothing but itself.
pub(crate) fn draw(app: &App, headers: &HeaderMap, path: &str, error: &WebError) -> Response {
    let drawn = if error.status == StatusCode::SERVICE_UNAVAILABLE {
        let closed = ClosedPage {
            site_name: app.site_name().to_owned(),
            assets: app.assets.base(),
            help: help_lines(app),
            text: None,
        };
        closed.render(&app.engine, Language::En)
    } else {
        let shown =
            ErrorPage { kind: kind_of(error.status), wait_s: error.retry_after_s, reference: error.reference.clone() };
        let preferences = Preferences::read(headers, app.secure_cookies());
        shown.render(&app.engine, &shell::bare(app, preferences, path))
    };
    let mut response = match drawn {
        Ok(html) => page(error.status, html),
        Err(_) => error.status.into_response(),
    };
    retry_after(&mut response, error);
    response
}

/// The few numbers that stand on every page of trouble: emergency numbers that hold in many countries.
pub(crate) fn help_lines(app: &App) -> Vec<HelpLine> {
    let mut lines: Vec<HelpLine> = Vec::new();
    for code in ["GB", "US", "AU", "IE"] {
        let Some(country) = app.support.countries.iter().find(|country| country.code == code) else { continue };
        if let Some(first) = country.emergency.first() {
            let tel = first.number.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect();
            lines.push(HelpLine { name: country.name.clone(), phone: first.number.clone(), tel });
        }
    }
    lines
}
