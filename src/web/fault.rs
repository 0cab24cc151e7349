//! What a handler can fail with, as HTTP says it. Drawing is one layer: pages get a page, the API problem details.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::domain::clock::Timestamp;
use crate::forum::drafts::DraftError;
use crate::forum::refusal::Refusal;
use crate::forum::text::{BODY, TITLE, TextError};
use crate::store::StoreError;
use crate::view::engine::ViewError;
use crate::view::when;
use crate::view::words::Sentence;

use super::code::Code;
use super::draw::kind_of;
use super::error::{self, TRY_AGAIN_S};

/// One field that did not fit.
#[derive(Clone, Debug)]
pub(crate) struct FieldFault {
    /// Its name in form and API.
    pub(crate) field: Cow<'static, str>,
    /// What happened and what to do.
    pub(crate) message: Sentence,
}

/// A failure on its way to whoever draws it.
#[derive(Clone, Debug)]
pub(crate) struct WebError {
    /// The status.
    pub(crate) status: StatusCode,
    /// A stable word for scripts.
    pub(crate) code: Code,
    /// What happened and what to do, if it concerns the whole; the fields' messages otherwise.
    pub(crate) detail: Option<Box<Sentence>>,
    /// Fields that did not fit.
    pub(crate) errors: Vec<FieldFault>,
    /// Seconds until it may be tried again.
    pub(crate) retry_after_s: Option<u64>,
    /// For 500: the reference that the log bears.
    pub(crate) reference: Option<String>,
}

impl WebError {
    /// An error of this status and code, with a sentence.
    pub(crate) fn new(status: StatusCode, code: Code, detail: Sentence) -> Self {
        Self { status, code, detail: Some(Box::new(detail)), errors: Vec::new(), retry_after_s: None, reference: None }
    }

    /// 404: there is none, or this reader may not know of it.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, Code::NotFound, Sentence::new("error.page.not_found.text"))
    }

    /// 401: a session is needed.
    pub(crate) fn sign_in_first() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Code::SignInFirst, Sentence::new("error.act.sign_in_first"))
    }

    /// 426: this address speaks WebSocket and our subprotocol only (RFC 9110 §15.5.22).
    pub(crate) fn no_socket() -> Self {
        Self::new(StatusCode::UPGRADE_REQUIRED, Code::UpgradeRequired, Sentence::new("error.api.no_socket"))
    }

    /// 422 with fields.
    pub(crate) fn fields(errors: Vec<FieldFault>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code: Code::Invalid,
            detail: None,
            errors,
            retry_after_s: None,
            reference: None,
        }
    }

    /// 429: come back in so many seconds.
    pub(crate) fn too_many(code: Code, detail: Sentence, seconds: u64) -> Self {
        Self { retry_after_s: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail) }
    }

    /// 503: a part that this needs does not answer.
    pub(crate) fn unavailable() -> Self {
        let detail = Sentence::new("error.page.broken.text");
        Self {
            retry_after_s: Some(TRY_AGAIN_S),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, detail)
        }
    }

    /// 500: our fault. The log gets a line with a reference and no word of the request.
    pub(crate) fn broken(what: &dyn std::error::Error) -> Self {
        use crate::domain::entropy::draw;
        let reference = crate::domain::ids::encode_base32(&draw::<5>(&crate::domain::entropy::Os));
        tracing::error!(target: "leeward::web", reference = %reference, fault = %what, "a request failed");
        let detail = Sentence::new("error.page.broken.text");
        Self { reference: Some(reference), ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Fault, detail) }
    }

    /// What the way in refused, before any handler.
    pub(crate) fn from_way_in(refusal: &error::Refusal) -> Self {
        let detail = Sentence::new(format!("error.page.{}.text", kind_of(refusal.status, refusal.code).name()));
        Self { retry_after_s: refusal.retry_after_s(), ..Self::new(refusal.status, refusal.code, detail) }
    }

    /// A refusal of the forum, at this moment.
    pub(crate) fn from_refusal(refusal: Refusal, now: Timestamp) -> Self {
        let code = code_of(&refusal);
        let one = |status, key: &str| Self::new(status, code, Sentence::new(key));
        let later = |until, key: &str| {
            let seconds = seconds_until(until, now);
            Self::too_many(code, Sentence::new(key).with("wait", when::wait(seconds)), seconds)
        };
        match refusal {
            Refusal::NotFound => Self::not_found(),
            Refusal::Text(errors) => Self::fields(errors.iter().map(text_fault).collect()),
            Refusal::Locked => one(StatusCode::CONFLICT, "error.act.locked"),
            Refusal::Closed => one(StatusCode::CONFLICT, "error.act.closed"),
            Refusal::Archived => one(StatusCode::CONFLICT, "error.act.archived"),
            Refusal::ReadOnly => one(StatusCode::FORBIDDEN, "error.act.only_read"),
            Refusal::Restricted { until: None } => one(StatusCode::FORBIDDEN, "error.act.restricted"),
            Refusal::Restricted { until: Some(day) } => {
                let sentence = Sentence::new("error.act.restricted_until").with("day", when::day_in_words(day, now));
                Self::new(StatusCode::FORBIDDEN, code, sentence)
            }
            Refusal::TooSoon { until, slow_board: true } => later(until, "error.limit.slow_mode"),
            Refusal::TooSoon { until, slow_board: false } => {
                let seconds = seconds_until(until, now);
                Self::too_many(code, when::too_fast(seconds), seconds)
            }
            Refusal::ManyReactions { until } => later(until, "error.limit.reactions_hour"),
            Refusal::DailyLimit { until, limit, threads } => {
                let key = if threads { "error.limit.threads_day" } else { "error.limit.replies_day" };
                Self::too_many(code, Sentence::new(key).with("n", limit), seconds_until(until, now))
            }
            Refusal::TooManyLinks { allowed } => {
                Self::field(code, "body", Sentence::new("error.field.links").with("n", allowed))
            }
            Refusal::NoOneOff => Self::field(code, "one_off", Sentence::new("error.field.one_off")),
            Refusal::KeyReused => one(StatusCode::UNPROCESSABLE_ENTITY, "error.act.sent_before"),
            Refusal::TooLate => one(StatusCode::CONFLICT, "error.act.edit_over"),
            Refusal::OwnPost => one(StatusCode::FORBIDDEN, "error.act.own_reaction"),
            Refusal::OwnName => one(StatusCode::FORBIDDEN, "error.act.own_name"),
            Refusal::TooManyMuted => one(StatusCode::CONFLICT, "error.limit.muted"),
            Refusal::TooManyFollowed => one(StatusCode::CONFLICT, "error.limit.followed"),
            Refusal::NameFixed => one(StatusCode::CONFLICT, "error.act.name_settled"),
            Refusal::WrongState => one(StatusCode::CONFLICT, "error.act.post_gone"),
            Refusal::Store(error) => Self::from(error),
        }
    }

    /// 422 at one field, with a code of its own.
    fn field(code: Code, field: &'static str, message: Sentence) -> Self {
        Self { code, ..Self::fields(vec![FieldFault { field: field.into(), message }]) }
    }
}

/// The code of a refusal of the forum: each has its own, so that tests which walk the codes walk the refusals.
fn code_of(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::NotFound => Code::NotFound,
        Refusal::Text(_) => Code::Invalid,
        Refusal::Locked => Code::ThreadLocked,
        Refusal::Closed => Code::ThreadClosed,
        Refusal::Archived => Code::BoardArchived,
        Refusal::ReadOnly => Code::RetiredNameSpokeHere,
        Refusal::Restricted { .. } => Code::Restricted,
        Refusal::TooSoon { .. } => Code::TooSoon,
        Refusal::DailyLimit { .. } => Code::DailyLimit,
        Refusal::ManyReactions { .. } => Code::TooManyReactions,
        Refusal::TooManyLinks { .. } => Code::TooManyLinks,
        Refusal::KeyReused => Code::IdempotencyKeyReused,
        Refusal::NoOneOff => Code::OneOffNotOffered,
        Refusal::TooLate => Code::TooLateToEdit,
        Refusal::OwnPost => Code::OwnPost,
        Refusal::OwnName => Code::OwnName,
        Refusal::TooManyMuted => Code::TooManyMuted,
        Refusal::TooManyFollowed => Code::TooManyFollowed,
        Refusal::NameFixed => Code::NameFixed,
        Refusal::WrongState => Code::WrongState,
        Refusal::Store(_) => Code::Unavailable,
    }
}

/// Whole seconds until a moment, at least one.
fn seconds_until(until: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(until.since_ms(now)).unwrap_or(0).div_ceil(1_000).max(1)
}

/// What did not fit, in words.
pub(crate) fn text_fault(error: &TextError) -> FieldFault {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let message = match error {
        TextError::Title { found: 0 } => Sentence::new("error.field.title_empty"),
        TextError::Title { found } if found < TITLE.start() => {
            Sentence::new("error.field.title_short").with("min", count(*TITLE.start()))
        }
        TextError::Title { found } => {
            Sentence::new("error.field.title_long").with("n", count(*found)).with("max", count(*TITLE.end()))
        }
        TextError::Body { found: 0 } => Sentence::new("error.field.body_empty"),
        TextError::Body { found } => {
            Sentence::new("error.field.body_long").with("n", count(*found)).with("max", count(*BODY.end()))
        }
        TextError::Seeking => Sentence::new("error.field.seeking"),
        TextError::Warning { .. } => Sentence::new("error.field.warnings_unknown"),
        TextError::ReplyTo => Sentence::new("error.field.reply_to"),
        TextError::Publish => Sentence::new("error.field.publish"),
        TextError::OnceKey => Sentence::new("error.field.choice"),
    };
    FieldFault { field: error.field().into(), message }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                tracing::warn!(target: "leeward::web", "the database did not answer");
                Self::unavailable()
            }
            StoreError::SessionEnded => Self::sign_in_first(),
            StoreError::Exists | StoreError::Corrupt { .. } | StoreError::Bug(_) => Self::broken(&error),
        }
    }
}

impl From<ViewError> for WebError {
    fn from(error: ViewError) -> Self {
        Self::broken(&error)
    }
}

impl From<DraftError> for WebError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::NotFound => Self::not_found(),
            DraftError::TooMany => {
                Self::new(StatusCode::CONFLICT, Code::TooManyDrafts, Sentence::new("error.limit.drafts"))
            }
            DraftError::TooLong => Self::fields(vec![text_fault(&TextError::Body { found: BODY.end() + 1 })]),
            DraftError::Store(error) => error.into(),
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
