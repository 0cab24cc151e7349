//! Takes a request's body in whole before anything judges it.
//!
//! There are no uploads here: the largest thing anybody sends is a text. So a body is read to its end first, within a
//! size and a time. What is malformed gets 400 before any route can answer half of it, what was typed is there when
//! a form is refused, and no route can forget a limit.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::code::Code;
use super::error::Refusal;

/// The largest body, in bytes.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;
/// Bodies up to here are taken without asking the budget; larger ones share it.
const SMALL_BODY_BYTES: usize = 64 * 1024;
/// How many large bodies are in memory at once, at most.
const LARGE_BODIES: usize = 64;

const TOO_LARGE: Refusal = Refusal {
    status: StatusCode::PAYLOAD_TOO_LARGE,
    code: Code::TooLarge,
    title: "This is too long",
    detail: "A request may hold one mebibyte. Shorten the text and send it again.",
};
const MALFORMED: Refusal = Refusal {
    status: StatusCode::BAD_REQUEST,
    code: Code::MalformedBody,
    title: "This request can't be understood",
    detail: "Its body was cut off or does not follow HTTP. Send it again.",
};
/// The body did not arrive in time.
pub const TOO_SLOW: Refusal = Refusal {
    status: StatusCode::REQUEST_TIMEOUT,
    code: Code::TooSlow,
    title: "This took too long to arrive",
    detail: "Nothing was changed. Send it again.",
};
const ENCODED: Refusal = Refusal {
    status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
    code: Code::EncodedBody,
    title: "This request is packed",
    detail: "Send the body as it is, without Content-Encoding.",
};
const BUSY: Refusal = Refusal {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: Code::Busy,
    title: "There is much to do at the moment",
    detail: "Nothing was changed. Wait a few seconds and send it again.",
};

/// Reads bodies.
#[derive(Clone)]
pub struct Gatherer {
    budget: Arc<Semaphore>,
    idle: Duration,
}

/// A body in whole, with its share of the budget; the share ends with the request.
pub struct Gathered {
    /// The body. Empty when there was none.
    pub bytes: Bytes,
    /// Keep it until the request is answered.
    pub share: Option<OwnedSemaphorePermit>,
}

impl Gatherer {
    /// `idle` is how long the next piece of a body may take.
    pub fn new(idle: Duration) -> Self {
        Self { budget: Arc::new(Semaphore::new(LARGE_BODIES)), idle }
    }

    /// Reads the body to its end, or says why not.
    pub async fn gather(&self, headers: &HeaderMap, body: Body) -> Result<Gathered, Refusal> {
        if body.is_end_stream() {
            return Ok(Gathered { bytes: Bytes::new(), share: None });
        }
        if headers.get_all(header::CONTENT_ENCODING).iter().any(|value| value != "identity") {
            return Err(ENCODED);
        }
        let announced = body.size_hint().lower();
        if announced > MAX_BODY_BYTES as u64 {
            return Err(TOO_LARGE);
        }
        let mut share = None;
        let mut bytes = Vec::with_capacity((announced as usize).min(SMALL_BODY_BYTES));
        let mut pieces = body.into_data_stream();
        while let Some(piece) = tokio::time::timeout(self.idle, pieces.next()).await.map_err(|_| TOO_SLOW)? {
            let piece = piece.map_err(|_| MALFORMED)?;
            if bytes.len() + piece.len() > MAX_BODY_BYTES {
                return Err(TOO_LARGE);
            }
            if share.is_none() && bytes.len() + piece.len() > SMALL_BODY_BYTES {
                share = Some(Arc::clone(&self.budget).try_acquire_owned().map_err(|_| BUSY)?);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Gathered { bytes: bytes.into(), share })
    }
}
