//! Pages that say what went wrong and what to do, in plain words and without a code in the title.

use minijinja::value::{Serde, Value};
use serde::Serialize;

use crate::domain::clock::Timestamp;
use crate::view::engine::{Engine, ViewError};
use crate::view::page::{Page, Title};
use crate::view::support::HelpLine;
use crate::view::words::{Language, Sentence};

/// Which refusal; the status is the caller's. The words are `error.page.{kind}.title`, `.text` and `.next`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// 403: not from our own page, or not allowed.
    Forbidden,
    /// 404.
    NotFound,
    /// 405.
    WrongMethod,
    /// 410: what the thread was is gone.
    Gone,
    /// 413.
    TooLarge,
    /// 421: not one of our names.
    WrongHost,
    /// 422: a form we cannot read.
    Unreadable,
    /// 429 for a page (typed text comes back by [`TooFastPage`] or its form).
    TooMany,
    /// 500.
    Broken,
}

/// An error page.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// Which.
    pub kind: ErrorKind,
    /// For 429: when to come back, in seconds.
    pub wait_s: Option<u64>,
    /// For 500: the reference that the log bears.
    pub reference: Option<String>,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/error.html";

    fn title(&self) -> Title {
        let key = match self.kind {
            ErrorKind::Forbidden => "error.page.forbidden.title",
            ErrorKind::NotFound => "error.page.not_found.title",
            ErrorKind::WrongMethod => "error.page.wrong_method.title",
            ErrorKind::Gone => "error.page.gone.title",
            ErrorKind::TooLarge => "error.page.too_large.title",
            ErrorKind::WrongHost => "error.page.wrong_host.title",
            ErrorKind::Unreadable => "error.page.unreadable.title",
            ErrorKind::TooMany => "error.page.too_many.title",
            ErrorKind::Broken => "error.page.broken.title",
        };
        Title { neutral: Sentence::new(key), full: None }
    }
}

/// Any form that came too fast (429) or met a fault (500, 503) and is not one of our composers: everything typed
/// comes back, the long text editable.
#[derive(Clone, Debug, Serialize)]
pub struct TooFastPage {
    /// The wait in seconds.
    pub seconds: u64,
    /// Where the form went: one of our own paths.
    pub action: String,
    /// The other fields, in order, as hidden inputs.
    pub fields: Vec<(String, String)>,
    /// The long text: the field's name and what was typed.
    pub text: Option<(String, String)>,
}

impl Page for TooFastPage {
    const TEMPLATE: &'static str = "pages/too-fast.html";

    fn title(&self) -> Title {
        Title::plain("title.too_fast")
    }

    fn has_error(&self) -> bool {
        true
    }
}

/// 503: one file, under 8 KB, readable without its sheet, drawn without the database.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedPage {
    /// The site's name.
    pub site_name: String,
    /// The assets' path.
    pub assets: String,
    /// Help numbers.
    pub help: Vec<HelpLine>,
    /// A text that was on its way, to be copied or sent again: action, other fields, and (name, text).
    pub text: Option<TooFastPage>,
}

impl ClosedPage {
    /// Draws it.
    ///
    /// # Errors
    /// Only our own mistakes.
    pub fn render(&self, engine: &Engine, language: Language) -> Result<String, ViewError> {
        let values = [("page", Value::from(Serde(self))), ("lang", Value::from(language.tag()))];
        engine.draw("pages/closed.html", language, Timestamp(0), &values)
    }
}
