//! `/posts/{post}/delete`. (Changing a post is [`crate::view::write::WritePage`].)

use serde::Serialize;

use crate::domain::ids::PostId;
use crate::view::html::Html;
use crate::view::page::{Page, Title, shown};

/// Asks before an own post is deleted: POST `/posts/{post}/delete`.
#[derive(Clone, Debug, Serialize)]
pub struct DeletePage {
    /// The post.
    #[serde(serialize_with = "shown")]
    pub post: PostId,
    /// Its text.
    pub body: Html,
    /// In how many replies it is quoted.
    pub quoted: u32,
    /// It is the first post: the thread stays, with a line in its place.
    pub first: bool,
    /// Nobody else has seen it yet (held or waiting): it goes without a trace.
    pub pending: bool,
    /// Where "Keep it" leads.
    pub back: String,
}

impl Page for DeletePage {
    const TEMPLATE: &'static str = "pages/delete.html";

    fn title(&self) -> Title {
        Title::plain("title.delete")
    }
}
