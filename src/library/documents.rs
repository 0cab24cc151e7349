//! The guidelines, their rules, and the privacy page.

use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::domain::language::Language;
use crate::markup;
use crate::markup::sanitize::SafeHtml;

use super::front_matter::{self, ContentError};
use super::translated::BoardWords;

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

/// What the site says of itself in one language, read once.
#[derive(Clone, Debug)]
pub struct Documents {
    /// The rules, in order.
    pub rules: Vec<Rule>,
    /// The guidelines' frame.
    pub guidelines: Document,
    /// The privacy page.
    pub privacy: Document,
    /// What the boards say of themselves.
    pub boards: BoardWords,
}

/// The same in every language.
#[derive(Clone, Debug)]
pub struct AllDocuments {
    english: Documents,
    spanish: Documents,
    german: Documents,
}

impl AllDocuments {
    /// Those of a language.
    pub fn of(&self, language: Language) -> &Documents {
        match language {
            Language::En | Language::Mirror => &self.english,
            Language::Es => &self.spanish,
            Language::De => &self.german,
        }
    }
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

/// The documents' files: English on top, a folder for each other language.
#[derive(RustEmbed)]
#[folder = "frontend/content/"]
#[include = "rules.toml"]
#[include = "guidelines.md"]
#[include = "privacy.md"]
#[include = "*/rules.toml"]
#[include = "*/guidelines.md"]
#[include = "*/privacy.md"]
struct Files;

/// Reads and renders them, with what is kept told in the language asked for.
pub fn documents(retention: impl Fn(Language) -> Retention) -> Result<AllDocuments, ContentError> {
    let read = |language| read(language, &retention(language));
    Ok(AllDocuments { english: read(Language::En)?, spanish: read(Language::Es)?, german: read(Language::De)? })
}

fn read(language: Language, retention: &Retention) -> Result<Documents, ContentError> {
    let file = |name: &str| match language {
        Language::En | Language::Mirror => name.to_owned(),
        other => format!("{}/{name}", other.tag()),
    };
    let (rules, guidelines, privacy) = (file("rules.toml"), file("guidelines.md"), file("privacy.md"));
    let mut kept = text(&privacy)?;
    for (place, list) in [("{kept_now}", &retention.now), ("{kept_later}", &retention.later)] {
        if !kept.contains(place) {
            return Err(ContentError::new(&privacy, format!("no {place}")));
        }
        kept = kept.replace(place, list.trim());
    }
    let read: RuleFile = toml::from_str(&text(&rules)?).map_err(|e| ContentError::new(&rules, e.message()))?;
    Ok(Documents {
        rules: read.rules,
        guidelines: document(&guidelines, &text(&guidelines)?)?,
        privacy: document(&privacy, &kept)?,
        boards: BoardWords::read(language)?,
    })
}

fn text(file: &str) -> Result<String, ContentError> {
    let found = Files::get(file).ok_or_else(|| ContentError::new(file, "it is not there"))?;
    String::from_utf8(found.data.into_owned()).map_err(|e| ContentError::new(file, e))
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
