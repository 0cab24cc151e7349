//! Typed text becomes a title or a body, or an error at its field.

use crate::domain::flag::CrisisKind;
use crate::domain::warning::Warnings;
use crate::library;
use crate::markup;
use crate::markup::sanitize::SafeHtml;
use crate::moderation::crisis;

/// Characters of a title.
pub(crate) const TITLE: std::ops::RangeInclusive<usize> = 8..=140;
/// Characters of a body.
pub(crate) const BODY: std::ops::RangeInclusive<usize> = 1..=10_000;

/// What did not fit, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TextError {
    /// A title of fewer or more characters than allowed; how many it has.
    Title {
        /// Characters after cleaning.
        found: usize,
    },
    /// A body of fewer or more characters than allowed; how many it has.
    Body {
        /// Characters after cleaning.
        found: usize,
    },
    /// Nothing chosen, or something that is not offered.
    Seeking,
    /// Not one of the content warnings.
    Warning {
        /// What came.
        name: String,
    },
    /// No published reply has that position.
    ReplyTo,
    /// Not one of `now`, `soon`, `today`.
    Publish,
    /// Not a once-only key.
    OnceKey,
}

impl TextError {
    /// The field of the API and of the form.
    pub(crate) fn field(&self) -> &'static str {
        match self {
            Self::Title { .. } => "title",
            Self::Body { .. } => "body",
            Self::Seeking => "seeking",
            Self::Warning { .. } => "content_warnings",
            Self::ReplyTo => "reply_to",
            Self::Publish => "publish",
            Self::OnceKey => "once",
        }
    }
}

/// A title: one line, cleaned, 8–140 characters.
pub(crate) fn title(typed: &str) -> Result<String, TextError> {
    let one_line = markup::source::clean_text(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    let found = one_line.chars().count();
    if TITLE.contains(&found) { Ok(one_line) } else { Err(TextError::Title { found }) }
}

/// A body, cleaned and rendered: all the work that a transaction must not wait for.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// The Markdown.
    pub(crate) source: String,
    /// Its HTML.
    pub(crate) html: SafeHtml,
    /// Links in it.
    pub(crate) links: usize,
    /// What it speaks of, when it may be a crisis.
    pub(crate) crisis: Option<CrisisKind>,
}

/// A body of 1–10,000 characters, rendered off the async threads.
pub(crate) async fn body(typed: &str) -> Result<Body, TextError> {
    // Far beyond the limit nothing is worth cleaning: four bytes a character at most, and some that cleaning drops.
    if typed.len() > 8 * BODY.end() {
        return Err(TextError::Body { found: typed.chars().count() });
    }
    let source = markup::source::clean_text(typed);
    let found = source.chars().count();
    if !BODY.contains(&found) || source.trim().is_empty() {
        return Err(TextError::Body { found: if source.trim().is_empty() { 0 } else { found } });
    }
    let rendered = markup::render_off_thread(source.clone(), library::articles()).await;
    let (links, crisis) = (rendered.outside_links, crisis::judge(&source));
    Ok(Body { source, html: rendered.html, links, crisis })
}

/// Warnings by name.
pub(crate) fn warnings<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Warnings, TextError> {
    Warnings::from_names(names).map_err(|name| TextError::Warning { name })
}
