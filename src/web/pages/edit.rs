//! Changing and deleting one's own post.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::ids::PostId;
use crate::forum::edit::{self, Edit, Edited};
use crate::forum::read::{self, PublicPost};
use crate::forum::{remove, text};
use crate::view::composer::{NameHere, Writing};
use crate::view::edit::DeletePage;
use crate::view::form::FieldError;
use crate::view::public;
use crate::view::write::WritePage;
use crate::web::did::Did;
use crate::web::draw::{retry_after_s, see_other};
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::compose::{self, Fields, For};
use super::reply::{Looked, first_look, rendered};
use super::{present, shell, thread};
use crate::domain::language::Language;

/// One's own post and where it stands.
struct Own {
    shown: PublicPost,
    thread: crate::domain::thread::Thread,
    board: crate::domain::board::Board,
}

async fn own(app: &App, viewer: &Viewer, id: &str) -> Result<Own, WebError> {
    let member = viewer.member()?;
    let id: PostId = id.parse().map_err(|_| WebError::not_found())?;
    let found = read::find_post(&app.ctx, Some(&member), id).await?;
    let (shown, thread, board) = found.filter(|(shown, _, _)| shown.mine).ok_or_else(WebError::not_found)?;
    Ok(Own { shown, thread, board })
}

/// Where a writer goes back to.
fn back(own: &Own) -> String {
    match own.shown.post.position {
        Some(position) => thread::address_of(own.thread.id, position),
        None => format!("/threads/{}#pending-{}", own.thread.id, own.shown.post.id),
    }
}

/// `GET /posts/{post}/edit`.
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Result<Response, WebError> {
    let own = own(&app, &viewer, &id).await?;
    let post = &own.shown.post;
    let mut fields = Fields::default();
    fields.draft.body = post.pending_body.clone().unwrap_or_else(|| post.body.clone());
    fields.draft.warnings = public::warnings(&post.warnings);
    let page = write_page(&app, viewer.language(), &own, fields, Vec::new());
    shell::answer(&app, &viewer, &shell::of(&app, &viewer).await?, StatusCode::OK, &page)
}

fn write_page(app: &App, language: Language, own: &Own, fields: Fields, errors: Vec<FieldError>) -> WritePage {
    let body = own.shown.post.editable_at(app.ctx.now());
    let purpose = For {
        board: &own.board,
        writing: Writing::Edit { post: own.shown.post.id.to_string(), body },
        name: NameHere::Nobody,
        one_off: false,
    };
    WritePage {
        board: present::link(app, language, &own.board),
        thread_title: Some(own.thread.title.clone()),
        back: back(own),
        preview: None,
        composer: compose::composer(app, purpose, fields, errors),
    }
}

/// The form with a text that was typed before.
pub(crate) async fn with(app: &App, viewer: &Viewer, id: &str, fields: Fields) -> Result<WritePage, WebError> {
    Ok(write_page(app, viewer.language(), &own(app, viewer, id).await?, fields, Vec::new()))
}

/// `POST /posts/{post}/edit`.
pub(crate) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let own = own(&app, &viewer, &id).await?;
    let fields = Fields::read(&typed);
    let mut errors = Vec::new();
    let names = fields.draft.warnings.iter().map(String::as_str);
    let warnings = compose::keep(text::warnings(names), &mut errors);
    // Without a body field the form changed the warnings alone (the time for the text is over).
    let body = match typed.has("body") {
        true => compose::keep(text::body(typed.get("body")).await, &mut errors),
        false => None,
    };
    if !errors.is_empty() {
        let page = write_page(&app, viewer.language(), &own, fields, compose::text_errors(&errors));
        let shell = shell::of(&app, &viewer).await?;
        return shell::answer(&app, &viewer, &shell, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    if let Some(looked) = body.as_ref().and_then(|body| first_look(&app, &fields, body)) {
        return preview_page(&app, &viewer, &own, fields, looked).await;
    }
    let help = body.as_ref().is_some_and(|body| body.crisis.is_some()) && !fields.help_hidden;
    let back = back(&own);
    match edit::edit(&app.ctx, viewer.member()?, own.shown.post.id, Edit { body, warnings }).await {
        Ok((post, _)) if help => Ok(viewer.answer(&app, see_other(&format!("/posts/{}/sent", post.id)))),
        Ok((post, Edited::Held)) => Ok(viewer.answer(&app, see_other(&format!("/posts/{}/sent", post.id)))),
        Ok((_, Edited::Shown | Edited::NotYetPublished)) => {
            Ok(viewer.answer(&app, see_other(&Did::ChangeSaved.on(&back))))
        }
        Err(refusal) => {
            let error = WebError::from_refusal(refusal, app.ctx.now());
            if error.status.is_server_error() {
                return Err(error);
            }
            let page = write_page(&app, viewer.language(), &own, fields, compose::form_errors(&error));
            shell::answer(&app, &viewer, &shell::of(&app, &viewer).await?, error.status, &page)
        }
    }
}

/// `POST /posts/{post}/edit/preview`.
pub(crate) async fn preview(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let own = own(&app, &viewer, &id).await?;
    let fields = Fields::read(&typed);
    let looked = rendered(&app, &viewer, &fields).await;
    preview_page(&app, &viewer, &own, fields, looked).await
}

async fn preview_page(
    app: &App,
    viewer: &Viewer,
    own: &Own,
    fields: Fields,
    mut looked: Looked,
) -> Result<Response, WebError> {
    let mut page = write_page(app, viewer.language(), own, fields, std::mem::take(&mut looked.errors));
    let (status, wait_s) = (looked.status, looked.wait_s);
    looked.put(app, viewer, &mut page, &format!("/posts/{}/edit/preview", own.shown.post.id));
    let response = shell::answer(app, viewer, &shell::of(app, viewer).await?, status, &page)?;
    Ok(retry_after_s(response, wait_s))
}

/// `GET /posts/{post}/delete`: asks first, and says where the text is quoted.
pub(crate) async fn ask_delete(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let own = own(&app, &viewer, &id).await?;
    let quoted = remove::quoted_in(&app.ctx, &own.shown.post).await?;
    let page = DeletePage {
        post: own.shown.post.id,
        body: public::html(&own.shown.html),
        quoted: public::count(i64::try_from(quoted).unwrap_or(i64::MAX)),
        first: own.shown.post.starts_thread,
        pending: own.shown.post.position.is_none(),
        back: back(&own),
    };
    shell::answer(&app, &viewer, &shell::of(&app, &viewer).await?, StatusCode::OK, &page)
}

/// `POST /posts/{post}/delete`.
pub(crate) async fn delete(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    _: Typed,
) -> Result<Response, WebError> {
    let own = own(&app, &viewer, &id).await?;
    remove::delete(&app.ctx, viewer.member()?, own.shown.post.id)
        .await
        .map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    // A first post that nobody answered takes its thread along: there is no page to go back to but the board's.
    let gone = own.shown.post.starts_thread && own.thread.replies == 0;
    let address = match own.shown.post.position {
        Some(position) if !gone => thread::address_of(own.thread.id, position),
        None if !own.shown.post.starts_thread => format!("/threads/{}", own.thread.id),
        _ => format!("/boards/{}", own.board.code),
    };
    Ok(viewer.answer(&app, see_other(&Did::PostDeleted.on(&address))))
}
