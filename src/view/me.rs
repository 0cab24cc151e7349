//! `/me` and what hangs on it: names, look, reading, sign-ins, the phrase.

use serde::Serialize;

use crate::domain::ids::ThreadId;
use crate::view::face::Face;
use crate::view::form::FormState;
use crate::view::join::PhraseSheet;
use crate::view::page::{BoardLink, Density, ExitKeys, Page, Theme, Title, Titles, shown};
use crate::view::post::Cover;
use crate::view::when::Moment;

/// Which group stands open, after its Save or by an address like `/me?open=look`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// My names.
    Names,
    /// Look.
    Look,
    /// Reading.
    Reading,
    /// Live.
    Live,
    /// Privacy.
    Privacy,
    /// Signed in.
    Sessions,
    /// Recovery phrase.
    Phrase,
    /// My data.
    Data,
}

/// One name on one board.
#[derive(Clone, Debug, Serialize)]
pub struct MyName {
    /// The board.
    pub board: BoardLink,
    /// The face.
    pub face: Face,
    /// Published posts under it.
    pub posts: u32,
    /// How often another name may be drawn; 0 after the first post.
    pub rolls_left: u32,
}

/// One name for one thread.
#[derive(Clone, Debug, Serialize)]
pub struct MyOneOff {
    /// The face's id, for `/me/names/{persona}/retire`.
    pub id: String,
    /// The board's name.
    pub board: String,
    /// Its thread; `None` when the title is gone, and with it the place.
    pub thread: Option<MyThread>,
    /// The face.
    pub face: Face,
    /// Published posts under it.
    pub posts: u32,
}

/// The thread of a one-off name, with its title behind its warnings as in lists.
#[derive(Clone, Debug, Serialize)]
pub struct MyThread {
    /// The thread.
    #[serde(serialize_with = "shown")]
    pub id: ThreadId,
    /// Its title.
    pub title: String,
    /// Slugs of its warnings.
    pub warnings: Vec<String>,
    /// What the reader's settings say of them.
    pub cover: Cover,
}

/// What the reader chose for one warning.
#[derive(Clone, Debug, Serialize)]
pub struct WarningChoice {
    /// The warning's slug; the input is named `warning.{slug}`.
    pub slug: String,
    /// `hide`, `ask` or `show`.
    pub choice: String,
}

/// A muted name. Only its reader sees that it is muted.
#[derive(Clone, Debug, Serialize)]
pub struct MutedName {
    /// For POST `/personas/{id}/unmute`.
    pub id: String,
    /// The face and its board's name; `None` once its holder gave the name up.
    pub face: Option<(Face, String)>,
}

/// One sign-in. No device, place or address is known.
#[derive(Clone, Debug, Serialize)]
pub struct SignedIn {
    /// For POST `/me/sessions/{id}/end`.
    pub id: String,
    /// The one this page was asked with.
    pub this: bool,
    /// The day on which it began.
    pub day: Moment,
    /// Kept for 30 days; otherwise until the browser closes. `None` for others: no row says it.
    pub keep: Option<bool>,
}

/// `/me`. Each group is its own form. Never: regret copy, or anything that others could see.
#[derive(Clone, Debug, Serialize)]
pub struct MePage {
    /// The group that stands open.
    pub open: Option<Group>,
    /// One name a board, in the boards' order; only names that have posted or were looked at by a form.
    pub names: Vec<MyName>,
    /// Names for one thread, board by board.
    pub one_offs: Vec<MyOneOff>,
    /// Colours: POST `/me/look`, inputs `theme`, `density`.
    pub theme: Theme,
    /// Air.
    pub density: Density,
    /// The language: input `language`, `auto` or a tag.
    pub language: &'static str,
    /// One a warning, in the contract's order: POST `/me/reading`, inputs `warning.{slug}`.
    pub warnings: Vec<WarningChoice>,
    /// Words to hide, one a line, as typed: input `hidden_words`.
    pub words: FormState<String>,
    /// Muted names.
    pub muted: Vec<MutedName>,
    /// What is spoken of new replies: `off`, `count` or `text`. POST `/me/live`, input `spoken`.
    pub spoken: String,
    /// Tab titles: input `titles`.
    pub titles: Titles,
    /// Keys that leave: ticks `exit_esc`, `exit_shift` (value `yes`).
    pub exit_keys: ExitKeys,
    /// "Leave now" signs out, too: tick `leave_signs_out` (value `yes`).
    pub leave_signs_out: bool,
    /// The page is covered when another tab comes to the front: POST `/me/look`, input `cover_tabs` (`yes`, `no`).
    pub cover_tabs: bool,
    /// Where this member is signed in, this browser first.
    pub sessions: Vec<SignedIn>,
}

impl Page for MePage {
    const TEMPLATE: &'static str = "pages/me.html";

    fn title(&self) -> Title {
        Title::plain("title.me")
    }

    fn has_error(&self) -> bool {
        !self.words.errors.is_empty()
    }
}

/// GET `/me/phrase`: asks for the present phrase before a new one is made. POST `/me/phrase`, input `phrase`.
#[derive(Clone, Debug, Serialize)]
pub struct PhrasePage {
    /// The present phrase as typed. Field name: `phrase`.
    pub form: FormState<String>,
    /// Show what is typed.
    pub show: bool,
}

impl Page for PhrasePage {
    const TEMPLATE: &'static str = "pages/phrase.html";

    fn title(&self) -> Title {
        Title::plain("title.phrase")
    }

    fn has_error(&self) -> bool {
        !self.form.errors.is_empty()
    }
}

/// The new words. POST `/me/phrase/confirm`; the old phrase works until two words were given back.
#[derive(Clone, Debug, Serialize)]
pub struct NewPhrasePage {
    /// The words.
    pub sheet: PhraseSheet,
}

impl Page for NewPhrasePage {
    const TEMPLATE: &'static str = "pages/new-phrase.html";

    fn title(&self) -> Title {
        Title::plain("title.phrase")
    }

    fn has_error(&self) -> bool {
        !self.sheet.form.errors.is_empty()
    }
}

/// GET `/boards/{code}/name/retire` and `/me/names/{persona}/retire`: asks before a name is retired. POST there, input
/// `posts` (`keep` or `remove`).
#[derive(Clone, Debug, Serialize)]
pub struct RetirePage {
    /// Where the form goes: the page's own path.
    pub action: String,
    /// It lives in one thread.
    pub one_off: bool,
    /// The board.
    pub board: BoardLink,
    /// The name.
    pub face: Face,
    /// Published posts under it.
    pub posts: u32,
    /// The choice as made: `keep`, `remove` or empty. Field name: `posts`.
    pub form: FormState<String>,
}

impl Page for RetirePage {
    const TEMPLATE: &'static str = "pages/retire.html";

    fn title(&self) -> Title {
        Title::plain("title.retire")
    }

    fn has_error(&self) -> bool {
        !self.form.errors.is_empty()
    }
}
