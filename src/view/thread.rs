//! `/threads/{thread}`.

use serde::Serialize;

use crate::domain::ids::{PostId, ThreadId};
use crate::view::board::ThreadState;
use crate::view::composer::Composer;
use crate::view::documents::RuleRef;
use crate::view::form::FormState;
use crate::view::html::Html;
use crate::view::live::LiveTopic;
use crate::view::page::{BoardLink, Page, Title, shown};
use crate::view::post::Reactions;
use crate::view::when::Moment;
use crate::view::words::Sentence;

/// One page of a thread.
#[derive(Clone, Debug, Serialize)]
pub struct ThreadPage {
    /// The thread.
    #[serde(serialize_with = "shown")]
    pub id: ThreadId,
    /// Its board.
    pub board: BoardLink,
    /// Its title.
    pub title: String,
    /// `advice`, `listening`, `experiences`; `None` for the team's threads.
    pub seeking: Option<String>,
    /// Slugs of its warnings.
    pub warnings: Vec<String>,
    /// Open, locked or closed.
    pub state: ThreadState,
    /// The page shown, from 1.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// The posts of this page, in order of position.
    pub posts: Vec<PostRow>,
    /// Posts of this reader in this thread that nobody else sees yet; on the last page.
    pub pending: Vec<PendingPost>,
    /// How many posts of this page stand behind a warning; "Show all in this thread" is offered when it is not 0.
    pub covered: u32,
    /// All warnings of this thread were opened by the reader (`POST /threads/{id}/show-all`): the page says how to
    /// close them again.
    pub all_shown: bool,
    /// Whether this reader follows the thread, and what they have not read; `None` for visitors and while the thread is
    /// not public.
    pub following: Option<Following>,
    /// What this reader may change about the thread; `None` unless they started it.
    pub own: Option<OwnThread>,
    /// What its script may hear; `None` while the thread is not public.
    pub live: Option<LiveTopic>,
    /// The end of the page: the composer, or why there is none.
    pub end: ThreadEnd,
}

/// A thread to a member who follows it, or may.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Following {
    /// It is followed: POST `/threads/{id}/unfollow` ends it, `…/unread` with the field `from` sets the mark back.
    /// Otherwise POST `/threads/{id}/follow` begins it.
    pub follows: bool,
    /// Posts that were not read before this page was opened.
    pub news: u32,
    /// Where the first of them stands, as one of our own paths; `None` when there is none.
    pub first_unread: Option<String>,
}

/// A post of the page: what all readers share, and what is this reader's alone.
#[derive(Clone, Debug, Serialize)]
pub struct PostRow {
    /// The post.
    #[serde(serialize_with = "shown")]
    pub id: PostId,
    /// Its position.
    pub position: u32,
    /// The shared fragment, from [`crate::view::post::PostPart::render`].
    pub fragment: Html,
    /// The reader follows the thread and had not read this post before.
    pub unread: bool,
    /// Set when it is this reader's own post.
    pub own: Option<OwnPost>,
    /// Slugs of the reactions that this reader gave.
    pub reacted: Vec<String>,
}

/// What a writer sees beside an own post.
#[derive(Clone, Debug, Serialize)]
pub struct OwnPost {
    /// Published, or what became of it.
    pub state: OwnState,
    /// Body or warnings may be changed.
    pub may_edit: bool,
    /// It may be deleted.
    pub may_delete: bool,
    /// Their text, where the shared fragment does not show it.
    pub text: Option<Html>,
    /// The reactions it got (the buttons are hidden beside an own post).
    pub received: Reactions,
}

/// The state of an own post as its writer is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum OwnState {
    /// Readable by others.
    Published,
    /// Readable, and a change of it waits for a moderator.
    ChangeHeld,
    /// Closed after reports.
    Folded,
    /// The team asked for a change.
    Asked {
        /// The rule.
        rule: RuleRef,
    },
    /// The team removed it.
    Removed {
        /// The rule.
        rule: RuleRef,
    },
    /// Deleted by its writer.
    Deleted,
}

/// An own post that has no position yet.
#[derive(Clone, Debug, Serialize)]
pub struct PendingPost {
    /// The post.
    #[serde(serialize_with = "shown")]
    pub id: PostId,
    /// Why it is not public yet.
    pub state: PendingState,
    /// Its text.
    pub body: Html,
    /// Slugs of its warnings.
    pub warnings: Vec<String>,
    /// When it was written.
    pub at: Moment,
    /// Its receipt code, when this page may print it.
    pub receipt: Option<String>,
}

/// Why an own post is not public yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PendingState {
    /// A moderator looks first, usually within so many hours.
    Held {
        /// Hours.
        hours: u32,
    },
    /// It appears by itself: within 20 minutes.
    Soon,
    /// It appears by itself: within 12 hours.
    Today,
    /// It was to appear by itself and was refused at its moment; the sentence says why.
    Refused {
        /// Why, and what to do.
        text: Sentence,
    },
}

/// What the starter of a thread may change.
#[derive(Clone, Debug, Serialize)]
pub struct OwnThread {
    /// The title may still be changed (24 h): POST `/threads/{id}/title`, field `title`.
    pub retitle: Option<FormState<String>>,
    /// It may be closed: POST `/threads/{id}/close`.
    pub may_close: bool,
}

/// What stands after the last post.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ThreadEnd {
    /// The composer.
    Reply(Box<Composer>),
    /// Join or come back first.
    SignedOut,
    /// Locked by the team.
    Locked,
    /// Closed by its starter or by time.
    Closed,
    /// The board is archived.
    Archived,
    /// A retired name of this reader spoke here: they only read.
    OnlyRead,
    /// A restriction binds this reader; the sentence says so.
    Restricted {
        /// What it says.
        text: Sentence,
    },
    /// Slow mode or a gap: the reader may write again after so many seconds. The composer stays away, so that
    /// nobody types in vain.
    Wait {
        /// Seconds.
        seconds: u64,
    },
}

/// What the tab says of a thread.
pub(super) fn title_of(id: ThreadId, title: &str) -> Title {
    let code: String = id.to_string().chars().take(4).collect();
    Title::with_full(Sentence::new("title.thread").with("code", code), title)
}

impl Page for ThreadPage {
    const TEMPLATE: &'static str = "pages/thread.html";

    fn title(&self) -> Title {
        title_of(self.id, &self.title)
    }

    fn has_error(&self) -> bool {
        matches!(&self.end, ThreadEnd::Reply(composer) if !composer.form.errors.is_empty())
    }
}
