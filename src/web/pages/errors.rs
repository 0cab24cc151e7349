//! Pages that tell of a failure: calm words, the next step, Help now, and whatever was typed.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::view::error::{Closed, ClosedPage, ErrorPage, SentForm, TooFastPage};
use crate::view::join::Carried;
use crate::view::page::{Page, Shell};
use crate::view::returned::ReturnedPage;
use crate::view::support::HelpLine;
use crate::view::when;
use crate::view::words::Sentence;
use crate::web::carry;
use crate::web::code::Code;
use crate::web::cookies::Preferences;
use crate::web::draw::{kind_of, page, retry_after, see_other, without_text};
use crate::web::extract::Fields;
use crate::web::fault::WebError;
use crate::web::kept::Kept;
use crate::web::own_path::{own_path, with_to};
use crate::web::state::App;

use super::shell;

/// A request that failed, as far as its page needs it.
pub(crate) struct Failed<'a> {
    /// The request.
    pub(crate) kept: &'a Kept,
    /// The fields of the form, if it was one.
    pub(crate) typed: Option<Fields>,
}

impl<'a> Failed<'a> {
    /// Of this request.
    pub(crate) fn of(kept: &'a Kept) -> Self {
        Self { kept, typed: kept.typed() }
    }

    /// The text that somebody wrote, with the address where it belongs; `None` when there is none.
    fn carried(&self) -> Option<Carried> {
        carry::failed(self.kept.path(), self.typed.as_ref()?)
    }

    /// The form as it was sent: with its texts, or a button that does the whole work.
    fn form(&self) -> Option<SentForm> {
        self.carried().and_then(|carried| carry::sent(&carried)).or_else(|| self.press())
    }

    fn press(&self) -> Option<SentForm> {
        let fields = self.typed.as_ref()?.0.iter().filter(|(name, _)| carry::may_come_back(name)).cloned().collect();
        Some(SentForm { action: own_path(self.kept.path())?, fields, title: None, text: None })
    }

    /// The path under which the footer's forms come back by GET.
    fn back(&self) -> String {
        let path = self.kept.path();
        if self.kept.reads() { path.to_owned() } else { carry::page_of(path) }
    }
}

/// Any address that no route knows.
pub(crate) async fn lost() -> WebError {
    WebError::not_found()
}

/// Draws a failure. It needs no database, and gives back what was typed.
pub(crate) fn draw(app: &App, failed: &Failed<'_>, error: &WebError) -> Response {
    let kept = failed.kept;
    let shell = Shell { path: failed.back(), ..shell::offline(app, &kept.headers, kept.path()) };
    let drawn = match error.status {
        StatusCode::UNAUTHORIZED => sign_in_first(app, &shell, failed),
        StatusCode::SERVICE_UNAVAILABLE => closed(app, failed, error),
        StatusCode::TOO_MANY_REQUESTS => too_fast(app, &shell, failed, error),
        _ => whole(app, &shell, failed, error),
    };
    let mut response = drawn.unwrap_or_else(|_| error.status.into_response());
    retry_after(&mut response, error);
    response
}

/// The way to sign in, with the text or the address that was asked for.
fn sign_in_first(app: &App, shell: &Shell, failed: &Failed<'_>) -> Result<Response, WebError> {
    let kept = failed.kept;
    if kept.reads() {
        return Ok(see_other(&with_to("/sign-in", kept.path())));
    }
    let fields = failed.typed.clone().unwrap_or_default().0;
    carry::draw_signed_out(app, shell, kept.path(), fields, carry::had_session(app, &kept.headers))
}

/// 503 is a page of its own that needs nothing but itself.
fn closed(app: &App, failed: &Failed<'_>, error: &WebError) -> Result<Response, WebError> {
    let language = Preferences::read(&failed.kept.headers, app.secure_cookies()).language;
    let shown = ClosedPage {
        why: match error.code {
            Code::Busy => Closed::Busy,
            Code::NoAnswer => Closed::NoAnswer,
            _ => Closed::Resting,
        },
        site_name: app.site_name().to_owned(),
        assets: app.assets.base(),
        help: help_lines(app),
        form: failed.carried().and_then(|carried| carry::sent(&carried)),
    };
    Ok(page(error.status, shown.render(&app.engine, language)?))
}

fn too_fast(app: &App, shell: &Shell, failed: &Failed<'_>, error: &WebError) -> Result<Response, WebError> {
    let Some(form) = failed.form() else { return whole(app, shell, failed, error) };
    let seconds = error.retry_after_s.unwrap_or(60);
    let told = match (&form.text, error.detail.as_deref()) {
        (Some(_), _) => when::too_fast(seconds),
        (None, Some(own)) if error.code != Code::TooManyPages => own.clone(),
        (None, _) => Sentence::new("error.too_fast_form").with("wait", when::wait(seconds)),
    };
    Ok(page(error.status, TooFastPage { told, form }.render(&app.engine, shell)?))
}

/// A page about the failure; with the form, where somebody wrote in it.
fn whole(app: &App, shell: &Shell, failed: &Failed<'_>, error: &WebError) -> Result<Response, WebError> {
    let kind = kind_of(error.status, error.code);
    let told = error.detail.as_deref().or_else(|| error.errors.first().map(|fault| &fault.message));
    let told = told.filter(|told| !told.key.starts_with("error.page."));
    let reference = error.reference.clone();
    let lead = told.cloned().unwrap_or_else(|| kind.words("text"));
    let carried = failed.carried();
    let back = carried.and_then(|c| carry::returned(&c, kind.words("title"), lead, Some(kind.words("again")), true));
    let html = match back {
        Some(back) => ReturnedPage { reference, ..back }.render(&app.engine, shell)?,
        None => {
            // The sentences for writers speak of the text below; without one, those for scripts are right.
            let told = told.map(|told| without_text(app, told));
            ErrorPage { kind, told, wait_s: error.retry_after_s, reference }.render(&app.engine, shell)?
        }
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
