//! Names on boards: another one before the first post, and giving one up.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::board::Board;
use crate::domain::ids::PersonaId;
use crate::forum::names::{self, OwnName, Standing};
use crate::forum::read;
use crate::forum::refusal::Refusal;
use crate::forum::retire::{self as retiring, Posts, Which};
use crate::identity::member::Member;
use crate::view::face::Face;
use crate::view::form::FormState;
use crate::view::me::RetirePage;
use crate::view::page::{BoardLink, Shell};
use crate::view::words::Sentence;
use crate::web::carry;
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::own_path::own_path;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::{carried, shell};

const NAMES: &str = "/me?open=names";

/// POST `/boards/{board}/name/reroll`, from "Me" and from composers. A text that was being written comes back.
pub(crate) async fn reroll(
    State(app): State<App>,
    viewer: Viewer,
    Path(board): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let did = match names::reroll(&app.ctx, member, &board).await {
        Ok(_) => Did::NameDrawn,
        Err(Refusal::NameFixed) => settled(&app, &viewer, &board).await?,
        Err(Refusal::Restricted { .. }) => Did::NameKept,
        Err(refusal) => return Err(WebError::from_refusal(refusal, app.ctx.now())),
    };
    if let Some(carried) = carried::of_composer(&board, &typed) {
        return Ok(viewer.answer(&app, carry::give_back(&app, &viewer, &carried).await?));
    }
    let to = own_path(typed.get("to")).unwrap_or_else(|| NAMES.to_owned());
    Ok(viewer.answer(&app, see_other(&did.on(&to))))
}

/// Why no other name is drawn: the first post is written, or all names were seen.
async fn settled(app: &App, viewer: &Viewer, board: &str) -> Result<Did, WebError> {
    let found = read::find_board(&app.ctx, board).await?.ok_or_else(WebError::not_found)?;
    let name = own_name(app, &*viewer.member()?, &found).await?;
    Ok(if name.is_some_and(|name| name.posts == 0) { Did::NamesSeen } else { Did::NameSettled })
}

/// The name in use on a board; `None` when there is none yet.
async fn own_name(app: &App, member: &Member, board: &Board) -> Result<Option<OwnName>, WebError> {
    let (_, mine) = names::mine(&app.ctx, member).await?;
    let in_use = |name: &OwnName| !name.one_off && name.standing != Standing::Retired && name.board == board.code;
    Ok(mine.into_iter().find(in_use))
}

/// A face as its holder sees it.
pub(super) fn face(handle: &str, id: &PersonaId) -> Face {
    Face::new(handle, id)
}

/// A board as a link.
pub(super) fn link(board: &Board) -> BoardLink {
    BoardLink { code: board.code.as_str().to_owned(), name: board.name.clone() }
}

/// GET `/boards/{board}/name/retire`.
pub(crate) async fn ask_retire(
    State(app): State<App>,
    viewer: Viewer,
    Path(board): Path<String>,
) -> Result<Response, WebError> {
    draw(&app, &viewer, &board, FormState::default()).await
}

/// POST `/boards/{board}/name/retire`. A name that was retired by the first of two presses is retired.
pub(crate) async fn retire(
    State(app): State<App>,
    viewer: Viewer,
    Path(board): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let posts = match typed.get("posts") {
        "keep" => Posts::Depart,
        "remove" => Posts::Remove,
        _ => {
            let form = FormState::default().with_error("posts", Sentence::new("error.field.retire_posts"));
            return draw(&app, &viewer, &board, form).await;
        }
    };
    read::find_board(&app.ctx, &board).await?.ok_or_else(WebError::not_found)?;
    match retiring::retire(&app.ctx, member, Which::OnBoard(board), posts).await {
        Ok(()) | Err(Refusal::NotFound) => Ok(viewer.answer(&app, see_other(&Did::NameRetired.on(NAMES)))),
        Err(refusal) => Err(WebError::from_refusal(refusal, app.ctx.now())),
    }
}

async fn draw(app: &App, viewer: &Viewer, board: &str, form: FormState<String>) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let board = read::find_board(&app.ctx, board).await?.ok_or_else(WebError::not_found)?;
    let name = own_name(app, &member, &board).await?.ok_or_else(WebError::not_found)?;
    let status = if form.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let path = format!("/boards/{}/name/retire", board.code.as_str());
    let shell = Shell { path, ..shell::of(app, viewer).await? };
    let shown = RetirePage {
        face: face(&name.handle, &name.id),
        board: link(&board),
        posts: u32::try_from(name.posts).unwrap_or(u32::MAX),
        form,
    };
    shell::answer(app, viewer, &shell, status, &shown)
}
