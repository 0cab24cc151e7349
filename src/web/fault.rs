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
    pub(crate) code: &'static str,
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
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: Sentence) -> Self {
        Self { status, code, detail: Some(Box::new(detail)), errors: Vec::new(), retry_after_s: None, reference: None }
    }

    /// 404: there is none, or this reader may not know of it.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", Sentence::new("error.page.not_found.text"))
    }

    /// 401: a session is needed.
    pub(crate) fn sign_in_first() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "sign_in_first", Sentence::new("error.act.sign_in_first"))
    }

    /// 426: this address speaks WebSocket and our subprotocol only (RFC 9110 §15.5.22).
    pub(crate) fn no_socket() -> Self {
        Self::new(StatusCode::UPGRADE_REQUIRED, "upgrade_required", Sentence::new("error.api.no_socket"))
    }

    /// 422 with fields.
    pub(crate) fn fields(errors: Vec<FieldFault>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code: "invalid",
            detail: None,
            errors,
            retry_after_s: None,
            reference: None,
        }
    }

    /// 429: come back in so many seconds.
    pub(crate) fn too_many(code: &'static str, detail: Sentence, seconds: u64) -> Self {
        Self { retry_after_s: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail) }
    }

    /// 503: a part that this needs does not answer.
    pub(crate) fn unavailable() -> Self {
        let detail = Sentence::new("error.page.broken.text");
        Self { retry_after_s: Some(10), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail) }
    }

    /// 500: our fault. The log gets a line with a reference and no word of the request.
    pub(crate) fn broken(what: &dyn std::error::Error) -> Self {
        use crate::domain::entropy::draw;
        let reference = crate::domain::ids::encode_base32(&draw::<5>(&crate::domain::entropy::Os));
        tracing::error!(target: "leeward::web", reference = %reference, fault = %what, "a request failed");
        let detail = Sentence::new("error.page.broken.text");
        Self { reference: Some(reference), ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "fault", detail) }
    }

    /// A sentence for a refusal that came with a wait.
    fn until(mut self, until: Timestamp, now: Timestamp) -> Self {
        self.retry_after_s = Some(seconds_until(until, now));
        self
    }

    /// A refusal of the forum, at this moment.
    pub(crate) fn from_refusal(refusal: Refusal, now: Timestamp) -> Self {
        let conflict = |key: &str, code| Self::new(StatusCode::CONFLICT, code, Sentence::new(key));
        let code = refusal.code();
        match refusal {
            Refusal::NotFound => Self::not_found(),
            Refusal::Text(errors) => Self::fields(errors.iter().map(text_fault).collect()),
            Refusal::Locked => conflict("error.act.locked", code),
            Refusal::Closed => conflict("error.act.closed", code),
            Refusal::Archived => conflict("error.act.archived", code),
            Refusal::ReadOnly => Self::new(StatusCode::FORBIDDEN, code, Sentence::new("error.act.only_read")),
            Refusal::Restricted { until } => {
                let sentence = match until {
                    Some(day) => Sentence::new("error.act.restricted_until").with("day", when::day_in_words(day, now)),
                    None => Sentence::new("error.act.restricted"),
                };
                Self::new(StatusCode::FORBIDDEN, code, sentence)
            }
            Refusal::TooSoon { until } => {
                let s = seconds_until(until, now);
                Self::too_many(code, Sentence::new("error.too_fast").with("s", s), s)
            }
            Refusal::ManyReactions { until } => {
                let s = seconds_until(until, now);
                Self::too_many(code, Sentence::new("error.limit.reactions_hour").with("wait", when::wait(s)), s)
            }
            Refusal::DailyLimit { until, limit, threads } => {
                let key = if threads { "error.limit.threads_day" } else { "error.limit.replies_day" };
                let sentence = Sentence::new(key).with("n", u64::from(limit));
                Self::new(StatusCode::TOO_MANY_REQUESTS, code, sentence).until(until, now)
            }
            Refusal::TooManyLinks { allowed } => Self::fields(vec![FieldFault {
                field: "body".into(),
                message: Sentence::new("error.field.links").with("n", u64::from(allowed)),
            }]),
            Refusal::KeyReused => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, Sentence::new("error.act.sent_before"))
            }
            Refusal::NoOneOff => {
                Self::fields(vec![FieldFault { field: "one_off".into(), message: Sentence::new("error.field.choice") }])
            }
            Refusal::TooLate => conflict("error.act.edit_over", code),
            Refusal::OwnPost => Self::new(StatusCode::FORBIDDEN, code, Sentence::new("error.act.own_reaction")),
            Refusal::NameFixed => conflict("error.act.name_settled", code),
            Refusal::WrongState => conflict("error.act.post_gone", code),
            Refusal::Store(error) => Self::from(error),
        }
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
                Self::new(StatusCode::CONFLICT, "too_many_drafts", Sentence::new("error.limit.drafts"))
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
