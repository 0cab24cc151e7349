//! "My data": the readable page of an export, and the pages around deleting an account.

use minijinja::value::{Serde, Value};
use serde::Serialize;

use crate::domain::clock::Timestamp;
use crate::view::engine::{Engine, ViewError};
use crate::view::form::FormState;
use crate::view::page::{Page, Title};
use crate::view::when::Moment;
use crate::view::words::Language;

/// What was typed on `/me/delete`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Leave {
    /// `keep`, `remove` or empty. Field name: `posts`.
    pub posts: String,
    /// The phrase. Field name: `phrase`.
    pub phrase: String,
}

/// GET `/me/delete`: names what goes, and asks for the choice and the phrase. POST there.
#[derive(Clone, Debug, Serialize)]
pub struct LeavingPage {
    /// Names that are in use.
    pub names: u32,
    /// Posts that have not been deleted or removed.
    pub posts: u32,
    /// The form.
    pub form: FormState<Leave>,
    /// Show what is typed.
    pub show: bool,
}

impl Page for LeavingPage {
    const TEMPLATE: &'static str = "pages/delete-account.html";

    fn title(&self) -> Title {
        Title::plain("title.delete_account")
    }

    fn has_error(&self) -> bool {
        !self.form.errors.is_empty()
    }
}

/// GET `/me/delete/done`: the same for everybody, without a name.
#[derive(Clone, Debug, Serialize)]
pub struct GonePage {}

impl Page for GonePage {
    const TEMPLATE: &'static str = "pages/account-gone.html";

    fn title(&self) -> Title {
        Title::plain("title.account_gone")
    }
}

/// A name in the readable page.
#[derive(Clone, Debug, Serialize)]
pub struct SavedName {
    /// The name; empty once given up.
    pub handle: String,
    /// Its board.
    pub board: String,
    /// It lives in one thread.
    pub one_off: bool,
    /// Its posts.
    pub posts: u32,
    /// `good`, `restricted` or `retired`.
    pub standing: String,
}

/// A draft in the readable page.
#[derive(Clone, Debug, Serialize)]
pub struct SavedDraft {
    /// Its title; often empty.
    pub title: String,
    /// Its text.
    pub body: String,
    /// When it was saved.
    pub saved: Moment,
}

/// A sealed row in the readable page.
#[derive(Clone, Debug, Serialize)]
pub struct SavedRow {
    /// Its name in the export.
    pub name: String,
    /// Its JSON, written for people.
    pub json: String,
}

/// What stands on top of the readable page.
#[derive(Clone, Debug, Serialize)]
pub struct SavedKept {
    /// When it was made.
    pub made: Moment,
    /// Level 0, 1 or 2.
    pub level: u8,
    /// All names.
    pub names: Vec<SavedName>,
    /// The days of sign-ins that still hold.
    pub sessions: Vec<Moment>,
    /// Settings and the like.
    pub sealed: Vec<SavedRow>,
    /// Drafts.
    pub drafts: Vec<SavedDraft>,
}

/// A post in the readable page.
#[derive(Clone, Debug, Serialize)]
pub struct SavedPost {
    /// Its board's name.
    pub board: String,
    /// Its thread's title; empty when it is gone.
    pub title: String,
    /// Its position; `None` before publication.
    pub position: Option<i64>,
    /// The name; empty once given up.
    pub handle: String,
    /// Its state, as in the contract.
    pub state: String,
    /// When it was written.
    pub written: Moment,
    /// Slugs of its warnings.
    pub warnings: Vec<String>,
    /// Its text; empty when it was deleted.
    pub body: String,
    /// A change that waits for a moderator; empty when there is none.
    pub pending: String,
}

/// A reaction in the readable page.
#[derive(Clone, Debug, Serialize)]
pub struct SavedReaction {
    /// Its name, as in the contract.
    pub kind: String,
    /// The path of its post's thread.
    pub thread: String,
    /// Its post's position.
    pub position: Option<i64>,
}

/// The readable page, written part by part. It needs nothing from anywhere: no style, no script, no picture.
pub struct Saved<'a> {
    /// Where templates are.
    pub engine: &'a Engine,
    /// The language.
    pub language: Language,
    /// The moment.
    pub now: Timestamp,
}

impl Saved<'_> {
    fn draw(&self, part: &'static str, with: Value) -> Result<String, ViewError> {
        let (tag, direction) = (Value::from(self.language.tag()), Value::from(self.language.direction()));
        let values = [("part", Value::from(part)), ("with", with), ("language", tag), ("direction", direction)];
        self.engine.draw("pages/export.html", self.language, self.now, &values)
    }

    /// The page up to its first post.
    ///
    /// # Errors
    /// As all of these: only our own mistakes, a template or a text that is missing.
    pub fn head(&self, kept: &SavedKept) -> Result<String, ViewError> {
        self.draw("head", Value::from(Serde(kept)))
    }

    /// Some posts.
    ///
    /// # Errors
    /// See [`Saved::head`].
    pub fn posts(&self, posts: &[SavedPost]) -> Result<String, ViewError> {
        self.draw("posts", Value::from(Serde(posts)))
    }

    /// Between the last post and the first reaction.
    ///
    /// # Errors
    /// See [`Saved::head`].
    pub fn turn(&self) -> Result<String, ViewError> {
        self.draw("turn", Value::UNDEFINED)
    }

    /// Some reactions.
    ///
    /// # Errors
    /// See [`Saved::head`].
    pub fn reactions(&self, reactions: &[SavedReaction]) -> Result<String, ViewError> {
        self.draw("reactions", Value::from(Serde(reactions)))
    }

    /// The end.
    ///
    /// # Errors
    /// See [`Saved::head`].
    pub fn end(&self) -> Result<String, ViewError> {
        self.draw("end", Value::UNDEFINED)
    }
}
