//! `/sessions`: coming back, and ending it.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::NotAnId;
use crate::domain::network::NetworkKeys;
use crate::forum::leave;
use crate::identity::join::{self, JoinError, Leaving};
use crate::identity::member::{self, SignedIn};
use crate::identity::session::SessionKind;
use crate::view::when;
use crate::view::words::Sentence;
use crate::web::code::Code;
use crate::web::cookies::Cookie;
use crate::web::draw::empty;
use crate::web::extract::json::ApiJson;
use crate::web::extract::params::ApiQuery;
use crate::web::extract::path::ApiPath;
use crate::web::fault::{FieldFault, WebError};
use crate::web::leaving::finish;
use crate::web::pages::sign_in::PhraseRefusal;
use crate::web::state::App;
use crate::web::viewer::{Network, Signed};

use super::lists::{ListQuery, Page, cut};

/// Coming back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// Seven words. Case and everything but letters are ignored.
    #[schema(max_length = 400, example = "amber drizzle kettle motion pebble quarry sunlit")]
    recovery_phrase: String,
    /// For 30 days instead of 24 hours.
    #[serde(default)]
    #[schema(default = false)]
    keep: bool,
}

/// A session that has begun.
#[derive(Serialize, ToSchema)]
pub(crate) struct Begun {
    /// For `Authorization: Bearer`.
    session_token: String,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionShape {
    /// Its id, for ending it.
    id: String,
    /// The UTC day on which it began.
    #[schema(format = "date", example = "2026-05-04")]
    day: String,
    /// It is the one of this call.
    current: bool,
}

/// The id of a session: sixteen letters and digits.
pub(crate) struct SessionId(String);

impl std::str::FromStr for SessionId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        crate::domain::ids::decode_base32::<10>(text).map(|_| Self(text.to_owned())).ok_or(NotAnId)
    }
}

/// What a phrase that did not work is answered with.
pub(crate) fn phrase_fault(error: JoinError) -> WebError {
    if matches!(error, JoinError::NoAccount | JoinError::Leaving(_)) {
        let detail = Sentence::new("error.field.phrase_unknown");
        return WebError::new(StatusCode::UNAUTHORIZED, Code::PhraseUnknown, detail);
    }
    match PhraseRefusal::of(error) {
        Ok(refusal) if refusal.status == StatusCode::UNPROCESSABLE_ENTITY => {
            WebError::fields(vec![FieldFault { field: "recovery_phrase".into(), message: refusal.message }])
        }
        Ok(refusal) => {
            let busy = WebError::new(refusal.status, Code::Busy, refusal.message);
            WebError { retry_after_s: refusal.wait_s, ..busy }
        }
        Err(error) => error,
    }
}

/// Runs a try with a phrase within the gate of failed tries: it counts as failed until it has worked, so that many at
/// once are counted too.
pub(crate) async fn within_gate<T>(
    app: &App,
    network: &NetworkKeys,
    attempt: impl Future<Output = Result<T, JoinError>>,
) -> Result<T, TryError> {
    let began = app.ctx.now();
    app.gates.begin_sign_in(network, began).map_err(TryError::Gate)?;
    let tried = attempt.await;
    if matches!(tried, Ok(_) | Err(JoinError::Busy | JoinError::Store(_))) {
        app.gates.forgive_sign_in(network, began);
    }
    tried.map_err(TryError::Join)
}

/// Why a try did not work.
pub(crate) enum TryError {
    /// Too many failed from this network; seconds until there is room.
    Gate(u64),
    /// The phrase.
    Join(JoinError),
}

impl From<TryError> for WebError {
    fn from(error: TryError) -> Self {
        match error {
            TryError::Gate(seconds) => {
                let detail = Sentence::new("error.limit.sign_ins").with("wait", when::wait(seconds));
                Self::too_many(Code::TooManySignIns, detail, seconds)
            }
            TryError::Join(error) => phrase_fault(error),
        }
    }
}

/// Sign in.
///
/// A word that is not on the list is named with its nearest word (422) before anything is looked up. A phrase of seven
/// right words that opens no account is 401; it takes the same time.
#[utoipa::path(post, path = "/sessions", tag = "people", operation_id = "sign_in", security(()), request_body =
    SignIn, responses(
    (status = 201, description = "The session.", body = Begun),
    (status = 401, description = "`phrase_unknown`: this phrase opens no account."),
    (status = 429, description = "`too_many_sign_ins`: many tries failed from this network."),
))]
pub(crate) async fn begin(
    State(app): State<App>,
    Network(network): Network,
    ApiJson(sent): ApiJson<SignIn>,
) -> Result<Response, WebError> {
    let kind = if sent.keep { SessionKind::ScriptKeep } else { SessionKind::Script };
    let attempt = join::sign_in(&app.ctx, &app.hasher, &sent.recovery_phrase, kind);
    let SignedIn { token, .. } = match within_gate(&app, &network, attempt).await {
        Err(TryError::Join(JoinError::Leaving(Leaving(root)))) => {
            if let Some(leaver) = leave::resume(&app.ctx, root).await? {
                finish(&app, leaver).await?;
            }
            return Err(phrase_fault(JoinError::NoAccount));
        }
        tried => tried?,
    };
    Ok((StatusCode::CREATED, axum::Json(Begun { session_token: token.text().to_string() })).into_response())
}

/// One's own sessions, newest day first.
#[utoipa::path(get, path = "/sessions", tag = "people", operation_id = "list_sessions", params(ListQuery), responses(
    (status = 200, description = "The sessions.", body = Page<SessionShape>),
))]
pub(crate) async fn list(
    State(app): State<App>,
    me: Signed,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Response, WebError> {
    let sessions = member::sessions(&app.ctx, &me.member).await?;
    let day = |at: crate::domain::clock::Timestamp| {
        let (year, month, day) = at.civil();
        format!("{year:04}-{month:02}-{day:02}")
    };
    let items = sessions.into_iter().map(|s| SessionShape { id: s.id, day: day(s.day), current: s.current }).collect();
    Ok(me.viewer.answer(&app, axum::Json(cut(&app, "sessions", &query, items)?)))
}

/// Sign out: ends the session of this call.
#[utoipa::path(delete, path = "/sessions/current", tag = "people", operation_id = "sign_out", responses(
    (status = 204, description = "It has ended."),
))]
pub(crate) async fn end_current(State(app): State<App>, me: Signed) -> Result<Response, WebError> {
    member::end(&app.ctx, me.member.session).await?;
    let mut response = empty(StatusCode::NO_CONTENT);
    // For a browser; scripts have no cookie to forget.
    if let Some(forget) = Cookie::Session.remove(app.secure_cookies()) {
        response.headers_mut().append(header::SET_COOKIE, forget);
    }
    Ok(response)
}

/// End one of one's own sessions.
#[utoipa::path(delete, path = "/sessions/{session}", tag = "people", operation_id = "end_session",
    params(("session" = String, Path, description = "Its id.")), responses(
    (status = 204, description = "It has ended."),
))]
pub(crate) async fn end(
    State(app): State<App>,
    me: Signed,
    ApiPath((id,)): ApiPath<(SessionId,)>,
) -> Result<Response, WebError> {
    let ended = member::end_by_id(&app.ctx, &me.member, &id.0).await?;
    if ended { Ok(me.viewer.answer(&app, empty(StatusCode::NO_CONTENT))) } else { Err(WebError::not_found()) }
}
