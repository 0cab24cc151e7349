//! `/following` and `/notifications`: what is new for a member, and nobody else's business.

use serde::Serialize;

use crate::domain::ids::ThreadId;
use crate::view::board::ThreadState;
use crate::view::page::{Page, Title, shown};
use crate::view::post::Cover;
use crate::view::when::Moment;

/// A followed thread. Never an excerpt.
#[derive(Clone, Debug, Serialize)]
pub struct FollowedRow {
    /// The thread.
    #[serde(serialize_with = "shown")]
    pub id: ThreadId,
    /// Its title.
    pub title: String,
    /// Slugs of its warnings.
    pub warnings: Vec<String>,
    /// [`Cover::Behind`]: the title opens on a press. [`Cover::Hidden`]: it is not told.
    pub cover: Cover,
    /// Its board's name, also after a move.
    pub board: String,
    /// The time of its latest post.
    pub at: Moment,
    /// Open, locked or closed.
    pub state: ThreadState,
    /// Posts that were not read.
    pub news: u32,
    /// Where the first of them stands; the thread's beginning when there is none.
    pub to: String,
    /// Names these news, for POST `/notifications/read`, field `id`.
    pub read_id: String,
}

/// `/following`: threads with what is new; following ends in place. Never: who else follows.
#[derive(Clone, Debug, Serialize)]
pub struct FollowingPage {
    /// Those with news first.
    pub threads: Vec<FollowedRow>,
    /// Threads that can't be read any more, for POST `/threads/{id}/unfollow`.
    pub gone: Vec<String>,
}

impl Page for FollowingPage {
    const TEMPLATE: &'static str = "pages/following.html";

    fn title(&self) -> Title {
        Title::plain("title.following")
    }
}

/// Replies to one post, or in one thread.
#[derive(Clone, Debug, Serialize)]
pub struct UpdateRow {
    /// The thread's title.
    pub title: String,
    /// Slugs of its warnings.
    pub warnings: Vec<String>,
    /// [`Cover::Behind`]: the title opens on a press. [`Cover::Hidden`]: it is not told.
    pub cover: Cover,
    /// The reader's own post that is answered; `None`: the thread is theirs.
    pub answers: Option<u32>,
    /// How many replies there are.
    pub replies: u32,
    /// How many of them were not read.
    pub unread: u32,
    /// The time of the last one.
    pub at: Moment,
    /// Where the first one stands that was not read.
    pub to: String,
    /// For POST `/notifications/read`, field `id`.
    pub read_id: String,
}

/// `/notifications`, "Updates" in words. Never: text of anybody, or anything from muted names.
#[derive(Clone, Debug, Serialize)]
pub struct UpdatesPage {
    /// Followed threads with news.
    pub followed: Vec<FollowedRow>,
    /// How many threads are followed.
    pub follows: u32,
    /// Replies, newest first.
    pub updates: Vec<UpdateRow>,
    /// Anything of it was not read: "Mark read" is offered.
    pub unread: bool,
}

impl Page for UpdatesPage {
    const TEMPLATE: &'static str = "pages/updates.html";

    fn title(&self) -> Title {
        Title::plain("title.updates")
    }
}
