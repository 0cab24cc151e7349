//! `/boards/{code}`.

use serde::Serialize;

use crate::domain::ids::ThreadId;
use crate::view::face::Author;
use crate::view::html::Html;
use crate::view::live::LiveTopic;
use crate::view::page::{Page, Title, shown};
use crate::view::post::Cover;
use crate::view::when::Moment;
use crate::view::words::Sentence;

/// The order of threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Latest reply first (the default; `?sort=active`).
    Active,
    /// Latest started first.
    Newest,
    /// Without a reply, longest waiting first.
    Unanswered,
}

/// Whether and why a thread takes replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ThreadState {
    /// It does.
    Open,
    /// The team locked it.
    Locked,
    /// Its starter or time closed it.
    Closed,
}

/// A thread in a list: one heading and one line of words. Never an excerpt.
#[derive(Clone, Debug, Serialize)]
pub struct ThreadRow {
    /// The thread.
    #[serde(serialize_with = "shown")]
    pub id: ThreadId,
    /// Its title.
    pub title: String,
    /// Slugs of its warnings.
    pub warnings: Vec<String>,
    /// [`Cover::Behind`]: the title opens on a press. Hidden rows are left out and counted.
    pub cover: Cover,
    /// Who started it.
    pub author: Author,
    /// The time of its latest post.
    pub at: Moment,
    /// Posts after the first.
    pub replies: u32,
    /// `advice`, `listening`, `experiences`; `None` for the team's threads.
    pub seeking: Option<String>,
    /// Open, locked or closed.
    pub state: ThreadState,
    /// Pinned on top.
    pub pinned: bool,
    /// Posts that a follower has not read; 0 for everybody else.
    pub news: u32,
}

/// What a reader may do on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BoardWriting {
    /// Start a thread.
    Open,
    /// Join or come back first; the button leads to the form, which keeps what is typed.
    SignedOut,
    /// Nobody writes here any more.
    Archived,
    /// A restriction binds this reader here; the sentence says so and until when.
    Restricted {
        /// What it says.
        text: Sentence,
    },
}

/// One page of a board's threads.
#[derive(Clone, Debug, Serialize)]
pub struct BoardPage {
    /// The short code.
    pub code: String,
    /// The name.
    pub name: String,
    /// One sentence.
    pub purpose: String,
    /// What belongs here, rendered.
    pub guidelines: Option<Html>,
    /// Only members may read it.
    pub members_only: bool,
    /// Slugs of the warnings that every thread here bears.
    pub default_warnings: Vec<String>,
    /// Seconds between two posts of one person; 0 is off.
    pub slow_mode_s: u64,
    /// The order shown.
    pub sort: Sort,
    /// The filter: `advice`, `listening`, `experiences`; `None` shows all.
    pub seeking: Option<String>,
    /// Pinned threads; on the first page only.
    pub pinned: Vec<ThreadRow>,
    /// The others.
    pub threads: Vec<ThreadRow>,
    /// How many rows of this page the reader's settings hide.
    pub hidden: u32,
    /// The address that shows them too (`/boards/k7?…&hidden=show`); `None` when nothing is hidden or all is shown.
    pub show_hidden: Option<String>,
    /// The address of the page before this one.
    pub newer: Option<String>,
    /// The address of the page after this one.
    pub older: Option<String>,
    /// What its script may hear.
    pub live: LiveTopic,
    /// What this reader may do.
    pub writing: BoardWriting,
}

impl Page for BoardPage {
    const TEMPLATE: &'static str = "pages/board.html";

    fn title(&self) -> Title {
        Title::with_full(Sentence::new("title.board"), self.name.as_str())
    }
}

/// What a visitor gets instead of a thread that only members may read, and of one that does not exist: it names
/// neither. Of a board it says what the first page says of it too; its threads and their number stay hidden.
#[derive(Clone, Debug, Serialize)]
pub struct MembersOnlyPage {
    /// The board, when its own page was asked for.
    pub board: Option<MembersBoard>,
    /// Where to go after joining: one of our own paths.
    pub to: String,
}

/// A board for members as a visitor knows it.
#[derive(Clone, Debug, Serialize)]
pub struct MembersBoard {
    /// The name.
    pub name: String,
    /// One sentence.
    pub purpose: String,
    /// Its guidelines.
    pub guidelines: Option<Html>,
}

impl Page for MembersOnlyPage {
    const TEMPLATE: &'static str = "pages/members-only.html";

    fn title(&self) -> Title {
        Title::plain("title.members_only")
    }
}
