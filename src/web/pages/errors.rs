//! Pages that tell of a failure: calm words, the next step, Help now, and whatever was typed.

use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::view::error::{ClosedPage, ErrorPage, TooFastPage};
use crate::view::join::Carried;
use crate::view::page::{Page, Shell};
use crate::view::support::HelpLine;
use crate::view::words::{Language, Sentence};
use crate::web::carry::{self, Parts};
use crate::web::draw::{kind_of, page, retry_after, see_other};
use crate::web::extract::Fields;
use crate::web::fault::WebError;
use crate::web::own_path::{own_path, with_to};
use crate::web::state::App;

use super::shell;

/// A request that failed, as far as its page needs it.
pub(crate) struct Failed<'a> {
    /// The method.
    pub(crate) method: &'a Method,
    /// Path and query.
    pub(crate) path: &'a str,
    /// The headers.
    pub(crate) headers: &'a HeaderMap,
    /// The fields of the form, if it was one.
    pub(crate) typed: Option<Fields>,
}

impl Failed<'_> {
    /// Where the form went, for sending it again.
    fn action(&self) -> Option<String> {
        own_path(self.path)
    }

    fn fields(&self) -> &[(String, String)] {
        self.typed.as_ref().map_or(&[], |fields| &fields.0)
    }

    /// The path under which the footer's forms come back by GET.
    fn back(&self) -> String {
        if self.typed.is_some() { carry::page_of(self.path) } else { self.path.to_owned() }
    }
}

/// Any address that no route knows.
pub(crate) async fn lost() -> WebError {
    WebError::not_found()
}

/// Draws a failure. It needs no database, and gives back what was typed.
pub(crate) fn draw(app: &App, failed: &Failed<'_>, error: &WebError) -> Response {
    let shell = Shell { path: failed.back(), ..shell::offline(app, failed.headers, failed.path) };
    let drawn = match error.status {
        StatusCode::UNAUTHORIZED => sign_in_first(app, &shell, failed),
        StatusCode::SERVICE_UNAVAILABLE => closed(app, failed),
        StatusCode::TOO_MANY_REQUESTS if failed.typed.is_some() => too_fast(app, &shell, failed, error),
        _ => whole(app, &shell, failed, error),
    };
    let mut response = drawn.unwrap_or_else(|_| error.status.into_response());
    retry_after(&mut response, error);
    response
}

/// The way to sign in, with the text or the address that was asked for.
fn sign_in_first(app: &App, shell: &Shell, failed: &Failed<'_>) -> Result<Response, WebError> {
    if matches!(*failed.method, Method::GET | Method::HEAD) {
        return Ok(see_other(&with_to("/sign-in", failed.path)));
    }
    carry::draw_signed_out(app, shell, failed.path, failed.fields().to_vec(), carry::had_session(app, failed.headers))
}

/// 503 is a page of its own that needs nothing but itself.
fn closed(app: &App, failed: &Failed<'_>) -> Result<Response, WebError> {
    let shown = ClosedPage {
        site_name: app.site_name().to_owned(),
        assets: app.assets.base(),
        help: help_lines(app),
        text: Parts::of(failed.fields()).and_then(|_| form(failed, 0)),
    };
    Ok(page(StatusCode::SERVICE_UNAVAILABLE, shown.render(&app.engine, Language::En)?))
}

fn too_fast(app: &App, shell: &Shell, failed: &Failed<'_>, error: &WebError) -> Result<Response, WebError> {
    match form(failed, error.retry_after_s.unwrap_or(60)) {
        Some(shown) => Ok(page(error.status, shown.render(&app.engine, shell)?)),
        None => whole(app, shell, failed, error),
    }
}

/// The form as it was sent; a form without texts too, as its button does the whole work.
fn form(failed: &Failed<'_>, seconds: u64) -> Option<TooFastPage> {
    let action = failed.action()?;
    let Parts { mut hidden, title, text } =
        Parts::of(failed.fields()).unwrap_or(Parts { hidden: Vec::new(), title: None, text: None });
    hidden.extend(title);
    Some(TooFastPage { seconds, action, fields: hidden, text })
}

/// A page about the failure; with the form, where somebody wrote in it.
fn whole(app: &App, shell: &Shell, failed: &Failed<'_>, error: &WebError) -> Result<Response, WebError> {
    let shown =
        ErrorPage { kind: kind_of(error.status), wait_s: error.retry_after_s, reference: error.reference.clone() };
    let words = |part: &str| {
        let place = shown.title().neutral.key;
        Sentence::new(format!("{}{part}", place.strip_suffix("title").unwrap_or(&place)))
    };
    let told = error.detail.as_deref().cloned().or_else(|| error.errors.first().map(|fault| fault.message.clone()));
    let carried = failed.action().map(|action| Carried { action, fields: failed.fields().to_vec() });
    let back = carried.and_then(|carried| {
        carry::returned(&carried, words("title"), told.unwrap_or_else(|| words("text")), Some(words("next")), true)
    });
    let html = match back {
        Some(back) => back.render(&app.engine, shell)?,
        None => shown.render(&app.engine, shell)?,
    };
    Ok(page(error.status, html))
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
