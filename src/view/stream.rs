//! `/threads/{thread}/stream`: a page that stays open and grows at its end, for readers without scripts.
//!
//! The page is one template, cut where its list ends: [`head`] is sent at once, then [`post`] and [`note`] as things
//! happen with [`HEARTBEAT`] between them, then [`end`], which closes what the head opened.

use minijinja::value::Value;
use serde::Serialize;

use crate::domain::clock::Timestamp;
use crate::domain::ids::ThreadId;
use crate::view::engine::{Engine, ViewError};
use crate::view::html::Html;
use crate::view::page::{BoardLink, Page, Shell, Title, shown};
use crate::view::thread::title_of;
use crate::view::words::Language;

/// Sent while nothing happens, so that neither side takes the other for gone. Nothing of it is seen.
pub const HEARTBEAT: &str = "<!-- -->\n";

/// Where the list grows. No text of people can hold it: theirs is escaped, and the sanitiser takes comments out.
const MARK: &str = "<!-- more -->";

/// The page around the posts.
#[derive(Clone, Debug, Serialize)]
pub struct StreamPage {
    /// The thread.
    #[serde(serialize_with = "shown")]
    pub id: ThreadId,
    /// Its board.
    pub board: BoardLink,
    /// Its title.
    pub title: String,
    /// Slugs of its warnings.
    pub warnings: Vec<String>,
    /// The last page of the thread, where the way back leads.
    pub page: u32,
    /// The position of the first post in `posts`, or of the one that comes first.
    pub first: u32,
    /// The posts to begin with: [`crate::view::post::PostPart::render`] of each.
    pub posts: Vec<Html>,
    /// The position of the last post that was sent; "Continue" at the end asks for those after it (`?after=`).
    pub last: u32,
    /// Where the list grows.
    mark: Html,
}

impl StreamPage {
    /// A page of a thread that begins with these posts, the first of them at position `first`.
    pub fn new(id: ThreadId, board: BoardLink, title: String, first: u32, posts: Vec<Html>) -> Self {
        let sent = u32::try_from(posts.len()).unwrap_or(u32::MAX);
        let last = first.saturating_add(sent).saturating_sub(1);
        let mark = Html::of_ours(MARK.to_owned());
        let page = crate::view::post::page_of(last.max(1));
        Self { id, board, title, warnings: Vec::new(), page, first, posts, last, mark }
    }
}

impl Page for StreamPage {
    const TEMPLATE: &'static str = "pages/stream.html";

    fn title(&self) -> Title {
        title_of(self.id, &self.title)
    }
}

/// The page up to the place where its list grows.
///
/// # Errors
/// Only our own mistakes: a template or a text that is missing.
pub fn head(page: &StreamPage, engine: &Engine, shell: &Shell) -> Result<String, ViewError> {
    Ok(cut(&page.render(engine, shell)?).0.to_owned())
}

/// What follows the list, when the time is over: `page.last` and `page.page` are then those of the last post sent.
///
/// # Errors
/// Only our own mistakes: a template or a text that is missing.
pub fn end(page: &StreamPage, engine: &Engine, shell: &Shell) -> Result<String, ViewError> {
    Ok(cut(&page.render(engine, shell)?).1.to_owned())
}

fn cut(html: &str) -> (&str, &str) {
    html.split_once(MARK).unwrap_or((html, ""))
}

/// One more post: its fragment, the very same as on the thread's page, as the list takes it.
///
/// # Errors
/// Only our own mistakes: a template that is missing.
pub fn post(fragment: &Html, engine: &Engine, language: Language, now: Timestamp) -> Result<String, ViewError> {
    engine.draw("pages/stream-post.html", language, now, &[("post", fragment.value())])
}

/// What became of a post that was sent before: a page without scripts can't change what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Its text or warnings are others now.
    Edited,
    /// Its text is out of sight.
    Removed,
}

/// A line that says that a post which was sent before has changed.
///
/// # Errors
/// Only our own mistakes: a template or a text that is missing.
pub fn note(
    position: u32,
    changed: Changed,
    engine: &Engine,
    language: Language,
    now: Timestamp,
) -> Result<String, ViewError> {
    let values = [("position", Value::from(position)), ("removed", Value::from(changed == Changed::Removed))];
    engine.draw("pages/stream-note.html", language, now, &values)
}
