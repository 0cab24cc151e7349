//! `/drafts`.

use serde::Serialize;

use crate::view::page::{Page, Title};
use crate::view::when::Moment;

/// One kept text.
#[derive(Clone, Debug, Serialize)]
pub struct DraftRow {
    /// Its id: `/drafts/{id}` opens it in its form, `/drafts/{id}/discard` asks before discarding it.
    pub id: String,
    /// Its first words, cut by the caller.
    pub opening: String,
    /// The board's name.
    pub board: String,
    /// The thread's title, for replies.
    pub thread: Option<String>,
    /// The last day on which it is kept.
    pub kept_until: Moment,
}

/// The list of kept texts.
#[derive(Clone, Debug, Serialize)]
pub struct DraftsPage {
    /// Newest first.
    pub drafts: Vec<DraftRow>,
}

impl Page for DraftsPage {
    const TEMPLATE: &'static str = "pages/drafts.html";

    fn title(&self) -> Title {
        Title::plain("title.drafts")
    }
}

/// GET `/drafts/{id}/discard`: asks first. POST there discards.
#[derive(Clone, Debug, Serialize)]
pub struct DiscardPage {
    /// The draft.
    pub id: String,
    /// Its text, as typed.
    pub body: String,
}

impl Page for DiscardPage {
    const TEMPLATE: &'static str = "pages/discard.html";

    fn title(&self) -> Title {
        Title::plain("title.drafts")
    }
}
