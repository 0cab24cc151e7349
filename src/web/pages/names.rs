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
use crate::view::page::Shell;
use crate::view::words::Sentence;
use crate::web::carry;
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::Fields;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::own_path::own_path;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::{carried, present, shell};

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
    let in_use =
        |name: &OwnName| name.thread.is_none() && name.standing != Standing::Retired && name.board == board.code;
    Ok(mine.into_iter().find(in_use))
}

/// A face as its holder sees it.
pub(super) fn face(handle: &str, id: &PersonaId) -> Face {
    Face::new(handle, id)
}

/// A name that its holder may give up.
struct Retiring {
    name: OwnName,
    board: Board,
    /// The page's own path, to which its form goes.
    path: String,
}

/// The name in use on a board, or not found.
async fn on_board(app: &App, viewer: &Viewer, board: &str) -> Result<Retiring, WebError> {
    let member = viewer.member()?;
    let board = read::find_board(&app.ctx, board).await?.ok_or_else(WebError::not_found)?;
    let name = own_name(app, &member, &board).await?.ok_or_else(WebError::not_found)?;
    let path = format!("/boards/{}/name/retire", board.code.as_str());
    Ok(Retiring { name, board, path })
}

/// Any name of this member by its id, given up or not; not found when it is nobody's or somebody else's.
async fn one_of_mine(app: &App, viewer: &Viewer, persona: &str) -> Result<OwnName, WebError> {
    let member = viewer.member()?;
    let id: PersonaId = persona.parse().map_err(|_| WebError::not_found())?;
    let (_, mine) = names::mine(&app.ctx, &member).await?;
    mine.into_iter().find(|name| name.id == id).ok_or_else(WebError::not_found)
}

/// Any name in use, one-off ones too.
async fn any(app: &App, viewer: &Viewer, persona: &str) -> Result<Retiring, WebError> {
    let name = one_of_mine(app, viewer, persona).await?;
    if name.standing == Standing::Retired {
        return Err(WebError::not_found());
    }
    let board = read::find_board(&app.ctx, name.board.as_str()).await?.ok_or_else(WebError::not_found)?;
    let path = format!("/me/names/{}/retire", name.id);
    Ok(Retiring { name, board, path })
}

/// GET `/boards/{board}/name/retire`.
pub(crate) async fn ask_retire(
    State(app): State<App>,
    viewer: Viewer,
    Path(board): Path<String>,
) -> Result<Response, WebError> {
    let asked = on_board(&app, &viewer, &board).await?;
    draw(&app, &viewer, asked, FormState::default()).await
}

/// GET `/me/names/{persona}/retire`.
pub(crate) async fn ask_retire_one(
    State(app): State<App>,
    viewer: Viewer,
    Path(persona): Path<String>,
) -> Result<Response, WebError> {
    let asked = any(&app, &viewer, &persona).await?;
    draw(&app, &viewer, asked, FormState::default()).await
}

/// POST `/boards/{board}/name/retire`. A name that was retired by the first of two presses is retired.
pub(crate) async fn retire(
    State(app): State<App>,
    viewer: Viewer,
    Path(board): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    viewer.member()?;
    let Some(posts) = chosen(&typed) else {
        let asked = on_board(&app, &viewer, &board).await?;
        return draw(&app, &viewer, asked, unchosen()).await;
    };
    read::find_board(&app.ctx, &board).await?.ok_or_else(WebError::not_found)?;
    give_up(&app, &viewer, Which::OnBoard(board), posts).await
}

/// POST `/me/names/{persona}/retire`, as for the name of a board.
pub(crate) async fn retire_one(
    State(app): State<App>,
    viewer: Viewer,
    Path(persona): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let name = one_of_mine(&app, &viewer, &persona).await?;
    let Some(posts) = chosen(&typed) else {
        let asked = any(&app, &viewer, &persona).await?;
        return draw(&app, &viewer, asked, unchosen()).await;
    };
    give_up(&app, &viewer, Which::Persona(name.id), posts).await
}

/// What becomes of the posts; `None` when nothing of the two was chosen.
fn chosen(typed: &Fields) -> Option<Posts> {
    match typed.get("posts") {
        "keep" => Some(Posts::Depart),
        "remove" => Some(Posts::Remove),
        _ => None,
    }
}

fn unchosen() -> FormState<String> {
    FormState::default().with_error("posts", Sentence::new("error.field.retire_posts"))
}

async fn give_up(app: &App, viewer: &Viewer, which: Which, posts: Posts) -> Result<Response, WebError> {
    match retiring::retire(&app.ctx, viewer.member()?, which, posts).await {
        Ok(()) | Err(Refusal::NotFound) => Ok(viewer.answer(app, see_other(&Did::NameRetired.on(NAMES)))),
        Err(refusal) => Err(WebError::from_refusal(refusal, app.ctx.now())),
    }
}

async fn draw(app: &App, viewer: &Viewer, asked: Retiring, form: FormState<String>) -> Result<Response, WebError> {
    let Retiring { name, board, path } = asked;
    let status = if form.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = Shell { path: path.clone(), ..shell::of(app, viewer).await? };
    let shown = RetirePage {
        action: path,
        one_off: name.thread.is_some(),
        face: face(&name.handle, &name.id),
        board: present::link(app, viewer.language(), &board),
        posts: u32::try_from(name.posts).unwrap_or(u32::MAX),
        form,
    };
    shell::answer(app, viewer, &shell, status, &shown)
}
