//! How far a follower read: noted in their cookie when a page is shown, written once a day.

use std::sync::Arc;

use crate::forum::read::ThreadPage;
use crate::identity::follows::{self, Mark};
use crate::identity::marks::{Marks, Noted};
use crate::identity::personal::Personal;
use crate::view::public;
use crate::view::thread::Following;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::thread::address_of;

/// What a thread's page says to a member of following it.
pub(super) fn following(found: &ThreadPage, mark: Option<Mark>) -> Following {
    let Some(mark) = mark else { return Following::default() };
    let news = found.thread.last_position.saturating_sub(mark.read).max(0);
    Following {
        follows: true,
        news: public::count(news),
        first_unread: (news > 0).then(|| address_of(found.thread.id, mark.read + 1)),
    }
}

/// Notes what the page shows of a followed thread, and answers what is the reader's own with it. Posts count as read on
/// pages that were opened alone: a page behind an unread one moves no mark.
pub(super) async fn note(app: &App, viewer: &Viewer, personal: Arc<Personal>, found: &ThreadPage) -> Arc<Personal> {
    let thread = found.thread.id;
    let (Some(mark), Some(member)) = (personal.follows.mark(thread), viewer.reader()) else { return personal };
    let position = |post: Option<&crate::forum::read::PublicPost>| post.and_then(|shown| shown.post.position);
    let (first, last) = (position(found.posts.first()), position(found.posts.last()));
    let read = last.filter(|last| *last > mark.read && first.is_some_and(|first| first <= mark.read + 1));
    let Some(read) = read else { return personal };
    let today = app.ctx.now().day();
    let mut marks = viewer.marks().clone();
    // What another day noted is written with the first page of this one. If that fails, it travels on.
    if marks.is_due(today) && follows::save(&app.ctx, member, &marks).await.is_ok() {
        marks = Marks::default();
    }
    marks.note(today, Noted { thread, read, generation: mark.generation });
    viewer.set_marks(app, &marks);
    let follows = personal.follows.clone().merged(&marks);
    Arc::new(Personal { follows, ..(*personal).clone() })
}
