//! A text that comes back to its writer: after signing in, or after a refusal of any kind. Nothing is posted by itself.

use serde::Serialize;

use crate::view::page::{Page, Title};
use crate::view::words::Sentence;

/// A form as it was sent, to be looked at and sent again.
#[derive(Clone, Debug, Serialize)]
pub struct ReturnedPage {
    /// What happened.
    pub heading: Sentence,
    /// More about it.
    pub lead: Sentence,
    /// What to do.
    pub next: Option<Sentence>,
    /// Where the form goes: one of our own paths.
    pub action: String,
    /// The other fields, in order, as hidden inputs.
    pub fields: Vec<(String, String)>,
    /// The title: the field's name and what was typed.
    pub title: Option<(String, String)>,
    /// The long text: the field's name and what was typed.
    pub text: Option<(String, String)>,
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
