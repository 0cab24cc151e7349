//! A board's page.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::board::{Board, ReadableBy};
use crate::domain::thread::Seeking;
use crate::forum::read::{self, Place, Sort};
use crate::identity::personal::Personal;
use crate::library;
use crate::markup;
use crate::view::board::{self as board_view, BoardPage, BoardWriting, MembersBoard, MembersOnlyPage, ThreadRow};
use crate::view::html::Html;
use crate::view::live::LiveTopic;
use crate::view::page::Page;
use crate::view::post::Cover;
use crate::view::public;
use crate::web::draw;
use crate::web::extract::Fields;
use crate::web::extract::query::Asked;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::place::{read_place, write_place};
use super::{present, shell};
use crate::library::translated::BoardWords;

/// Threads on a page.
const ROWS: u64 = 50;

/// `GET /boards/{board}`: a slug leads to the code, so that no topic word stays in the address.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(board): Path<String>,
    query: Asked,
) -> Result<Response, WebError> {
    let Some(board) = read::find_board(&app.ctx, &board).await? else { return hidden(&app, &viewer).await };
    if viewer.path.strip_prefix("/boards/").is_some_and(|rest| !rest.starts_with(board.code.as_str())) {
        return Ok(Redirect::to(&format!("/boards/{}", board.code)).into_response());
    }
    if !read::may_read(&board, viewer.reader()) {
        return for_members(&app, &viewer, &board).await;
    }
    let personal = viewer.personal(&app).await?;
    let sort = match query.get("sort") {
        "newest" => Sort::Newest,
        "unanswered" => Sort::Unanswered,
        _ => Sort::Active,
    };
    let seeking = Seeking::from_name(query.get("seeking"));
    let after = read_place(query.get("after")).map(Place::After);
    let before = read_place(query.get("before")).map(Place::Before);
    let place = after.or(before).unwrap_or(Place::Start);
    let found = read::board_page(&app.ctx, board, sort, seeking, place, ROWS).await?;
    let page = page(&app, &viewer, &personal, &query, found, sort, seeking);
    let mut shell = shell::of(&app, &viewer).await?;
    shell.board = Some(page.code.clone());
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &page)
}

/// The board of a code or slug, if this reader may read it.
pub(crate) async fn readable(app: &App, viewer: &Viewer, board: &str) -> Result<Option<Board>, WebError> {
    let board = read::find_board(&app.ctx, board).await?;
    Ok(board.filter(|board| read::may_read(board, viewer.reader())))
}

/// For visitors: what only members may read and what there is not look the same, and name nothing.
pub(crate) async fn hidden(app: &App, viewer: &Viewer) -> Result<Response, WebError> {
    if viewer.member.is_some() {
        return Err(WebError::not_found());
    }
    members_only(app, viewer, None).await
}

/// A board whose threads this visitor may not read. Which boards there are, and what for, is told to everyone (the
/// first page and `GET /boards` do); that its threads are hidden is the status.
async fn for_members(app: &App, viewer: &Viewer, board: &Board) -> Result<Response, WebError> {
    let words = &app.documents.of(viewer.language()).boards;
    let (name, purpose, guidelines) = (words.name(board), words.description(board), guidelines(words, board));
    members_only(app, viewer, Some(MembersBoard { name, purpose, guidelines })).await
}

async fn members_only(app: &App, viewer: &Viewer, board: Option<MembersBoard>) -> Result<Response, WebError> {
    let page = MembersOnlyPage { board, to: viewer.path.clone() };
    let html = page.render(&app.engine, &shell::of(app, viewer).await?)?;
    Ok(viewer.answer(app, draw::page(StatusCode::NOT_FOUND, html)))
}

fn page(
    app: &App,
    viewer: &Viewer,
    personal: &Personal,
    query: &Fields,
    found: read::BoardPage,
    sort: Sort,
    seeking: Option<Seeking>,
) -> BoardPage {
    let board = &found.board;
    let words = &app.documents.of(viewer.language()).boards;
    let show_all = query.get("hidden") == "show";
    let rows = |threads: &[read::PublicThread]| -> Vec<ThreadRow> {
        threads.iter().map(|thread| present::thread_row(thread, personal)).collect()
    };
    let (pinned, mut threads) = (rows(&found.pinned), rows(&found.threads));
    let hidden = threads.iter().filter(|row| row.cover == Cover::Hidden).count();
    if show_all {
        threads.iter_mut().filter(|row| row.cover == Cover::Hidden).for_each(|row| row.cover = Cover::Behind);
    } else {
        threads.retain(|row| row.cover != Cover::Hidden);
    }
    let address = |more: &str| address(board, sort, seeking, more);
    let writing = match (board.archived, viewer.member.is_some()) {
        (true, _) => BoardWriting::Archived,
        (false, false) => BoardWriting::SignedOut,
        (false, true) => BoardWriting::Open,
    };
    BoardPage {
        code: board.code.to_string(),
        name: words.name(board),
        purpose: words.description(board),
        guidelines: guidelines(words, board),
        members_only: board.readable_by == ReadableBy::Members,
        default_warnings: public::warnings(&board.default_warnings),
        slow_mode_s: u64::from(board.slow_mode_s),
        sort: sort_view(sort),
        seeking: seeking.map(|seeking| seeking.name().to_owned()),
        pinned,
        threads,
        hidden: if show_all { 0 } else { public::count(hidden) },
        show_hidden: (hidden > 0 && !show_all).then(|| address("hidden=show")),
        newer: found.previous.map(|place| address(&format!("before={}", write_place(place)))),
        older: found.next.map(|place| address(&format!("after={}", write_place(place)))),
        live: LiveTopic::board(board.code.as_str()),
        writing,
    }
}

/// The board's guidelines: its own text, rendered by the pipeline of posts.
fn guidelines(words: &BoardWords, board: &Board) -> Option<Html> {
    let text = words.guidelines(board);
    let text = text.trim();
    (!text.is_empty()).then(|| public::html(&markup::render(text, &*library::articles()).html))
}

fn sort_view(sort: Sort) -> board_view::Sort {
    match sort {
        Sort::Active => board_view::Sort::Active,
        Sort::Newest => board_view::Sort::Newest,
        Sort::Unanswered => board_view::Sort::Unanswered,
    }
}

fn address(board: &Board, sort: Sort, seeking: Option<Seeking>, more: &str) -> String {
    let sort = match sort {
        Sort::Active => "active",
        Sort::Newest => "newest",
        Sort::Unanswered => "unanswered",
    };
    let seeking = seeking.map(|s| format!("&seeking={}", s.name())).unwrap_or_default();
    format!("/boards/{}?sort={sort}{seeking}&{more}", board.code)
}
