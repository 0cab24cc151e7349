//! `/notifications`: what is new for a member.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::clock::Timestamp;
use crate::domain::thread::Thread;
use crate::forum::follow::{self, Followed};
use crate::forum::read;
use crate::forum::updates::{self, Line, Which, followed_id};
use crate::web::draw::empty;
use crate::web::extract::json::{ApiJson, present};
use crate::web::extract::params::ApiQuery;
use crate::web::extract::wrong;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Signed;

use super::choices::{WarningName, Yes};
use super::lists::{ListQuery, Page, cut};

/// Ids that one call may name.
const MOST: usize = 100;

/// What an update tells of.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UpdateKind {
    /// Replies to one of the caller's posts, or in a thread that a name of theirs started.
    Reply,
    /// New posts in a followed thread.
    Followed,
}

/// Something new, gathered: several replies to one post are one item.
#[derive(Serialize, ToSchema)]
pub(crate) struct UpdateShape {
    /// For `POST /notifications/read`: it names what there was up to now, not what comes later.
    id: String,
    /// What it tells of.
    kind: UpdateKind,
    /// The thread.
    thread: String,
    /// Its title. Mind its warnings before you show it.
    title: String,
    /// The thread's warnings.
    #[schema(value_type = Vec<WarningName>)]
    content_warnings: Vec<String>,
    /// The position of the caller's post that is answered; null for replies in their thread, and for followed ones.
    #[schema(required = true)]
    answers: Option<i64>,
    /// How many posts it gathers.
    posts: i64,
    /// How many of them were not read.
    unread: i64,
    /// Where the first unread one stands.
    position: i64,
    /// The minute of the last one.
    #[schema(format = "date-time")]
    last_at: String,
}

/// What is to be marked as read: `all`, or `ids`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadBody {
    /// `true`: everything there is now.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, value_type = Option<bool>, example = true)]
    all: Option<Yes>,
    /// Ids of items. An id that names nothing changes nothing.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, max_items = 100)]
    ids: Option<Vec<String>>,
}

impl UpdateShape {
    fn of_line(line: &Line, thread: &Thread) -> (Timestamp, Self) {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let shape = Self {
            id: line.id(),
            kind: UpdateKind::Reply,
            thread: thread.id.to_string(),
            title: thread.title.clone(),
            content_warnings: thread.warnings.names().map(str::to_owned).collect(),
            answers: line.answers,
            posts: count(line.replies),
            unread: count(line.unread),
            position: line.position,
            last_at: line.at.rfc3339_minute(),
        };
        (line.at, shape)
    }

    fn of_followed(followed: &Followed) -> (Timestamp, Self) {
        let thread = &followed.shown.thread;
        let shape = Self {
            id: followed_id(thread.id, thread.last_position),
            kind: UpdateKind::Followed,
            thread: thread.id.to_string(),
            title: thread.title.clone(),
            content_warnings: thread.warnings.names().map(str::to_owned).collect(),
            answers: None,
            posts: followed.news,
            unread: followed.news,
            position: followed.read + 1,
            last_at: thread.last_activity.rfc3339_minute(),
        };
        (thread.last_activity, shape)
    }
}

/// What is new for the caller, newest first.
///
/// Kept 90 days. Nothing is quoted, and nothing comes from muted names. Asking marks nothing as read.
#[utoipa::path(get, path = "/notifications", tag = "people", operation_id = "list_notifications",
    params(ListQuery), responses(
    (status = 200, description = "Replies, and followed threads with news.", body = Page<UpdateShape>),
))]
pub(crate) async fn list(
    State(app): State<App>,
    me: Signed,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Response, WebError> {
    let personal = me.viewer.personal(&app).await?;
    let boards = read::boards(&app.ctx).await?;
    let lines = updates::lines(&app.ctx, &me.member, &boards, &personal).await?;
    let threads = updates::threads(&app.ctx, &lines).await?;
    let following = follow::list(&app.ctx, &boards, &personal.follows).await?;
    let mut all: Vec<(Timestamp, UpdateShape)> =
        following.threads.iter().filter(|one| one.news > 0).map(UpdateShape::of_followed).collect();
    all.extend(lines.iter().filter_map(|line| {
        let thread = threads.iter().find(|thread| thread.id == line.thread)?;
        Some(UpdateShape::of_line(line, thread))
    }));
    all.sort_by(|(at, a), (other, b)| (other, &a.id).cmp(&(at, &b.id)));
    let items = all.into_iter().map(|(_, shape)| shape).collect();
    Ok(me.viewer.answer(&app, axum::Json(cut(&app, "notifications", &query, items)?)))
}

/// Mark updates as read.
#[utoipa::path(post, path = "/notifications/read", tag = "people", operation_id = "read_notifications",
    request_body = ReadBody, responses(
    (status = 204, description = "They are read."),
))]
pub(crate) async fn mark_read(
    State(app): State<App>,
    me: Signed,
    ApiJson(sent): ApiJson<ReadBody>,
) -> Result<Response, WebError> {
    let which = match (sent.all, sent.ids) {
        (Some(_), None) => Which::All,
        (None, Some(ids)) if ids.len() <= MOST => Which::Ids(ids),
        (None, None) => return Err(wrong::refuse("ids", "missing_field")),
        _ => return Err(wrong::refuse("ids", "wrong_value")),
    };
    let personal = me.viewer.personal(&app).await?;
    let boards = read::boards(&app.ctx).await?;
    updates::mark_read(&app.ctx, &me.member, &boards, &personal, &which).await?;
    Ok(me.viewer.answer(&app, empty(StatusCode::NO_CONTENT)))
}
