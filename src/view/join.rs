//! `/join` and its second page, and the same sheet of words for `/me/phrase`.

use serde::Serialize;

use crate::view::form::FormState;
use crate::view::page::{Page, Title};

/// Text on its way through joining or signing in: hidden fields, never an address. Inputs are named `carried_action`
/// (the path that it was posted to) and `carried.NAME` (repeated where the field was).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// The path it was posted to: one of our own.
    pub action: String,
    /// Names and values, in order, without the prefix.
    pub fields: Vec<(String, String)>,
}

impl Carried {
    /// The text itself, to be shown to its writer.
    pub fn body(&self) -> Option<&str> {
        self.field("body")
    }

    /// The title, to be shown to its writer; `None` when the form has none or it was left empty.
    pub fn title(&self) -> Option<&str> {
        self.field("title").filter(|title| !title.trim().is_empty())
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The ticks of the first page. Inputs: `age`, `guidelines`, both with the value `yes`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct JoinTicks {
    /// 18 or older.
    pub age: bool,
    /// Guidelines read.
    pub guidelines: bool,
}

/// `/join`: what this is, two ticks. POST `/join`.
#[derive(Clone, Debug, Serialize)]
pub struct JoinPage {
    /// The ticks. Field names: `age`, `guidelines`.
    pub form: FormState<JoinTicks>,
    /// The rules' titles, in order, to be opened in place: (id, title).
    pub rules: Vec<(String, String)>,
    /// Where to go afterwards: one of our own paths, sent along as `to`.
    pub to: String,
    /// Text to keep.
    pub carried: Option<Carried>,
    /// Nobody can join at present; reading works.
    pub closed: bool,
}

impl Page for JoinPage {
    const TEMPLATE: &'static str = "pages/join.html";

    fn title(&self) -> Title {
        Title::plain("title.join")
    }

    fn has_error(&self) -> bool {
        !self.form.errors.is_empty()
    }
}

/// What is typed under the words. Inputs: `first`, `second`, `keep` (`session` or `month`).
#[derive(Clone, Debug, Default, Serialize)]
pub struct WordCheck {
    /// The first word asked for.
    pub first: String,
    /// The second word asked for.
    pub second: String,
    /// Stay signed in for 30 days; otherwise until the browser closes.
    pub keep: bool,
}

/// Seven words, and two of them asked back.
#[derive(Clone, Debug, Serialize)]
pub struct PhraseSheet {
    /// The words, in order.
    pub words: Vec<String>,
    /// The join as yet unwritten, sealed; sent along as `sealed`.
    pub sealed: String,
    /// Which two words are asked for (1–7), ascending.
    pub asked: (u8, u8),
    /// What was typed. Field names: `first`, `second`.
    pub form: FormState<WordCheck>,
}

/// The second page of joining. POST `/join/confirm` · `/join/other-words` · `/join/words.txt`.
#[derive(Clone, Debug, Serialize)]
pub struct JoinPhrasePage {
    /// The words.
    pub sheet: PhraseSheet,
    /// Where to go afterwards.
    pub to: String,
    /// Text to keep.
    pub carried: Option<Carried>,
}

impl Page for JoinPhrasePage {
    const TEMPLATE: &'static str = "pages/join-phrase.html";

    fn title(&self) -> Title {
        Title::plain("title.phrase")
    }

    fn has_error(&self) -> bool {
        !self.sheet.form.errors.is_empty()
    }
}

/// Many people join at once: a short piece of work for the browser, or a wait. POST `/join` with the same ticks.
#[derive(Clone, Debug, Serialize)]
pub struct JoinCrowdedPage {
    /// The wait without scripts, in seconds; 0 when it is over.
    pub seconds: u64,
    /// Proves when the wait began; sent along as `ticket`.
    pub ticket: String,
    /// The work for scripts, as JSON in a `data-` attribute; sent back as `proof`.
    pub challenge: Option<String>,
    /// Where to go afterwards.
    pub to: String,
    /// Text to keep.
    pub carried: Option<Carried>,
    /// The button was pressed before the wait was over.
    pub too_early: bool,
}

impl Page for JoinCrowdedPage {
    const TEMPLATE: &'static str = "pages/join-crowded.html";

    fn title(&self) -> Title {
        Title::plain("title.join")
    }

    fn has_error(&self) -> bool {
        self.too_early
    }
}
