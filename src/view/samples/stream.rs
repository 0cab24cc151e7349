//! The page that stays open.

use super::reading::{mixed_posts, post};
use super::texts::TEXT_B;
use super::{Desk, by, link, owned, thread_id};
use crate::view::engine::ViewError;
use crate::view::post::Cover;
use crate::view::stream::{self, Changed, StreamPage};

/// `/threads/8f3k…/stream`, whole and in the pieces that are sent.
pub(super) fn draw(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let posts: Vec<_> = mixed_posts(desk)?.into_iter().map(|row| row.fragment).collect();
    let (board, title) = (link("k7", "Erectile difficulties"), "After prostate surgery".to_owned());
    let mut page = StreamPage::new(thread_id(), board, title, 26, posts.clone());
    page.warnings = owned(&["medical-detail"]);
    desk.member("stream/whole", &page)?;
    desk.visitor("stream/empty", &StreamPage::new(page.id, page.board.clone(), page.title.clone(), 26, Vec::new()))?;
    let shell = desk.shell(true);
    let mut sent = stream::head(&page, desk.engine, &shell)?;
    sent.push_str(stream::HEARTBEAT);
    let late = post(37, by("early-lantern"), TEXT_B).render(desk.engine, desk.language, super::NOW, Cover::Open)?;
    sent.push_str(&stream::post(&late, desk.engine, desk.language, super::NOW)?);
    for changed in [Changed::Edited, Changed::Removed] {
        sent.push_str(&stream::note(27, changed, desk.engine, desk.language, super::NOW)?);
    }
    page.last = 37;
    sent.push_str(&stream::end(&page, desk.engine, &shell)?);
    desk.drawn.push(("stream/sent".to_owned(), sent));
    Ok(())
}
