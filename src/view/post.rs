//! One post of a thread: the fragment that pages, live frames and caches share.

use minijinja::value::{Serde, Value};
use serde::Serialize;

use crate::domain::clock::Timestamp;
use crate::domain::ids::{PostId, ThreadId};
use crate::view::documents::RuleRef;
use crate::view::engine::{Engine, ViewError};
use crate::view::face::Author;
use crate::view::html::Html;
use crate::view::page::shown;
use crate::view::when::{self, Moment};
use crate::view::words::Language;

/// How many posts a page of a thread holds.
pub const POSTS_A_PAGE: u32 = 25;

/// The page (from 1) on which a position (from 1) stands.
pub fn page_of(position: u32) -> u32 {
    position.saturating_sub(1) / POSTS_A_PAGE + 1
}

/// The three things that a reader may see of a post behind warnings. A reader's settings choose one; the bytes of
/// each are the same for everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cover {
    /// The text shows. A warning stands above it and can be closed.
    Open,
    /// The warning shows, the text opens on a press.
    Behind,
    /// One line says that the reader's settings hide it.
    Hidden,
    /// One line says that the reader muted its writer; a press opens it. On pages alone: frames are [`Cover::Hidden`].
    Muted,
    /// One line says that it holds a word that the reader hides; a press opens it. On pages alone.
    Filtered,
}

/// What became of a published post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PostState {
    /// Readable.
    Published,
    /// Closed after reports until the team has looked; one press opens it.
    Folded,
    /// Out of sight until its writer has changed it.
    Asked,
    /// Taken away by the team.
    Removed {
        /// The rule.
        rule: RuleRef,
    },
    /// Taken away by its writer.
    Deleted,
}

/// How often each reaction was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reactions {
    /// `with-you`.
    pub with_you: u32,
    /// `same-here`.
    pub same_here: u32,
    /// `thank-you`.
    pub thank_you: u32,
    /// `helpful`.
    pub helpful: u32,
}

/// A post as every reader of an audience gets it. Nothing in it depends on who reads: no `mine`, no own reaction.
#[derive(Clone, Debug, Serialize)]
pub struct PostPart {
    /// The post.
    #[serde(serialize_with = "shown")]
    pub id: PostId,
    /// Its thread.
    #[serde(serialize_with = "shown")]
    pub thread: ThreadId,
    /// Its number in the thread, from 1.
    pub position: u32,
    /// Who wrote it. Never shown on a tombstone.
    pub author: Author,
    /// Its writer started the thread, with this face.
    pub started: bool,
    /// When it was published.
    pub at: Moment,
    /// Changed more than five minutes after publication.
    pub edited: bool,
    /// The position that it answers.
    pub reply_to: Option<u32>,
    /// Slugs of its content warnings, in the contract's order.
    pub warnings: Vec<String>,
    /// Readable or not.
    pub state: PostState,
    /// The rendered text; `None` for posts asked to be edited, removed and deleted.
    pub body: Option<Html>,
    /// How many words the text has, told beside a closed warning.
    pub length: u32,
    /// Counts.
    pub reactions: Reactions,
}

impl PostPart {
    /// Draws the fragment `<article id="post-POSITION">`. Without warnings, [`Cover::Open`] and [`Cover::Behind`]
    /// give the same bytes.
    ///
    /// # Errors
    /// Only our own mistakes: a template or a text that is missing.
    pub fn render(&self, engine: &Engine, language: Language, now: Timestamp, cover: Cover) -> Result<Html, ViewError> {
        let cover = if self.warnings.is_empty() && cover == Cover::Behind { Cover::Open } else { cover };
        let values = [
            ("post", Value::from(Serde(self))),
            ("cover", Value::from(Serde(&cover))),
            ("page_of_answered", Value::from(self.reply_to.map(page_of))),
            ("page_of_post", Value::from(page_of(self.position))),
        ];
        let text = engine.draw("parts/post/post.html", language, now, &values)?;
        Ok(Html::of_ours(text.trim().to_owned()))
    }

    /// Until when the fragment drawn at `now` says the right age: a cache may keep it so long.
    #[expect(dead_code, reason = "fragments are kept by version once threads are live")]
    pub fn good_until(&self, now: Timestamp) -> Timestamp {
        when::good_until(self.at.0, now)
    }
}
