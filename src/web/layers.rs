//! What every request passes, in this order, and why:
//!
//! 1. *Headers* go on every answer, so they are put on last, outside of everything that can refuse.
//! 2. *Panics* become a calm 500 with what was typed: one request's bug ends one request.
//! 3. *Size of the head*: the cheapest refusal first.
//! 4. *Host*: a request for another site reaches nothing of ours.
//! 5. *Network key*: from here on nobody can see an address any more.
//! 6. *Body*, within size and time: what is malformed is refused before it is judged by what it says.
//! 7. *Origin*: a write that does not come from us reaches no handler.
//! 8. *Time*: a request that is not answered in its time ends, with what was typed.
//!
//! It is one function and not eight layers of a framework: the order can be read, and costs one allocation.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use futures_util::FutureExt;

use super::body::Gatherer;
use super::code::Code;
use super::error::{Refusal, is_api};
use super::headers::{HeaderRules, is_plain_host};
use super::host::{Hosts, Reached};
use super::kept::Kept;
use super::origin::{Origins, OwnWrite, REFUSED, Verdict};
use crate::privacy::network::{Networks, Peer};

/// The longest target of a request, in bytes.
pub const MAX_TARGET_BYTES: usize = 8 * 1024;
/// The largest sum of header names and values, in bytes.
pub const MAX_HEADER_BYTES: usize = 16 * 1024;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

const LONG_TARGET: Refusal = Refusal {
    status: StatusCode::URI_TOO_LONG,
    code: Code::LongAddress,
    title: "This address is too long",
    detail: "An address may hold 8,192 characters.",
};
const LARGE_HEAD: Refusal = Refusal {
    status: StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    code: Code::LargeHead,
    title: "Your browser sent too much along",
    detail: "Delete this site's cookies in your browser and load the page again.",
};
const TOO_LONG: Refusal = Refusal {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: Code::NoAnswer,
    title: "No answer came in time",
    detail: "It may have been done or not. Send it again with the same key, or look whether it is there.",
};
const BUG: Refusal = Refusal {
    status: StatusCode::INTERNAL_SERVER_ERROR,
    code: Code::Fault,
    title: "This is our fault",
    detail: "Something broke here. Wait a moment and try again.",
};

/// Draws the answer to a request that no handler answered, with all that was typed (CONTRACT §4).
pub trait RefusalPage: Send + Sync {
    /// The answer, with the refusal's status.
    fn draw(&self, kept: &Kept, refusal: &Refusal) -> Response;
}

/// Says it in plain text and gives back what was typed: used until pages are drawn, and when they can't be.
pub struct PlainRefusal;

impl RefusalPage for PlainRefusal {
    fn draw(&self, kept: &Kept, refusal: &Refusal) -> Response {
        let mut response = refusal.answer(kept.uri.path());
        let mut text = format!("{}\n\n{}\n", refusal.title, refusal.detail);
        for (name, value) in kept.typed().unwrap_or_default().0 {
            text.push_str(&format!("\n{name}:\n{value}\n"));
        }
        *response.body_mut() = Body::from(text);
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response
    }
}

/// All that the way in and out needs.
pub struct Around {
    /// Which hosts are answered.
    pub hosts: Hosts,
    /// Which origins may write.
    pub origins: Origins,
    /// Which headers are sent.
    pub headers: HeaderRules,
    /// Makes network keys.
    pub networks: Arc<Networks>,
    /// Reads bodies.
    pub bodies: Gatherer,
    /// Draws what no handler answered.
    pub refusal: Arc<dyn RefusalPage>,
    /// How long a request may take until its answer begins.
    pub patience: Duration,
    /// Whether requests are counted for the metrics listener.
    pub measure: bool,
}

/// Puts everything around the routes; call it once, after the last route.
pub fn around(routes: Router, with: Arc<Around>) -> Router {
    routes.layer(from_fn_with_state(with, pass))
}

/// What is known of a request by the time at which its answer fails.
#[derive(Default)]
struct Seen {
    reached: Option<Reached>,
    kept: Option<Arc<Kept>>,
}

async fn pass(State(with): State<Arc<Around>>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let plain_host = is_plain_host(request.headers());
    let meter = with.measure.then(|| Meter::start(&request));
    let mut seen = Seen::default();
    let answer = AssertUnwindSafe(admit(&with, request, next, &mut seen)).catch_unwind().await;
    let mut response = answer.unwrap_or_else(|panic: Box<dyn Any + Send>| {
        // The message of a panic can hold what a person wrote; the hook has logged the place.
        drop(panic);
        broken(&with, seen.kept.as_deref(), &uri)
    });
    if let Some(meter) = meter {
        meter.stop(response.status());
    }
    with.headers.dress(&mut response, seen.reached, plain_host, &uri);
    response
}

/// The answer after a panic. Drawing may meet the same bug, so it has a net of its own.
fn broken(with: &Around, kept: Option<&Kept>, uri: &Uri) -> Response {
    let drawn = kept.map(|kept| std::panic::catch_unwind(AssertUnwindSafe(|| tell(with, kept, &BUG))));
    drawn.and_then(Result::ok).unwrap_or_else(|| BUG.answer(uri.path()))
}

async fn admit(with: &Around, request: Request, next: Next, seen: &mut Seen) -> Response {
    let (mut head, body) = request.into_parts();
    let deadline = tokio::time::Instant::now() + with.patience;
    if let Err(refusal) = judge_size(&head) {
        return refusal.answer(head.uri.path());
    }
    let by = match with.hosts.judge(&head) {
        Ok(by) => by,
        Err(refusal) => return refusal.answer(head.uri.path()),
    };
    seen.reached = Some(by);
    head.extensions.insert(by);
    hide_address(with, &mut head, by);
    to_origin_form(&mut head);
    let gathered = tokio::time::timeout_at(deadline, with.bodies.gather(&head.headers, body)).await;
    let gathered = match gathered.unwrap_or(Err(super::body::TOO_SLOW)) {
        Ok(gathered) => gathered,
        Err(refusal) => return tell(with, &Kept::unread(&head), &refusal),
    };
    let kept = Arc::new(Kept::new(&head, &gathered.bytes));
    seen.kept = Some(Arc::clone(&kept));
    match with.origins.judge(&head) {
        Verdict::Refused => return tell(with, &kept, &REFUSED),
        verdict => {
            if let Some(proof) = OwnWrite::from_verdict(verdict) {
                head.extensions.insert(proof);
            }
        }
    }
    head.extensions.insert(Arc::clone(&kept));
    let answer = next.run(Request::from_parts(head, Body::from(gathered.bytes)));
    let response = tokio::time::timeout_at(deadline, answer).await;
    drop(gathered.share);
    response.unwrap_or_else(|_| tell(with, &kept, &TOO_LONG))
}

/// A refusal as its asker reads it: scripts get problem details, an upgrade a few plain words, people a page.
fn tell(with: &Around, kept: &Kept, refusal: &Refusal) -> Response {
    let upgrade = kept.reads() && *refusal == REFUSED;
    if is_api(kept.uri.path()) || upgrade { refusal.answer(kept.uri.path()) } else { with.refusal.draw(kept, refusal) }
}

fn judge_size(head: &Parts) -> Result<(), Refusal> {
    let target = head.uri.path().len() + head.uri.query().map_or(0, |query| query.len() + 1);
    if target > MAX_TARGET_BYTES {
        return Err(LONG_TARGET);
    }
    let headers: usize = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers > MAX_HEADER_BYTES { Err(LARGE_HEAD) } else { Ok(()) }
}

/// Swaps the address for its key. From here on neither the peer nor the forwarding headers are there to be read.
fn hide_address(with: &Around, head: &mut Parts, by: Reached) {
    let peer = head.extensions.remove::<Peer>();
    let forwarded: Vec<&str> =
        head.headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok()).collect();
    let keys = with.networks.of_request(peer, forwarded.into_iter(), by == Reached::Onion);
    head.extensions.insert(keys);
    for name in ["x-forwarded-for", "forwarded", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"] {
        head.headers.remove(name);
    }
}

/// Drops scheme and host of a target in absolute form: they were found equal to `Host`.
fn to_origin_form(head: &mut Parts) {
    if head.uri.scheme().is_some()
        && let Some(path) = head.uri.path_and_query()
        && let Ok(uri) = Uri::try_from(path.as_str())
    {
        head.uri = uri;
    }
}

/// Counts one request under its route's template, never under its path.
struct Meter {
    route: String,
    started: Instant,
}

impl Meter {
    fn start(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
        Self { route: route.to_owned(), started: Instant::now() }
    }

    fn stop(self, status: StatusCode) {
        let class = match status.as_u16() / 100 {
            1 => "1xx",
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            _ => "5xx",
        };
        metrics::counter!("leeward_requests_total", "route" => self.route.clone(), "status" => class).increment(1);
        metrics::histogram!("leeward_request_seconds", "route" => self.route)
            .record(self.started.elapsed().as_secs_f64());
    }
}
