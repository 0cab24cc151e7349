//! `GET /me`, everything as a download, and leaving.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::forum::export::Export;
use crate::forum::leave;
use crate::forum::names::{self, OwnName, Standing};
use crate::identity::join::JoinError;
use crate::view::words::Sentence;
use crate::web::code::Code;
use crate::web::draw::empty;
use crate::web::export;
use crate::web::extract::json::ApiJson;
use crate::web::fault::{FieldFault, WebError};
use crate::web::leaving::{finish, forgotten};
use crate::web::state::App;
use crate::web::viewer::Signed;

use super::choices::PostsFate;
use super::sessions::{TryError, within_gate};
use super::shapes::avatar_url;

/// How a name stands. Nobody else sees it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StandingName {
    /// Nothing against it.
    Good,
    /// A restriction holds.
    Restricted,
    /// Given up.
    Retired,
}

/// One of one's own names.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnNameShape {
    /// Its id.
    id: String,
    /// Its board's code.
    board: String,
    /// The name; null once retired.
    #[schema(required = true)]
    handle: Option<String>,
    /// Its picture; null once retired.
    #[schema(required = true)]
    avatar_url: Option<String>,
    /// It lives in one thread.
    one_off: bool,
    /// Its posts, without deleted and removed ones.
    posts: u64,
    /// How it stands.
    standing: StandingName,
}

impl OwnNameShape {
    fn of(name: OwnName) -> Self {
        let retired = name.standing == Standing::Retired;
        Self {
            id: name.id.to_string(),
            board: name.board.to_string(),
            handle: (!retired).then_some(name.handle),
            avatar_url: (!retired).then(|| avatar_url(name.id)),
            one_off: name.thread.is_some(),
            posts: name.posts,
            standing: match name.standing {
                Standing::Good => StandingName::Good,
                Standing::Restricted => StandingName::Restricted,
                Standing::Retired => StandingName::Retired,
            },
        }
    }
}

/// The caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// 0, 1 or 2. Nobody else sees it.
    #[schema(minimum = 0, maximum = 2)]
    trust_level: u8,
    /// All names, retired ones too.
    personas: Vec<OwnNameShape>,
}

/// Oneself: level and names.
#[utoipa::path(get, path = "/me", tag = "people", operation_id = "get_me", responses(
    (status = 200, description = "The caller.", body = Me),
))]
pub(crate) async fn show(State(app): State<App>, me: Signed) -> Result<Response, WebError> {
    let (trust_level, names) = names::mine(&app.ctx, &me.member).await?;
    let personas = names.into_iter().map(OwnNameShape::of).collect();
    Ok(me.viewer.answer(&app, axum::Json(Me { trust_level, personas })))
}

/// Everything that is kept of the caller.
///
/// Names, posts in every state with their Markdown, reactions given, drafts, settings and the days of sign-ins; times
/// are cut to the minute. It grows while it is read: an answer without its closing brace broke off. A browser that
/// navigates here with a cookie is refused, so that no link can put everything onto a device that others use; its page
/// is `/me`.
#[utoipa::path(get, path = "/me/export", tag = "people", operation_id = "export_me", responses(
    (status = 200, description = "One object: `made_at`, `trust_level`, `personas`, `sessions`, `kept_for_you`, \
        `drafts`, `posts`, `reactions`.", content_type = "application/json", body = serde_json::Value),
    (status = 403, description = "`other_origin`: a browser came here by a link."),
))]
pub(crate) async fn export(State(app): State<App>, headers: HeaderMap, me: Signed) -> Result<Response, WebError> {
    if me.viewer.kind.is_some_and(|kind| kind.is_cookie()) && came_by_a_link(&headers) {
        let detail = Sentence::new("error.page.forbidden.text");
        return Err(WebError::new(StatusCode::FORBIDDEN, Code::OtherOrigin, detail));
    }
    let export = Export::begin(&app.ctx, me.member).await?;
    Ok(me.viewer.answer(&app, export::json(export)))
}

/// What browsers say of themselves (W3C Fetch Metadata) when a link, an address or another site led here.
fn came_by_a_link(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("cross-site"));
    said("sec-fetch-mode") == Some("navigate") || said("sec-fetch-site").is_some_and(|site| site != "same-origin")
}

/// Deleting the account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Leave {
    /// The phrase of this account.
    #[schema(max_length = 400)]
    recovery_phrase: String,
    /// Removed, or left to a departed member.
    posts: PostsFate,
}

/// Delete one's account, at once and for good.
///
/// All names and sessions end, and with them reactions, drafts, settings, and posts that nobody has seen. The other
/// posts are removed, or stay under "departed member 1, 2 …", numbered by thread. Should it break off, signing in with
/// the phrase goes on with it, and is answered as for a phrase that opens no account.
#[utoipa::path(delete, path = "/me", tag = "people", operation_id = "delete_me", request_body = Leave, responses(
    (status = 204, description = "Nothing is left."),
    (status = 429, description = "`too_many_sign_ins`: many tries failed from this network."),
    (status = 503, description = "`unavailable`: it broke off. Sign in with the phrase to go on."),
))]
pub(crate) async fn leave(
    State(app): State<App>,
    me: Signed,
    ApiJson(sent): ApiJson<Leave>,
) -> Result<Response, WebError> {
    let attempt = leave::begin(&app.ctx, &app.hasher, &me.member, &sent.recovery_phrase, sent.posts.into());
    let begun = within_gate(&app, &me.viewer.network, attempt).await.map_err(|error| match error {
        // 401 would say that the session is over.
        TryError::Join(JoinError::NoAccount) => WebError::fields(vec![FieldFault {
            field: "recovery_phrase".into(),
            message: Sentence::new("error.field.phrase_unknown"),
        }]),
        error => error.into(),
    })?;
    if let Some(leaver) = begun {
        finish(&app, leaver).await?;
    }
    Ok(forgotten(&app, empty(StatusCode::NO_CONTENT)))
}
