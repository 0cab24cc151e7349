//! A text that comes back to its writer: after signing in, or after a refusal of any kind. Nothing is posted by itself.

use serde::Serialize;

use crate::view::error::SentForm;
use crate::view::page::{Page, Title};
use crate::view::words::Sentence;

/// A form as it was sent, with what happened to it.
#[derive(Clone, Debug, Serialize)]
pub struct ReturnedPage {
    /// What happened.
    pub heading: Sentence,
    /// More about it.
    pub lead: Sentence,
    /// What to do.
    pub next: Option<Sentence>,
    /// The form as it was sent.
    #[serde(flatten)]
    pub form: SentForm,
    /// For 500: the reference that the log bears.
    pub reference: Option<String>,
    /// It was refused; otherwise it was kept while its writer signed in.
    pub refused: bool,
}

impl Page for ReturnedPage {
    const TEMPLATE: &'static str = "pages/returned.html";

    fn title(&self) -> Title {
        Title::plain("title.after")
    }

    fn has_error(&self) -> bool {
        self.refused
    }
}
