//! Markdown to [`SafeHtml`]: the only maker of that type, the only user of the Markdown parser and of the
//! sanitiser.
//!
//! The way of a text: [`source::clean_text`] takes out what nobody can see; `prepare` breaks up what the subset
//! does not have (raw HTML, entities, definitions); the parser reads it; `walk` keeps a few kinds of blocks and
//! turns all others into their text; `write` makes HTML of them within [`bounds`]; [`sanitize`] checks it once
//! more against a short list.
//!
//! What always holds, for any source: nothing outside [`sanitize::policy`] and the checkbox of hidden text
//! reaches a page; what a person typed is there to read, but for marks that did their work; depth, length and
//! time are bounded by the length of the source; a fault shows escaped text. Deliberately absent: raw HTML, pictures,
//! headings, embeds, link previews, and any other way to a [`SafeHtml`].
//!
//! Differences from CommonMark, all on purpose: an end of line is an end of line; a line right under a quote
//! belongs to the one who writes; entities, definitions and HTML are text; headings and lines set in by four
//! blanks are paragraphs; a list that does not begin with 1 keeps its numbers as text; one tilde strikes
//! nothing out.

pub mod bounds;
mod chars;
pub mod excerpt;
mod links;
mod prepare;
pub mod sanitize;
pub mod source;
pub mod spoiler;
mod walk;
mod write;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub use sanitize::SafeHtml;

/// Stored with every rendered text. Raise it when anything in this room or either library changes what a source
/// renders to, or when the sanitiser closes a hole: stored HTML is then made anew.
pub const PIPELINE_VERSION: i32 = 1;

/// An article of the library, as a link to it needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The short code in its address.
    pub code: String,
    /// What the link reads.
    pub title: String,
}

/// Finds an article by the slug of `[[slug]]` (lower-case ASCII letters, digits and hyphens, 1 to 64). `None`
/// when there is none; the mark then stays as it was typed.
pub type Articles<'a> = dyn Fn(&str) -> Option<Article> + 'a;

/// A rendered text.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// What may stand in a page.
    pub html: SafeHtml,
    /// Links that lead away from this site, for the limits of CONTRACT §7.
    pub outside_links: usize,
    /// Whether markup was left out because it nested too deep or grew too long. Its text is there.
    pub is_flattened: bool,
    /// Whether the renderer had a fault, so that the HTML is the escaped source. Worth a line in the log, without
    /// the text.
    pub is_fault: bool,
}

impl Rendered {
    fn from_fault(source: &str) -> Self {
        let html = SafeHtml::from_plain(source);
        Self { html, outside_links: 0, is_flattened: false, is_fault: true }
    }
}

/// Renders a body. Any text is taken; beyond [`bounds::MAX_CHARS`] characters it is cut, callers refuse such
/// texts before. Takes about a millisecond for 10 KB, so async callers use [`render_off_thread`].
pub fn render(source: &str, articles: &Articles<'_>) -> Rendered {
    let source = source::clean_text(source);
    let source = bounds::cut(&source);
    let rendered = catch_unwind(AssertUnwindSafe(|| {
        let walked = walk::walk(source);
        let written = write::write(&walked, bounds::Budget::new(source), articles);
        Rendered {
            html: sanitize::sanitize(&written.html),
            outside_links: written.outside_links,
            is_flattened: written.is_flattened,
            is_fault: false,
        }
    }));
    rendered.unwrap_or_else(|_| Rendered::from_fault(source))
}

/// [`Articles`] that another thread may ask.
pub type SharedArticles = Arc<dyn Fn(&str) -> Option<Article> + Send + Sync>;

/// [`render`] on a thread that may block. If the runtime is going down, the escaped source.
pub async fn render_off_thread(source: String, articles: SharedArticles) -> Rendered {
    let kept = source.clone();
    let done = tokio::task::spawn_blocking(move || render(&source, &*articles)).await;
    done.unwrap_or_else(|_| Rendered::from_fault(&source::clean_text(&kept)))
}
