//! The guidelines, their rules, and the privacy page.

use std::sync::Arc;

use serde::Deserialize;

use crate::markup;
use crate::markup::sanitize::SafeHtml;

use super::front_matter::{self, ContentError};

/// One rule of the house.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `r1` … `r10`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Why there is such a rule.
    pub why: String,
    /// What is fine, and what is not.
    pub example: String,
    /// What the team usually does.
    pub what_happens: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    changed: String,
}

/// A section of a document, rendered once at the start.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its anchor.
    pub id: String,
    /// Its heading; `None` when the page knows it by its id.
    pub title: Option<String>,
    /// Its text.
    pub html: SafeHtml,
}

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The day of its last change, `YYYY-MM-DD`.
    pub changed: String,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// Everything that is read once.
#[derive(Clone, Debug)]
pub struct Documents {
    /// The rules, in order.
    pub rules: Arc<Vec<Rule>>,
    /// The guidelines' frame.
    pub guidelines: Arc<Document>,
    /// The privacy page.
    pub privacy: Arc<Document>,
}

/// What the privacy page says of what is kept, as Markdown: made by `privacy::retention`, which this room does not
/// know.
#[derive(Clone, Debug)]
pub struct Retention {
    /// What this version keeps; it stands where the page says `{kept_now}`.
    pub now: String,
    /// What a later one will keep; it stands where the page says `{kept_later}`.
    pub later: String,
}

/// Reads and renders them.
pub fn documents(retention: &Retention) -> Result<Documents, ContentError> {
    const RULES: &str = include_str!("../../frontend/content/rules.toml");
    const GUIDELINES: &str = include_str!("../../frontend/content/guidelines.md");
    const PRIVACY: &str = include_str!("../../frontend/content/privacy.md");
    let mut privacy = PRIVACY.to_owned();
    for (place, list) in [("{kept_now}", &retention.now), ("{kept_later}", &retention.later)] {
        if !privacy.contains(place) {
            return Err(ContentError::new("privacy.md", format!("no {place}")));
        }
        privacy = privacy.replace(place, list.trim());
    }
    let rules: RuleFile = toml::from_str(RULES).map_err(|e| ContentError::new("rules.toml", e.message()))?;
    Ok(Documents {
        rules: Arc::new(rules.rules),
        guidelines: Arc::new(document("guidelines.md", GUIDELINES)?),
        privacy: Arc::new(document("privacy.md", &privacy)?),
    })
}

fn document(file: &str, text: &str) -> Result<Document, ContentError> {
    let (head, parts): (Head, _) = front_matter::read(file, text)?;
    let sections = parts
        .into_iter()
        .map(|part| {
            let (title, body) = match part.text.strip_prefix("title: ").and_then(|rest| rest.split_once('\n')) {
                Some((title, body)) => (Some(title.trim().to_owned()), body.trim().to_owned()),
                None => (None, part.text),
            };
            Section { id: part.id, title, html: markup::render(&body, &*super::articles()).html }
        })
        .collect();
    Ok(Document { changed: head.changed, sections })
}
