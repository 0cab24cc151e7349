//! Acts of one press: reactions, waiting posts, a thread's title, closing it, opening all warnings.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::ids::{PostId, ThreadId};
use crate::domain::post::ReactionKind;
use crate::forum::refusal::Refusal;
use crate::forum::topic::{self, Change};
use crate::forum::{react, read, text, waiting};
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::Fields;
use crate::web::extract::form::Typed;
use crate::web::extract::query::Asked;
use crate::web::fault::{WebError, text_fault};
use crate::web::own_path::{own_path, with_to};
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::compose;
use super::thread::{self, Opened};

fn post_id(id: &str) -> Result<PostId, WebError> {
    id.parse().map_err(|_| WebError::not_found())
}

fn thread_id(id: &str) -> Result<ThreadId, WebError> {
    id.parse().map_err(|_| WebError::not_found())
}

/// Where the page of this post is: what the form says, if it is our own path, else the post's place.
async fn place(app: &App, viewer: &Viewer, id: PostId, typed: &Typed) -> Result<String, WebError> {
    let (shown, thread, _) = read::find_post(&app.ctx, viewer.reader(), id).await?.ok_or_else(WebError::not_found)?;
    let position = shown.post.position.unwrap_or(1);
    let said = own_path(typed.get("to"));
    Ok(match said {
        Some(path) => format!("{}#post-{position}", path.split('#').next().unwrap_or("/")),
        None => thread::address_of(thread.id, position),
    })
}

/// `POST /posts/{post}/reactions/{kind}`: one press gives it, the next takes it back.
pub(crate) async fn react(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, kind)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, WebError> {
    let id = post_id(&id)?;
    let kind = ReactionKind::from_name(&kind).ok_or_else(WebError::not_found)?;
    let Some(member) = viewer.member.clone() else {
        let back = place(&app, &viewer, id, &typed).await?;
        return Ok(see_other(&with_to("/sign-in", &back)));
    };
    let back = place(&app, &viewer, id, &typed).await?;
    let refused = |refusal: Refusal| WebError::from_refusal(refusal, app.ctx.now());
    let stands = react::stands(&app.ctx, &member, id, kind).await.map_err(refused)?;
    react::set(&app.ctx, member, id, kind, !stands).await.map_err(refused)?;
    Ok(viewer.answer(&app, see_other(&back)))
}

/// `POST /posts/{post}/publish`: a waiting post appears now.
pub(crate) async fn publish(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    _: Typed,
) -> Result<Response, WebError> {
    let post = waiting::publish_now(&app.ctx, viewer.member()?, post_id(&id)?)
        .await
        .map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    let address = match post.position {
        Some(position) => thread::address_of(post.thread, position),
        None => format!("/threads/{}#pending-{}", post.thread, post.id),
    };
    Ok(viewer.answer(&app, see_other(&Did::PostPublished.on(&address))))
}

/// `POST /posts/{post}/cancel`: a waiting post is taken back; nobody saw it.
pub(crate) async fn cancel(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    _: Typed,
) -> Result<Response, WebError> {
    let id = post_id(&id)?;
    let found = read::find_post(&app.ctx, viewer.reader(), id).await?;
    let (shown, thread, board) = found.ok_or_else(WebError::not_found)?;
    waiting::cancel(&app.ctx, viewer.member()?, id)
        .await
        .map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    let back =
        if shown.post.starts_thread { format!("/boards/{}", board.code) } else { format!("/threads/{}", thread.id) };
    Ok(viewer.answer(&app, see_other(&Did::PostCancelled.on(&back))))
}

/// `POST /threads/{thread}/title`.
pub(crate) async fn retitle(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    query: Asked,
    typed: Typed,
) -> Result<Response, WebError> {
    let thread = thread_id(&id)?;
    let wanted = typed.get("title").to_owned();
    let (errors, status) = match text::title(&wanted) {
        Ok(title) => {
            let change = Change { title: Some(title), close: false };
            match topic::change(&app.ctx, viewer.member()?, thread, change).await {
                Ok(_) => {
                    return Ok(viewer.answer(&app, see_other(&Did::TitleChanged.on(&format!("/threads/{thread}")))));
                }
                Err(refusal) => {
                    let error = WebError::from_refusal(refusal, app.ctx.now());
                    (compose::form_errors(&error), error.status)
                }
            }
        }
        Err(error) => (compose::field_errors(&[text_fault(&error)]), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let opened = Opened { all_shown: false, retitle: Some((wanted, errors, status)) };
    thread::draw(&app, &viewer, &id, &query, opened).await
}

/// `POST /threads/{thread}/close`.
pub(crate) async fn close(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    _: Typed,
) -> Result<Response, WebError> {
    let thread = thread_id(&id)?;
    topic::change(&app.ctx, viewer.member()?, thread, Change { title: None, close: true })
        .await
        .map_err(|refusal| WebError::from_refusal(refusal, app.ctx.now()))?;
    Ok(viewer.answer(&app, see_other(&Did::ThreadClosed.on(&format!("/threads/{thread}")))))
}

/// `POST /threads/{thread}/show-all`: the same page with all warnings open, for this once.
pub(crate) async fn show_all(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let all_shown = typed.get("show") == "all";
    let query = typed.get("to").split_once('?').map_or("", |(_, query)| query);
    let query = Fields::parse(query.as_bytes()).unwrap_or_default();
    thread::draw(&app, &viewer, &id, &query, Opened { all_shown, retitle: None }).await
}
