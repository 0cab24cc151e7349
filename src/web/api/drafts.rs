//! `/drafts`: sealed, for their member alone, kept 14 days.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::clock::{DAY_MS, Timestamp};
use crate::domain::ids::ThreadId;
use crate::forum::drafts::{self, Draft, DraftId, DraftText};
use crate::forum::read;
use crate::identity::tags::OnceKey;
use crate::web::draw::empty;
use crate::web::extract::json::{ApiJson, present};
use crate::web::extract::params::ApiQuery;
use crate::web::extract::path::{ApiPath, BoardName};
use crate::web::extract::wrong;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Signed;

use super::choices::{SeekingName, WarningName, warnings};
use super::lists::{ListQuery, Page, cut};

/// A draft to be saved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftBody {
    /// The board's code or slug, of a new thread.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    board: Option<String>,
    /// The thread's id, of a reply.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    thread: Option<String>,
    /// The title so far.
    #[serde(default)]
    title: String,
    /// The text so far. With the title about 60,000 bytes.
    #[serde(default)]
    body: String,
    /// What its writer would like.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    seeking: Option<SeekingName>,
    /// Content warnings.
    #[serde(default)]
    content_warnings: Vec<WarningName>,
    /// The position that it answers.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, minimum = 1)]
    reply_to: Option<i64>,
    /// The `Idempotency-Key` under which it will be posted: once that post exists, the draft is gone from the list.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    idempotency_key: Option<String>,
}

/// A draft.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftShape {
    /// Its id: the day after which it goes, and a number.
    #[schema(example = "20780-3")]
    id: String,
    /// The board's code, of a new thread.
    #[schema(required = true)]
    board: Option<String>,
    /// The thread's id, of a reply.
    #[schema(required = true)]
    thread: Option<String>,
    /// The title so far.
    title: String,
    /// The text so far.
    body: String,
    /// What its writer would like.
    #[schema(required = true, value_type = Option<SeekingName>)]
    seeking: Option<String>,
    /// Content warnings.
    #[schema(value_type = Vec<WarningName>)]
    content_warnings: Vec<String>,
    /// The position that it answers.
    #[schema(required = true)]
    reply_to: Option<i64>,
    /// The key under which it will be posted.
    #[schema(required = true)]
    idempotency_key: Option<String>,
    /// The minute in which it was saved.
    #[schema(format = "date-time")]
    saved_at: String,
    /// The UTC day after which it goes.
    #[schema(format = "date")]
    kept_until: String,
}

impl DraftShape {
    fn of(draft: Draft) -> Self {
        let Draft { id, text } = draft;
        let (year, month, day) = Timestamp(id.day.saturating_mul(DAY_MS)).civil();
        Self {
            id: id.to_string(),
            board: text.board,
            thread: text.thread,
            title: text.title,
            body: text.body,
            seeking: text.seeking,
            content_warnings: text.warnings,
            reply_to: text.reply_to,
            idempotency_key: text.once,
            saved_at: Timestamp(text.saved_ms).rfc3339_minute(),
            kept_until: format!("{year:04}-{month:02}-{day:02}"),
        }
    }
}

/// The text of a draft, as far as it makes sense to keep it.
async fn text(app: &App, sent: DraftBody) -> Result<DraftText, WebError> {
    let board = match &sent.board {
        Some(name) => {
            let name: BoardName = name.parse().map_err(|_| wrong::refuse("board", "wrong_value"))?;
            let found = read::find_board(&app.ctx, &name.0).await?;
            Some(found.ok_or_else(|| wrong::refuse("board", "wrong_value"))?.code.to_string())
        }
        None => None,
    };
    if sent.thread.as_ref().is_some_and(|id| id.parse::<ThreadId>().is_err()) {
        return Err(wrong::refuse("thread", "wrong_value"));
    }
    if sent.idempotency_key.as_ref().is_some_and(|key| OnceKey::parse(key).is_err()) {
        return Err(wrong::refuse("idempotency_key", "wrong_value"));
    }
    Ok(DraftText {
        board,
        thread: sent.thread,
        title: sent.title,
        body: sent.body,
        seeking: sent.seeking.map(|seeking| crate::domain::thread::Seeking::from(seeking).name().to_owned()),
        warnings: warnings(sent.content_warnings).names().map(str::to_owned).collect(),
        reply_to: sent.reply_to,
        once: sent.idempotency_key,
        ..DraftText::default()
    })
}

async fn answer(app: &App, me: &Signed, status: StatusCode, id: DraftId) -> Result<Response, WebError> {
    let draft = drafts::find(&app.ctx, &me.member, id).await?.ok_or_else(WebError::not_found)?;
    Ok(me.viewer.answer(app, (status, axum::Json(DraftShape::of(draft)))))
}

/// One's own drafts, newest first; those that were posted are left out.
#[utoipa::path(get, path = "/drafts", tag = "people", operation_id = "list_drafts", params(ListQuery), responses(
    (status = 200, description = "The drafts.", body = Page<DraftShape>),
))]
pub(crate) async fn list(
    State(app): State<App>,
    me: Signed,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Response, WebError> {
    let drafts = drafts::list(&app.ctx, &me.member).await?;
    let items = drafts.into_iter().map(DraftShape::of).collect();
    Ok(me.viewer.answer(&app, axum::Json(cut(&app, "drafts", &query, items)?)))
}

/// Save a new draft.
#[utoipa::path(post, path = "/drafts", tag = "people", operation_id = "save_new_draft", request_body = DraftBody,
    responses(
    (status = 201, description = "The draft.", body = DraftShape),
    (status = 409, description = "`too_many_drafts`: as many as can be kept for one day."),
))]
pub(crate) async fn save_new(
    State(app): State<App>,
    me: Signed,
    ApiJson(sent): ApiJson<DraftBody>,
) -> Result<Response, WebError> {
    let text = text(&app, sent).await?;
    let id = drafts::save(&app.ctx, &me.member, None, text).await?;
    answer(&app, &me, StatusCode::CREATED, id).await
}

/// One draft.
#[utoipa::path(get, path = "/drafts/{draft}", tag = "people", operation_id = "get_draft",
    params(("draft" = String, Path, description = "Its id.")), responses(
    (status = 200, description = "The draft.", body = DraftShape),
))]
pub(crate) async fn show(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(DraftId,)>,
) -> Result<Response, WebError> {
    answer(&app, &me, StatusCode::OK, id).await
}

/// Save over a draft.
///
/// When it was saved somewhere else in the same moment, this text gets an id of its own: look at `id`.
#[utoipa::path(put, path = "/drafts/{draft}", tag = "people", operation_id = "save_draft",
    params(("draft" = String, Path, description = "Its id.")), request_body = DraftBody, responses(
    (status = 200, description = "The draft as it is now.", body = DraftShape),
    (status = 409, description = "`too_many_drafts`: as many as can be kept for one day."),
))]
pub(crate) async fn save(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(DraftId,)>,
    ApiJson(sent): ApiJson<DraftBody>,
) -> Result<Response, WebError> {
    let text = text(&app, sent).await?;
    let id = drafts::save(&app.ctx, &me.member, Some(id), text).await?;
    answer(&app, &me, StatusCode::OK, id).await
}

/// Throw a draft away.
///
/// One that is gone, or that never was, answers the same: afterwards there is none. An id says nothing of others'
/// drafts, so nothing hidden is told by it.
#[utoipa::path(delete, path = "/drafts/{draft}", tag = "people", operation_id = "discard_draft",
    params(("draft" = String, Path, description = "Its id.")), responses(
    (status = 204, description = "It is gone."),
))]
pub(crate) async fn discard(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(DraftId,)>,
) -> Result<Response, WebError> {
    drafts::discard(&app.ctx, &me.member, id).await?;
    Ok(me.viewer.answer(&app, empty(StatusCode::NO_CONTENT)))
}
