//! `/threads/{thread}/posts`: reading a thread, and replying.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::ThreadId;
use crate::domain::post::Publish;
use crate::forum::read;
use crate::forum::refusal::Refusal;
use crate::forum::reply::{self, NewReply};
use crate::forum::text;
use crate::web::extract::json::{ApiJson, present};
use crate::web::extract::once::Once;
use crate::web::extract::params::ApiQuery;
use crate::web::extract::path::ApiPath;
use crate::web::extract::wrong;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::{Signed, Viewer};

use super::choices::{PublishName, WarningName, warnings};
use super::cursor;
use super::lists::{Page, limit};
use super::shapes::{PostShape, PostStateName};
use super::threads::status_of;

/// How a thread's posts are asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PostsQuery {
    /// Only posts behind this position.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// Items of this answer; 50 when it is not sent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `next_cursor` of the answer before; not together with `after`.
    #[param(max_length = 200)]
    cursor: Option<String>,
}

/// Where a piece of a thread begins: behind a position, and behind so many of the reader's own unpublished posts, which
/// follow all others.
#[derive(Clone, Copy)]
struct Begin {
    after: i64,
    own: u32,
}

impl Begin {
    fn of(app: &App, list: &str, query: &PostsQuery) -> Result<Self, WebError> {
        let Some(text) = &query.cursor else { return Ok(Self { after: query.after.unwrap_or(0), own: 0 }) };
        if query.after.is_some() {
            return Err(wrong::refuse("cursor", "after_and_cursor"));
        }
        let place = cursor::read(app, list, text)?;
        let (after, own) = place.split_first_chunk::<8>().ok_or_else(cursor::refused)?;
        let own = u32::from_be_bytes(own.try_into().map_err(|_| cursor::refused())?);
        Ok(Self { after: i64::from_be_bytes(*after), own })
    }

    fn cursor(self, app: &App, list: &str) -> Result<String, WebError> {
        cursor::write(app, list, &[self.after.to_be_bytes().as_slice(), &self.own.to_be_bytes()].concat())
    }
}

/// Cuts what was read to `limit` items; where the next piece begins, `None` behind the last post.
fn cut(begin: Begin, limit: usize, page: read::ThreadPage) -> (Vec<read::PublicPost>, Option<Begin>) {
    let mut items = page.posts;
    if items.len() > limit {
        items.truncate(limit);
        let after = items.last().and_then(|post| post.post.position).unwrap_or(begin.after);
        return (items, Some(Begin { after, own: 0 }));
    }
    let after = items.last().and_then(|post| post.post.position).unwrap_or(begin.after);
    let seen = usize::try_from(begin.own).unwrap_or(usize::MAX);
    let left = page.unpublished.len().saturating_sub(seen);
    let room = limit - items.len();
    items.extend(page.unpublished.into_iter().skip(seen).take(room));
    let own = u32::try_from(seen.saturating_add(room)).unwrap_or(u32::MAX);
    (items, (left > room).then_some(Begin { after, own }))
}

/// A thread's posts in order.
///
/// The caller's own posts that are not published (`held`, `waiting`, `asked`; `position` null) follow the last one.
#[utoipa::path(get, path = "/threads/{thread}/posts", tag = "forum", operation_id = "list_posts",
    params(("thread" = String, Path, description = "Its id."), PostsQuery),
    security((), ("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The posts.", body = Page<PostShape>),
))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    ApiPath((id,)): ApiPath<(ThreadId,)>,
    ApiQuery(query): ApiQuery<PostsQuery>,
) -> Result<Response, WebError> {
    let limit = limit(query.limit)?;
    let name = format!("posts {id}");
    let begin = Begin::of(&app, &name, &query)?;
    let page = read::thread_posts(&app.ctx, viewer.reader(), id, begin.after, limit + 1).await?;
    let page = page.ok_or_else(WebError::not_found)?;
    let (posts, next) = cut(begin, usize::try_from(limit).unwrap_or(usize::MAX), page);
    let next_cursor = next.map(|next| next.cursor(&app, &name)).transpose()?;
    let items = posts.into_iter().map(|post| PostShape::of(&app, post, None)).collect();
    Ok(viewer.answer(&app, axum::Json(Page { items, next_cursor })))
}

/// A reply.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"body": "Thank you for writing this. I know it too.", "reply_to": 1}))]
pub(crate) struct ReplyBody {
    /// The text, in Markdown.
    #[schema(min_length = 1, max_length = 10000)]
    body: String,
    /// The position that it answers.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, minimum = 1)]
    reply_to: Option<i64>,
    /// Content warnings.
    #[serde(default)]
    content_warnings: Vec<WarningName>,
    /// With a name that lives in this thread alone, where the board offers it; of no effect once a name spoke here.
    #[serde(default)]
    #[schema(default = false)]
    one_off: bool,
    /// When it is to appear.
    #[serde(default = "super::choices::now")]
    publish: PublishName,
}

/// What became of a reply.
#[derive(Serialize, ToSchema)]
pub(crate) struct Replied {
    /// The post's id.
    post: String,
    /// `published` (201), `held` or `waiting` (202).
    #[schema(value_type = PostStateName)]
    state: &'static str,
    /// Opens `/receipts/{code}` without signing in; only with 202.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    receipt: Option<String>,
}

/// Reply.
///
/// The same `Idempotency-Key` with the same body gets the same answer and writes nothing, on whichever node (202 stays
/// 202 after it was approved); with another body it is 422 `idempotency_key_reused`. A refusal claims no key.
#[utoipa::path(post, path = "/threads/{thread}/posts", tag = "forum", operation_id = "reply",
    params(("thread" = String, Path, description = "Its id."), super::document::IdempotencyKey),
    request_body = ReplyBody, responses(
    (status = 201, description = "It is published.", body = Replied),
    (status = 202, description = "It waits for a moderator, or for its moment.", body = Replied),
    (status = 403, description = "`restricted`, or `retired_name_spoke_here`: a retired name of the caller wrote in \
        this thread."),
    (status = 409, description = "`thread_locked`, `thread_closed` or `board_archived`."),
    (status = 429, description = "`daily_limit` or `too_soon`."),
))]
pub(crate) async fn reply(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(ThreadId,)>,
    Once(once): Once,
    ApiJson(sent): ApiJson<ReplyBody>,
) -> Result<Response, WebError> {
    let refused = |refusal| WebError::from_refusal(refusal, app.ctx.now());
    let body = text::body(&sent.body).await.map_err(|error| refused(Refusal::Text(vec![error])))?;
    let new = NewReply {
        body,
        reply_to: sent.reply_to,
        warnings: warnings(sent.content_warnings),
        one_off: sent.one_off,
        publish: Publish::from(sent.publish),
    };
    let written = reply::reply(&app.ctx, Arc::clone(&me.member), id, once, new).await.map_err(refused)?;
    let shape = Replied {
        post: written.post.to_string(),
        state: written.state.name(),
        receipt: written.receipt.as_ref().map(|code| code.text()),
    };
    Ok(me.viewer.answer(&app, (status_of(&written), axum::Json(shape))))
}
