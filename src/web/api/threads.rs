//! `/boards/{board}/threads`: a board's list, and starting a thread.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::board::Board;
use crate::domain::clock::Timestamp;
use crate::domain::ids::ThreadId;
use crate::domain::post::{PostState, Publish};
use crate::forum::list::{self, From as Begin, Wish};
use crate::forum::read::{self, After, Sort};
use crate::forum::refusal::Refusal;
use crate::forum::reply::Written;
use crate::forum::start::{self, NewThread};
use crate::forum::text;
use crate::web::extract::json::ApiJson;
use crate::web::extract::once::Once;
use crate::web::extract::params::ApiQuery;
use crate::web::extract::path::{ApiPath, BoardName};
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::{Signed, Viewer};

use super::choices::{PublishName, SeekingName, SortName, WarningName, warnings};
use super::cursor;
use super::lists::{Page, limit};
use super::shapes::{PostStateName, ThreadShape};

/// How a board's threads are asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ThreadsQuery {
    /// The order; `active` when it is not sent.
    #[param(inline)]
    sort: Option<SortName>,
    /// Only threads whose writers would like this.
    #[param(inline)]
    seeking: Option<SeekingName>,
    /// Items of this answer; 50 when it is not sent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `next_cursor` of the answer before, with the same `sort` and `seeking`.
    #[param(max_length = 200)]
    cursor: Option<String>,
}

impl ThreadsQuery {
    fn wish(&self) -> Wish {
        Wish { sort: self.sort.map_or(Sort::Active, Into::into), seeking: self.seeking.map(Into::into) }
    }
}

/// The list to which a cursor belongs.
fn list_name(board: &Board, wish: Wish) -> String {
    let seeking = wish.seeking.map_or("", |seeking| seeking.name());
    format!("threads {} {:?} {seeking}", board.code, wish.sort)
}

fn place_of(begin: Begin) -> Vec<u8> {
    match begin {
        Begin::Top => Vec::new(),
        Begin::Pinned(id) => id.0.to_vec(),
        Begin::After(after) => [after.at.0.to_be_bytes().as_slice(), &after.id.0].concat(),
    }
}

fn begin_at(place: &[u8]) -> Option<Begin> {
    if let Ok(id) = place.try_into() {
        return Some(Begin::Pinned(ThreadId(id)));
    }
    let (at, id) = place.split_first_chunk::<8>()?;
    let at = Timestamp(i64::from_be_bytes(*at));
    Some(Begin::After(After { at, id: ThreadId(id.try_into().ok()?) }))
}

/// A board's threads: pinned ones first, then in the order of `sort`.
#[utoipa::path(get, path = "/boards/{board}/threads", tag = "forum", operation_id = "list_threads",
    params(("board" = String, Path, description = "Code or slug."), ThreadsQuery),
    security((), ("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The threads.", body = Page<ThreadShape>),
))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    ApiPath((board,)): ApiPath<(BoardName,)>,
    ApiQuery(query): ApiQuery<ThreadsQuery>,
) -> Result<Response, WebError> {
    let limit = limit(query.limit)?;
    let board = read::find_board(&app.ctx, &board.0).await?.filter(|board| read::may_read(board, viewer.reader()));
    let board = board.ok_or_else(WebError::not_found)?;
    let wish = query.wish();
    let name = list_name(&board, wish);
    let begin = match &query.cursor {
        None => Begin::Top,
        Some(text) => begin_at(&cursor::read(&app, &name, text)?).ok_or_else(cursor::refused)?,
    };
    let (threads, next) = list::threads(&app.ctx, board, wish, begin, limit).await?;
    let next_cursor = next.map(|next| cursor::write(&app, &name, &place_of(next))).transpose()?;
    let items = threads.iter().map(ThreadShape::of).collect();
    Ok(viewer.answer(&app, axum::Json(Page { items, next_cursor })))
}

/// A thread to be started.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "How did you tell a new partner?", "body": "I would like to hear how others began.",
    "seeking": "experiences", "content_warnings": ["pain"], "publish": "soon"
}))]
pub(crate) struct NewThreadBody {
    /// One line.
    #[schema(min_length = 8, max_length = 140)]
    title: String,
    /// The first post, in Markdown.
    #[schema(min_length = 1, max_length = 10000)]
    body: String,
    /// What its writer would like.
    seeking: SeekingName,
    /// The board's own are added.
    #[serde(default)]
    content_warnings: Vec<WarningName>,
    /// With a name that lives in this thread alone, where the board offers it.
    #[serde(default)]
    #[schema(default = false)]
    one_off: bool,
    /// When it is to appear.
    #[serde(default = "super::choices::now")]
    publish: PublishName,
}

/// What became of a thread.
#[derive(Serialize, ToSchema)]
pub(crate) struct StartedThread {
    /// The thread's id.
    thread: String,
    /// Its first post's id.
    post: String,
    /// `published` (201), `held` or `waiting` (202).
    #[schema(value_type = PostStateName)]
    state: &'static str,
    /// Opens `/receipts/{code}` without signing in; only with 202.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    receipt: Option<String>,
}

/// 201 for what everybody reads now, 202 for what waits.
pub(crate) fn status_of(written: &Written) -> StatusCode {
    if written.state == PostState::Published { StatusCode::CREATED } else { StatusCode::ACCEPTED }
}

/// Title and body together, so that both faults are told at once.
async fn texts(title: &str, body: &str) -> Result<(String, text::Body), Refusal> {
    match (text::title(title), text::body(body).await) {
        (Ok(title), Ok(body)) => Ok((title, body)),
        (title, body) => Err(Refusal::Text(title.err().into_iter().chain(body.err()).collect())),
    }
}

/// Start a thread.
///
/// The same `Idempotency-Key` with the same body gets the same answer and writes nothing, on whichever node; with
/// another
/// body it is 422 `idempotency_key_reused`. A refusal claims no key.
#[utoipa::path(post, path = "/boards/{board}/threads", tag = "forum", operation_id = "start_thread",
    params(("board" = String, Path, description = "Code or slug."), super::document::IdempotencyKey),
    request_body = NewThreadBody, responses(
    (status = 201, description = "It is published.", body = StartedThread),
    (status = 202, description = "It waits for a moderator, or for its moment.", body = StartedThread),
    (status = 403, description = "`restricted`: the team paused the caller's writing."),
    (status = 409, description = "`board_archived`: the board takes nothing new."),
    (status = 429, description = "`daily_limit` or `too_soon`."),
))]
pub(crate) async fn start(
    State(app): State<App>,
    me: Signed,
    ApiPath((board,)): ApiPath<(BoardName,)>,
    Once(once): Once,
    ApiJson(sent): ApiJson<NewThreadBody>,
) -> Result<Response, WebError> {
    let refused = |refusal| WebError::from_refusal(refusal, app.ctx.now());
    let (title, body) = texts(&sent.title, &sent.body).await.map_err(refused)?;
    let new = NewThread {
        title,
        body,
        seeking: sent.seeking.into(),
        warnings: warnings(sent.content_warnings),
        one_off: sent.one_off,
        publish: Publish::from(sent.publish),
    };
    let written = start::start(&app.ctx, Arc::clone(&me.member), &board.0, once, new).await.map_err(refused)?;
    let shape = StartedThread {
        thread: written.thread.to_string(),
        post: written.post.to_string(),
        state: written.state.name(),
        receipt: written.receipt.as_ref().map(|code| code.text()),
    };
    Ok(me.viewer.answer(&app, (status_of(&written), axum::Json(shape))))
}
