//! What the forum answers, as the pages' contexts take it.

use crate::domain::board::Board;
use crate::domain::language::Language;
use crate::domain::thread::ThreadState;
use crate::forum::read::PublicThread;
use crate::identity::personal::Personal;
use crate::view::board::{self as board_view, ThreadRow};
use crate::view::page::BoardLink;
use crate::view::public::{author, count, thread_cover, warnings};
use crate::view::when::Moment;
use crate::web::state::App;

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

/// A board as a link shows it, in this language.
pub(crate) fn link(app: &App, language: Language, board: &Board) -> BoardLink {
    BoardLink { code: board.code.as_str().to_owned(), name: app.documents.of(language).boards.name(board) }
}

/// A thread's state.
pub(crate) fn state(state: ThreadState) -> board_view::ThreadState {
    match state {
        ThreadState::Open => board_view::ThreadState::Open,
        ThreadState::Locked => board_view::ThreadState::Locked,
        ThreadState::Closed => board_view::ThreadState::Closed,
    }
}
