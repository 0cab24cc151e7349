//! What all pages share: the shell around them, their titles, and how they are drawn.

use minijinja::value::{Serde, Value};
use serde::{Serialize, Serializer};

use crate::domain::clock::Timestamp;
use crate::view::engine::{Engine, ViewError};
use crate::view::html::Html;
use crate::view::words::{Language, Sentence};

/// Which colours the reader chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Dark letters on light paper.
    Light,
    /// Light letters on dark paper.
    Dark,
}

/// How much air the reader wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// The default.
    #[default]
    Comfortable,
    /// One step down.
    Compact,
}

/// What a tab says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Titles {
    /// "Thread 8f3k": no topic word leaves the page.
    #[default]
    Neutral,
    /// The real title.
    Full,
}

/// Which keys leave the site at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ExitKeys {
    /// Esc three times within two seconds.
    pub esc: bool,
    /// Shift three times within two seconds.
    pub shift: bool,
}

impl Default for ExitKeys {
    fn default() -> Self {
        Self { esc: true, shift: false }
    }
}

/// A board as a link shows it.
#[derive(Clone, Debug, Serialize)]
pub struct BoardLink {
    /// The short code, which stands in the address.
    pub code: String,
    /// The name in words.
    pub name: String,
}

/// Everything the layout needs besides the page itself.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The language of the page.
    pub language: Language,
    /// The moment of the request; ages count from it.
    pub now: Timestamp,
    /// The site's name: in the header and as the suffix of titles.
    pub site_name: String,
    /// Colours.
    pub theme: Theme,
    /// Air.
    pub density: Density,
    /// Neutral or full titles.
    pub titles: Titles,
    /// Keys that leave; the script alone reads them.
    pub exit_keys: ExitKeys,
    /// The page is covered when another tab comes to the front; the script alone reads it.
    pub cover_tabs: bool,
    /// Where "Leave now" leads (`LEEWARD_EXIT_URL`): scripts go there without waiting for us.
    pub exit_url: String,
    /// The name of the cookie that "Leave now" sets, for the same scripts.
    pub away_cookie: &'static str,
    /// The path under which this build's assets lie, without a slash at its end: `/static/{tree-hash}`.
    pub assets: String,
    /// The hash of the script, see [`crate::view::assets::Assets::integrity`].
    pub integrity: String,
    /// The path and query of this page, for the hidden `to` of the footer's forms. Must be our own path; on a page
    /// that answers a POST it is the path to come back to by GET.
    pub path: String,
    /// Somebody is signed in.
    pub signed_in: bool,
    /// The boards that this reader may know of, in their order: the list at the side from 1280 px.
    pub boards: Vec<BoardLink>,
    /// The code of the board that this page belongs to, which the list at the side marks.
    pub board: Option<String>,
    /// How many updates this member has not read; `None` for visitors, and where nobody asked the database.
    pub updates: Option<u32>,
    /// What is spoken of new replies: `off`, `count` or `text`; the script alone reads it.
    pub spoken: &'static str,
    /// One message on top of the page, until the next page.
    pub notice: Option<Notice>,
    /// Search engines may keep this page (public boards whose owner opted in).
    pub indexed: bool,
}

/// The tone of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something to know.
    Info,
}

/// A message in a `role="status"` box on top of main.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// Done or to know.
    pub tone: Tone,
    /// What it says.
    pub text: Sentence,
    /// One thing to do about it.
    pub action: Option<NoticeAction>,
}

/// A button (POST) or link (GET) in a notice.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeAction {
    /// What it says.
    pub label: Sentence,
    /// Where it goes: one of our own paths.
    pub path: String,
    /// It is an act (a POST), not a link.
    pub post: bool,
}

/// A page's name in both manners.
#[derive(Clone, Debug)]
pub struct Title {
    /// Without a topic word.
    pub neutral: Sentence,
    /// The real one, when it differs.
    pub full: Option<String>,
}

impl Title {
    /// A title that tells nothing in any case ("Sign in").
    pub fn plain(key: &str) -> Self {
        Self { neutral: Sentence::new(key), full: None }
    }

    /// A neutral title, and the real one for those who want it.
    pub fn with_full(neutral: Sentence, full: impl Into<String>) -> Self {
        Self { neutral, full: Some(full.into()) }
    }
}

/// The context of one page.
pub trait Page: Serialize + Sized {
    /// The template's path under `frontend/`.
    const TEMPLATE: &'static str;

    /// What the tab says.
    fn title(&self) -> Title;

    /// The page tells of an error: its title begins with "Error: ".
    fn has_error(&self) -> bool {
        false
    }

    /// Draws the page within the layout.
    ///
    /// # Errors
    /// Only our own mistakes: a template or a text that is missing.
    fn render(&self, engine: &Engine, shell: &Shell) -> Result<String, ViewError> {
        let values = [
            ("page", Value::from(Serde(self))),
            ("shell", Value::from(Serde(&ShellValue { shell, title: tab_title(self, engine, shell)? }))),
        ];
        engine.draw(Self::TEMPLATE, shell.language, shell.now, &values)
    }
}

/// Serialises a value as the text that `Display` gives it: ids in contexts.
pub(super) fn shown<T: std::fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// The text of `<title>`.
fn tab_title<P: Page>(page: &P, engine: &Engine, shell: &Shell) -> Result<String, ViewError> {
    let title = page.title();
    let name = match title.full.filter(|_| shell.titles == Titles::Full) {
        Some(full) => full,
        None => engine.say(shell.language, &title.neutral)?,
    };
    let key = if page.has_error() { "title.error" } else { "title.page" };
    engine.say(shell.language, &Sentence::new(key).with("page", name).with("site", shell.site_name.as_str()))
}

/// The shell as templates see it.
struct ShellValue<'a> {
    /// What the page was given.
    shell: &'a Shell,
    /// The tab's title, made out.
    title: String,
}

impl Serialize for ShellValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let shell = self.shell;
        let mut map = serializer.serialize_struct("shell", 19)?;
        map.serialize_field("title", &self.title)?;
        map.serialize_field("lang", shell.language.tag())?;
        map.serialize_field("dir", shell.language.direction())?;
        map.serialize_field("site_name", &shell.site_name)?;
        map.serialize_field("theme", &shell.theme)?;
        map.serialize_field("density", &shell.density)?;
        map.serialize_field("titles", &shell.titles)?;
        map.serialize_field("exit_keys", &shell.exit_keys)?;
        map.serialize_field("cover_tabs", &shell.cover_tabs)?;
        map.serialize_field("exit_url", &shell.exit_url)?;
        map.serialize_field("away_cookie", shell.away_cookie)?;
        // Made by us of hexadecimal digits: written as it stands, and not with `&#x2f;` for each slash.
        map.serialize_field("assets", &Html::of_ours(shell.assets.clone()))?;
        map.serialize_field("integrity", &Html::of_ours(shell.integrity.clone()))?;
        map.serialize_field("path", &shell.path)?;
        map.serialize_field("signed_in", &shell.signed_in)?;
        map.serialize_field("boards", &shell.boards)?;
        map.serialize_field("board", &shell.board)?;
        map.serialize_field("updates", &shell.updates)?;
        map.serialize_field("spoken", shell.spoken)?;
        map.serialize_field("notice", &shell.notice)?;
        map.serialize_field("indexed", &shell.indexed)?;
        map.end()
    }
}
