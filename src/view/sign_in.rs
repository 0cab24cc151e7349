//! `/sign-in` ("Come back"), and the page for someone whose sign-in ended while writing.

use serde::Serialize;

use crate::view::form::FormState;
use crate::view::join::Carried;
use crate::view::page::{Page, Title};

/// What is typed to come back. Inputs: `phrase`, `keep` (`session` or `month`).
#[derive(Clone, Debug, Default, Serialize)]
pub struct Return {
    /// The seven words, as typed.
    pub phrase: String,
    /// Stay signed in for 30 days.
    pub keep: bool,
}

/// `/sign-in`. POST `/sign-in`. Never: a hint whether an account exists.
#[derive(Clone, Debug, Serialize)]
pub struct SignInPage {
    /// What was typed. Field name: `phrase`.
    pub form: FormState<Return>,
    /// Show what is typed (`/sign-in?show=1`, and always after an error, so that it can be put right).
    pub show: bool,
    /// Where to go afterwards: one of our own paths, sent along as `to`.
    pub to: String,
    /// Text to keep.
    pub carried: Option<Carried>,
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "pages/sign-in.html";

    fn title(&self) -> Title {
        Title::plain("title.sign_in")
    }

    fn has_error(&self) -> bool {
        !self.form.errors.is_empty()
    }
}

/// The sign-in ended while somebody wrote (or a signed-out person pressed Post): the text goes on by POST to
/// `/sign-in` or `/join`, with the button `step=start`, which only carries and signs nobody in.
#[derive(Clone, Debug, Serialize)]
pub struct SignedOutPage {
    /// The text.
    pub carried: Carried,
    /// The title to show, if the text has one.
    pub title: Option<String>,
    /// The text to show: its body, if it has one.
    pub body: Option<String>,
    /// They were signed in before (the page says that it ended); otherwise they write for the first time.
    pub ended: bool,
}

impl SignedOutPage {
    /// A page for this text.
    pub fn new(carried: Carried, ended: bool) -> Self {
        let text = |part: Option<&str>| part.map(str::to_owned);
        Self { title: text(carried.title()), body: text(carried.body()), carried, ended }
    }
}

impl Page for SignedOutPage {
    const TEMPLATE: &'static str = "pages/signed-out.html";

    fn title(&self) -> Title {
        Title::plain("title.signed_out")
    }
}
