//! What became of something written: the page after a post that is not public yet, and `/receipts/{code}`.

use serde::Serialize;

use crate::view::documents::RuleRef;
use crate::view::html::Html;
use crate::view::page::{Page, Title};
use crate::view::support::HelpPanel;
use crate::view::thread::PendingState;
use crate::view::words::Sentence;

/// After a post that was held or waits: what happens next, and the receipt, printed once.
#[derive(Clone, Debug, Serialize)]
pub struct AfterPage {
    /// Held, soon or today.
    pub state: PendingState,
    /// Nothing new was posted: it is a change of a public post that waits.
    pub change: bool,
    /// The receipt code; opens `/receipts/{code}` without signing in.
    pub receipt: String,
    /// The text as it will look.
    pub body: Html,
    /// Where to go on: the thread, or the board when the thread itself waits.
    pub back: String,
    /// `back` is a board.
    pub back_to_board: bool,
    /// Readers see it already: the page stands here to offer help.
    pub published: bool,
    /// Help is offered.
    pub help: Option<HelpPanel>,
}

impl Page for AfterPage {
    const TEMPLATE: &'static str = "pages/after.html";

    fn title(&self) -> Title {
        Title::plain("title.after")
    }
}

/// What a receipt tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ReceiptState {
    /// A moderator looks first.
    Held {
        /// The usual wait in hours.
        hours: u32,
    },
    /// It appears by itself.
    Waiting,
    /// It was to appear by itself and was refused.
    Refused {
        /// Why, and what to do.
        text: Sentence,
    },
    /// Everyone who may read the board sees it.
    Published {
        /// Its place: `/threads/8f3k…?page=2#post-26`.
        path: String,
    },
    /// The team asked its writer to change it.
    Asked {
        /// The rule.
        rule: RuleRef,
    },
    /// The team did not let it through, or removed it.
    Removed {
        /// The rule.
        rule: RuleRef,
    },
    /// Its writer took it back.
    Deleted,
}

/// `/receipts/{code}`: opens without signing in, shows no text and no name.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiptPage {
    /// The code.
    pub code: String,
    /// What became of it.
    pub state: ReceiptState,
}

impl Page for ReceiptPage {
    const TEMPLATE: &'static str = "pages/receipt.html";

    fn title(&self) -> Title {
        Title::plain("title.receipt")
    }
}
