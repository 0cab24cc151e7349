//! `/guidelines` and `/privacy`.

use serde::Serialize;

use crate::view::html::Html;
use crate::view::page::{Page, Title};
use crate::view::when::Moment;

/// A house rule as a sentence names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRef {
    /// Its number, 1–10.
    pub number: u32,
    /// Its title.
    pub title: String,
}

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

/// A part of a document.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its anchor.
    pub id: String,
    /// Its heading; `None` for an opening without one.
    pub title: Option<String>,
    /// The text, rendered.
    pub body: Html,
}

/// `/guidelines`.
#[derive(Clone, Debug, Serialize)]
pub struct GuidelinesPage {
    /// The parts before the rules.
    pub before: Vec<Section>,
    /// The rules, in order.
    pub rules: Vec<RuleView>,
    /// The parts after the rules: how decisions are made and appealed, what changed.
    pub after: Vec<Section>,
    /// The day of the last change.
    pub changed: Option<Moment>,
}

impl Page for GuidelinesPage {
    const TEMPLATE: &'static str = "pages/guidelines.html";

    fn title(&self) -> Title {
        Title::plain("title.guidelines")
    }
}

/// `/privacy`.
#[derive(Clone, Debug, Serialize)]
pub struct PrivacyPage {
    /// Its parts, in order.
    pub sections: Vec<Section>,
    /// The day of the last change.
    pub changed: Option<Moment>,
}

impl Page for PrivacyPage {
    const TEMPLATE: &'static str = "pages/privacy.html";

    fn title(&self) -> Title {
        Title::plain("title.privacy")
    }
}
