//! The first page.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::board::ReadableBy;
use crate::forum::read;
use crate::view::home::{BoardCard, HomePage, WaitingThread};
use crate::view::post::Cover;
use crate::view::public;
use crate::view::when::Moment;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::shell;

/// `GET /`.
pub(crate) async fn show(State(app): State<App>, viewer: Viewer) -> Result<Response, WebError> {
    let boards = read::boards(&app.ctx).await?;
    let today = read::new_today(&app.ctx).await?;
    let waiting = read::waiting_for_a_reply(&app.ctx, &boards, viewer.reader()).await?;
    let personal = viewer.personal(&app).await?;
    let words = &app.documents.of(viewer.language()).boards;
    let cards = boards.iter().filter(|board| !board.archived).map(|board| BoardCard {
        code: board.code.to_string(),
        name: words.name(board),
        purpose: words.description(board),
        new_today: today.iter().find(|(code, _)| *code == board.code).map_or(0, |(_, n)| public::count(*n)),
        members_only: board.readable_by == ReadableBy::Members,
        warnings_on: !board.default_warnings.is_empty(),
    });
    let waiting = waiting.into_iter().map(|shown| WaitingThread {
        id: shown.thread.id,
        title: shown.thread.title.clone(),
        warnings: public::warnings(&shown.thread.warnings),
        cover: public::thread_cover(&personal.settings, &personal.mutes, &shown),
        board: boards.iter().find(|b| b.code == shown.thread.board).map(|b| words.name(b)).unwrap_or_default(),
        at: Moment(shown.thread.created),
    });
    let page = HomePage {
        boards: cards.collect(),
        waiting: waiting.filter(|thread| thread.cover != Cover::Hidden).collect(),
        first_visit: !viewer.preferences.notice_closed,
        signed_in: viewer.member.is_some(),
    };
    shell::answer(&app, &viewer, &shell::of(&app, &viewer).await?, StatusCode::OK, &page)
}
