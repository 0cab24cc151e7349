//! `/guidelines` and `/privacy`.

use serde::Serialize;

use crate::view::html::Html;
use crate::view::page::{Page, Title};
use crate::view::when::Moment;

/// One house rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleView {
    /// `r1` … `r10`; also its anchor.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// The title.
    pub title: String,
    /// Why we have it.
    pub why: String,
    /// An example.
    pub example: String,
    /// What happens.
    pub consequence: String,
}

/// `/guidelines`.
#[derive(Clone, Debug, Serialize)]
pub struct GuidelinesPage {
    /// The words before the rules, rendered.
    pub intro: Option<Html>,
    /// The rules, in order.
    pub rules: Vec<RuleView>,
    /// The words after the rules (how decisions are made), rendered.
    pub after: Option<Html>,
    /// The day of the last change.
    pub changed: Option<Moment>,
}

impl Page for GuidelinesPage {
    const TEMPLATE: &'static str = "pages/guidelines.html";

    fn title(&self) -> Title {
        Title::plain("title.guidelines")
    }
}

/// `/privacy`. The file's text starts below its title: its headings are h2.
#[derive(Clone, Debug, Serialize)]
pub struct PrivacyPage {
    /// The text, rendered.
    pub body: Html,
    /// The day of the last change.
    pub changed: Option<Moment>,
}

impl Page for PrivacyPage {
    const TEMPLATE: &'static str = "pages/privacy.html";

    fn title(&self) -> Title {
        Title::plain("title.privacy")
    }
}
