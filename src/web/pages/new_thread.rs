//! Starting a thread: the form, sending and preview.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::board::Board;
use crate::forum::refusal::Refusal;
use crate::forum::start::{self, NewThread};
use crate::forum::text::{self, TextError};
use crate::identity::tags::OnceKey;
use crate::moderation::crisis;
use crate::view::composer::Writing;
use crate::view::form::FieldError;
use crate::view::write::WritePage;
use crate::web::carry;
use crate::web::draw::retry_after_s;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::compose::{self, Fields, For, keep};
use super::reply::{Looked, after, first_look, rendered};
use super::{board, present, shell};

/// `GET /boards/{board}/new`.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    let Some(board) = board::readable(&app, &viewer, &code).await? else { return board::hidden(&app, &viewer).await };
    if viewer.member.is_none() {
        return Ok(crate::web::draw::see_other(&format!("/join?to=/boards/{}/new", board.code)));
    }
    let mut fields = Fields::default();
    fields.draft.warnings = board.default_warnings.names().map(str::to_owned).collect();
    let page = write_page(&app, &viewer, &board, fields, Vec::new()).await?;
    let mut shell = shell::of(&app, &viewer).await?;
    shell.board = Some(board.code.to_string());
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &page)
}

/// `POST /boards/{board}/new`.
pub(crate) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let Some(member) = viewer.member.clone() else {
        return carry::signed_out(&app, &viewer, &format!("/boards/{code}/new"), typed.0).await;
    };
    let Some(board) = board::readable(&app, &viewer, &code).await? else { return board::hidden(&app, &viewer).await };
    let fields = Fields::read(&typed);
    match parse(&fields).await {
        Err(errors) => {
            let errors = compose::text_errors(&errors);
            again(&app, &viewer, &board, fields, errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Ok((once, new)) => {
            if let Some(looked) = first_look(&app, &fields, &new.body) {
                return preview_page(&app, &viewer, &board, fields, looked).await;
            }
            let crisis = new.body.crisis.max(crisis::judge(&new.title));
            let help = crisis.is_some() && !fields.help_hidden;
            match start::start(&app.ctx, member, board.code.as_str(), once, new).await {
                Ok(written) => Ok(viewer.answer(&app, after(&written, help))),
                Err(refusal) => refused(&app, &viewer, &board, fields, refusal).await,
            }
        }
    }
}

/// Everything that was typed, or everything that does not fit.
async fn parse(fields: &Fields) -> Result<(OnceKey, NewThread), Vec<TextError>> {
    let mut errors = Vec::new();
    let title = keep(text::title(&fields.draft.title), &mut errors);
    let body = keep(text::body(&fields.draft.body).await, &mut errors);
    let seeking = fields.seeking(&mut errors);
    let choices = fields.choices(&mut errors);
    match (title, body, seeking, choices) {
        (Some(title), Some(body), Some(seeking), Some((warnings, publish, once))) => {
            let one_off = fields.draft.one_off;
            Ok((once, NewThread { title, body, seeking, warnings, one_off, publish }))
        }
        _ => Err(errors),
    }
}

async fn refused(
    app: &App,
    viewer: &Viewer,
    board: &Board,
    mut fields: Fields,
    refusal: Refusal,
) -> Result<Response, WebError> {
    if matches!(refusal, Refusal::KeyReused) {
        fields.once = OnceKey::draw_text(app.ctx.entropy.as_ref());
    }
    let error = WebError::from_refusal(refusal, app.ctx.now());
    if error.status.is_server_error() {
        return Err(error);
    }
    let errors = compose::form_errors(&error);
    let mut response = again(app, viewer, board, fields, errors, error.status).await?;
    crate::web::draw::retry_after(&mut response, &error);
    Ok(response)
}

async fn again(
    app: &App,
    viewer: &Viewer,
    board: &Board,
    fields: Fields,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Result<Response, WebError> {
    let page = write_page(app, viewer, board, fields, errors).await?;
    shell::answer(app, viewer, &shell::of(app, viewer).await?, status, &page)
}

/// `POST /boards/{board}/new/preview`.
pub(crate) async fn preview(
    State(app): State<App>,
    viewer: Viewer,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    if viewer.member.is_none() {
        return carry::signed_out(&app, &viewer, &format!("/boards/{code}/new"), typed.0).await;
    }
    let Some(board) = board::readable(&app, &viewer, &code).await? else { return board::hidden(&app, &viewer).await };
    let fields = Fields::read(&typed);
    let looked = rendered(&app, &viewer, &fields).await;
    preview_page(&app, &viewer, &board, fields, looked).await
}

async fn preview_page(
    app: &App,
    viewer: &Viewer,
    board: &Board,
    fields: Fields,
    mut looked: Looked,
) -> Result<Response, WebError> {
    let errors = std::mem::take(&mut looked.errors);
    let mut page = write_page(app, viewer, board, fields, errors).await?;
    let (status, wait_s) = (looked.status, looked.wait_s);
    looked.put(app, viewer, &mut page, &format!("/boards/{}/new/preview", board.code));
    let response = shell::answer(app, viewer, &shell::of(app, viewer).await?, status, &page)?;
    Ok(retry_after_s(response, wait_s))
}

/// The form for a new thread with these values.
pub(crate) async fn write_page(
    app: &App,
    viewer: &Viewer,
    board: &Board,
    fields: Fields,
    errors: Vec<FieldError>,
) -> Result<WritePage, WebError> {
    let member = viewer.member()?;
    let purpose = For {
        board,
        writing: Writing::Thread,
        name: compose::name_here(app, &member, board).await?,
        one_off: board.one_off,
    };
    Ok(WritePage {
        board: present::link(app, viewer.language(), board),
        thread_title: None,
        back: format!("/boards/{}", board.code),
        preview: None,
        composer: compose::composer(app, purpose, fields, errors),
    })
}
