//! What the forum answers, as the pages' contexts take it.

use crate::domain::thread::ThreadState;
use crate::forum::read::PublicThread;
use crate::identity::personal::Personal;
use crate::view::board::{self as board_view, ThreadRow};
use crate::view::public::{author, count, thread_cover, warnings};
use crate::view::when::Moment;

/// A thread in a list.
pub(crate) fn thread_row(shown: &PublicThread, personal: &Personal) -> ThreadRow {
    let thread = &shown.thread;
    let news = personal.follows.mark(thread.id).map_or(0, |mark| thread.last_position.saturating_sub(mark.read));
    ThreadRow {
        id: thread.id,
        title: thread.title.clone(),
        warnings: warnings(&thread.warnings),
        cover: thread_cover(&personal.settings, &personal.mutes, shown),
        author: author(&shown.author),
        at: Moment(thread.last_activity),
        replies: count(thread.replies),
        seeking: thread.seeking.map(|seeking| seeking.name().to_owned()),
        state: state(shown.state),
        pinned: thread.pinned,
        news: count(news.max(0)),
    }
}

/// A thread's state.
pub(crate) fn state(state: ThreadState) -> board_view::ThreadState {
    match state {
        ThreadState::Open => board_view::ThreadState::Open,
        ThreadState::Locked => board_view::ThreadState::Locked,
        ThreadState::Closed => board_view::ThreadState::Closed,
    }
}
