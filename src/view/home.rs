//! `/`.

use serde::Serialize;

use crate::domain::ids::ThreadId;
use crate::view::page::{Page, Title, shown};
use crate::view::post::Cover;
use crate::view::when::Moment;

/// The first page: what this is, the boards, who waits for a first reply. Never: trending, counts of members,
/// excerpts.
#[derive(Clone, Debug, Serialize)]
pub struct HomePage {
    /// Every board that this reader may know of, in the owner's order.
    pub boards: Vec<BoardCard>,
    /// Up to three threads without a reply.
    pub waiting: Vec<WaitingThread>,
    /// Show the notice about using this site in private (closable; remembered in the preferences cookie).
    pub first_visit: bool,
    /// Somebody is signed in: the way to start differs.
    pub signed_in: bool,
}

/// A board on the first page.
#[derive(Clone, Debug, Serialize)]
pub struct BoardCard {
    /// The short code.
    pub code: String,
    /// The name.
    pub name: String,
    /// One sentence.
    pub purpose: String,
    /// Readable posts of today (UTC), without pinned welcomes.
    pub new_today: u32,
    /// Only members may read it.
    pub members_only: bool,
    /// Every thread there bears a warning.
    pub warnings_on: bool,
}

/// A thread that nobody has answered yet.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingThread {
    /// The thread.
    #[serde(serialize_with = "shown")]
    pub id: ThreadId,
    /// Its title.
    pub title: String,
    /// Slugs of its warnings.
    pub warnings: Vec<String>,
    /// What the reader's settings say of these warnings; a hidden one is left out by the caller.
    pub cover: Cover,
    /// The board's name.
    pub board: String,
    /// When it was started.
    pub at: Moment,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "pages/home.html";

    fn title(&self) -> Title {
        Title::plain("title.home")
    }
}
