//! `/boards/{code}/new`, and the pages on which a reply or a thread comes back: with errors, or as a preview.

use serde::Serialize;

use crate::view::composer::{Composer, Preview, Writing};
use crate::view::page::{BoardLink, Page, Title};
use crate::view::words::Sentence;

/// A page that is all composer: a new thread, a reply that came back (422, 429, preview), a change of an own post, a
/// draft taken up again.
#[derive(Clone, Debug, Serialize)]
pub struct WritePage {
    /// The board.
    pub board: BoardLink,
    /// The thread's title, for replies and changes.
    pub thread_title: Option<String>,
    /// Where "Back" leads: the board or the thread's page.
    pub back: String,
    /// The rendered text above the form, after Preview.
    pub preview: Option<Preview>,
    /// The form.
    pub composer: Composer,
}

impl Page for WritePage {
    const TEMPLATE: &'static str = "pages/write.html";

    fn title(&self) -> Title {
        let key = match (&self.preview, &self.composer.writing) {
            (Some(_), _) => "title.preview",
            (None, Writing::Thread) => "title.new_thread",
            (None, Writing::Reply { .. }) => "title.reply",
            (None, Writing::Edit { .. }) => "title.edit",
        };
        Title { neutral: Sentence::new(key), full: None }
    }

    fn has_error(&self) -> bool {
        !self.composer.form.errors.is_empty()
    }
}
