//! Following threads, and what is new.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::ids::ThreadId;
use crate::forum::follow::{self, Followed};
use crate::forum::refusal::Refusal;
use crate::forum::updates::{self, Line, Which};
use crate::forum::{read, updates::followed_id};
use crate::identity::personal::Personal;
use crate::view::following::{FollowedRow, FollowingPage, UpdateRow, UpdatesPage};
use crate::view::post::Cover;
use crate::view::public;
use crate::view::when::Moment;
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::own_path::{own_path, with_to};
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::thread::address_of;
use super::{present, shell};

fn thread_id(id: &str) -> Result<ThreadId, WebError> {
    id.parse().map_err(|_| WebError::not_found())
}

/// `POST /threads/{thread}/follow`.
pub(crate) async fn follow(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let id = thread_id(&id)?;
    let back = own_path(typed.get("to")).unwrap_or_else(|| format!("/threads/{id}"));
    let Some(member) = viewer.reader() else { return Ok(see_other(&with_to("/sign-in", &back))) };
    follow::follow(&app.ctx, member, id).await.map_err(|refusal| refused(&app, refusal))?;
    Ok(viewer.answer(&app, see_other(&Did::Followed.on(&back))))
}

/// `POST /threads/{thread}/unfollow`, from the thread and from the list.
pub(crate) async fn unfollow(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let (id, member) = (thread_id(&id)?, viewer.member()?);
    follow::unfollow(&app.ctx, &member, id).await.map_err(|refusal| refused(&app, refusal))?;
    let back = own_path(typed.get("to")).unwrap_or_else(|| "/following".to_owned());
    Ok(viewer.answer(&app, see_other(&Did::Unfollowed.on(&back))))
}

/// `POST /threads/{thread}/unread`, field `from`. It leads to the list: the thread's page would be read again.
pub(crate) async fn unread(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let (id, member) = (thread_id(&id)?, viewer.member()?);
    let from = typed.number("from").ok_or_else(WebError::not_found)?;
    follow::unread_from(&app.ctx, &member, id, from).await.map_err(|refusal| refused(&app, refusal))?;
    Ok(viewer.answer(&app, see_other(&Did::UnreadAgain.on("/following"))))
}

fn refused(app: &App, refusal: Refusal) -> WebError {
    WebError::from_refusal(refusal, app.ctx.now())
}

/// `GET /following`.
pub(crate) async fn list(State(app): State<App>, viewer: Viewer) -> Result<Response, WebError> {
    viewer.member()?;
    let personal = viewer.personal(&app).await?;
    let boards = read::boards(&app.ctx).await?;
    let found = follow::list(&app.ctx, &boards, &personal.follows).await?;
    let page = FollowingPage {
        threads: found.threads.iter().map(|followed| row(followed, &personal)).collect(),
        gone: found.gone.iter().map(ToString::to_string).collect(),
    };
    let shell = shell::of(&app, &viewer).await?;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &page)
}

/// `GET /notifications`. Opening it marks nothing.
pub(crate) async fn show(State(app): State<App>, viewer: Viewer) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let personal = viewer.personal(&app).await?;
    let boards = read::boards(&app.ctx).await?;
    let lines = updates::lines(&app.ctx, &member, &boards, &personal).await?;
    let threads = updates::threads(&app.ctx, &lines).await?;
    let following = follow::list(&app.ctx, &boards, &personal.follows).await?;
    let followed: Vec<FollowedRow> =
        following.threads.iter().filter(|one| one.news > 0).map(|one| row(one, &personal)).collect();
    let rows = lines.iter().filter_map(|line| {
        let thread = threads.iter().find(|thread| thread.id == line.thread)?;
        Some(update(line, thread, &personal))
    });
    let updates: Vec<UpdateRow> = rows.collect();
    let page = UpdatesPage {
        unread: !followed.is_empty() || updates.iter().any(|update| update.unread > 0),
        followed,
        follows: public::count(personal.follows.threads().len()),
        updates,
    };
    let shell = shell::of(&app, &viewer).await?;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &page)
}

/// `POST /notifications/read`: the field `id` names some, without it all are marked.
pub(crate) async fn mark_read(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let personal = viewer.personal(&app).await?;
    let boards = read::boards(&app.ctx).await?;
    let id = typed.get("id");
    let which = if id.is_empty() { Which::All } else { Which::Ids(vec![id.to_owned()]) };
    updates::mark_read(&app.ctx, &member, &boards, &personal, &which).await?;
    let back = own_path(typed.get("to")).unwrap_or_else(|| "/notifications".to_owned());
    Ok(viewer.answer(&app, see_other(&Did::MarkedRead.on(&back))))
}

fn row(followed: &Followed, personal: &Personal) -> FollowedRow {
    let thread = &followed.shown.thread;
    let first = if followed.news > 0 { followed.read + 1 } else { 1 };
    FollowedRow {
        id: thread.id,
        title: thread.title.clone(),
        warnings: public::warnings(&thread.warnings),
        cover: public::cover(&personal.settings, &thread.warnings, false),
        board: followed.board.clone(),
        at: Moment(thread.last_activity),
        state: present::state(followed.shown.state),
        news: public::count(followed.news),
        to: address_of(thread.id, first),
        read_id: followed_id(thread.id, thread.last_position),
    }
}

fn update(line: &Line, thread: &crate::domain::thread::Thread, personal: &Personal) -> UpdateRow {
    UpdateRow {
        title: thread.title.clone(),
        warnings: public::warnings(&thread.warnings),
        cover: if thread.title.is_empty() {
            Cover::Hidden
        } else {
            public::cover(&personal.settings, &thread.warnings, false)
        },
        answers: line.answers.map(public::count),
        replies: public::count(line.replies),
        unread: public::count(line.unread),
        at: Moment(line.at),
        to: address_of(line.thread, line.position),
        read_id: line.id(),
    }
}
