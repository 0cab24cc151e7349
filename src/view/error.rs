//! Pages that say what went wrong and what to do, in plain words and without a code in the title.

use minijinja::value::{Serde, Value};
use serde::{Serialize, Serializer};

use crate::domain::clock::Timestamp;
use crate::view::engine::{Engine, ViewError};
use crate::view::page::{Page, Title};
use crate::view::support::HelpLine;
use crate::view::words::{Language, Sentence};

/// Which refusal; the status is the caller's. The words are `error.page.{kind}.title`, `.text` and `.next`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// 403: not from our own page.
    Forbidden,
    /// 403: this writer may not.
    NotAllowed,
    /// 404.
    NotFound,
    /// 405.
    WrongMethod,
    /// 409: it changed since the page was opened.
    Conflict,
    /// 410: what the thread was is gone.
    Gone,
    /// 408: the body did not arrive in time.
    TooSlow,
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

impl ErrorKind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Forbidden,
        Self::NotAllowed,
        Self::NotFound,
        Self::WrongMethod,
        Self::Conflict,
        Self::Gone,
        Self::TooSlow,
        Self::TooLarge,
        Self::WrongHost,
        Self::Unreadable,
        Self::TooMany,
        Self::Broken,
    ];

    /// Its name in the catalogue.
    pub fn name(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::NotAllowed => "not_allowed",
            Self::NotFound => "not_found",
            Self::WrongMethod => "wrong_method",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
            Self::TooSlow => "too_slow",
            Self::TooLarge => "too_large",
            Self::WrongHost => "wrong_host",
            Self::Unreadable => "unreadable",
            Self::TooMany => "too_many",
            Self::Broken => "broken",
        }
    }

    /// One of its words: `title`, `text`, `next`, or `again` where a text comes back with it.
    pub fn words(self, part: &str) -> Sentence {
        Sentence::new(format!("error.page.{}.{part}", self.name()))
    }
}

impl Serialize for ErrorKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// An error page.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// Which.
    pub kind: ErrorKind,
    /// What happened, where that is known more exactly than by the kind.
    pub told: Option<Sentence>,
    /// For 429: when to come back, in seconds.
    pub wait_s: Option<u64>,
    /// For 500: the reference that the log bears.
    pub reference: Option<String>,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/error.html";

    fn title(&self) -> Title {
        Title { neutral: self.kind.words("title"), full: None }
    }
}

/// Any form that came too fast (429) and is not one of our composers: everything typed comes back, the long text
/// editable.
#[derive(Clone, Debug, Serialize)]
pub struct TooFastPage {
    /// What happened, and when to come back.
    pub told: Sentence,
    /// The form as it was sent.
    #[serde(flatten)]
    pub form: SentForm,
}

/// A form as it was sent, to be looked at and sent again.
#[derive(Clone, Debug, Serialize)]
pub struct SentForm {
    /// Where the form went: one of our own paths.
    pub action: String,
    /// The other fields, in order, as hidden inputs.
    pub fields: Vec<(String, String)>,
    /// The title: the field's name and what was typed.
    pub title: Option<(String, String)>,
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

/// Why a page of 503 is drawn. The words are `closed.{name}.heading`, `.text` and, where a text comes back, `.again`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// The database does not answer.
    Resting,
    /// There is much to do; the body was not read.
    Busy,
    /// The answer took too long: it may have been done or not.
    NoAnswer,
}

/// 503: one file, under 8 KB, readable without its sheet, drawn without the database.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedPage {
    /// Why.
    pub why: Closed,
    /// The site's name.
    pub site_name: String,
    /// The assets' path.
    pub assets: String,
    /// Help numbers.
    pub help: Vec<HelpLine>,
    /// A text that was on its way, to be copied or sent again.
    pub form: Option<SentForm>,
}

impl ClosedPage {
    /// Draws it.
    ///
    /// # Errors
    /// Only our own mistakes.
    pub fn render(&self, engine: &Engine, language: Language) -> Result<String, ViewError> {
        let (lang, dir) = (Value::from(language.tag()), Value::from(language.direction()));
        let values = [("page", Value::from(Serde(self))), ("lang", lang), ("dir", dir)];
        engine.draw("pages/closed.html", language, Timestamp(0), &values)
    }
}
