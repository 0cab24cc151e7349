//! What every request passes, in this order, and why:
//!
//! 1. *Headers* go on every answer, so they are put on last, outside of everything that can refuse.
//! 2. *Panics* become a calm 500: one request's bug ends one request.
//! 3. *Size of the head*: the cheapest refusal first.
//! 4. *Host*: a request for another site reaches nothing of ours.
//! 5. *Network key*: from here on nobody can see an address any more.
//! 6. *Body*, within size and time: what is malformed is refused before it is judged by what it says.
//! 7. *Origin*: a write that does not come from us reaches no handler.
//! 8. *Time*: a request that is not answered in its time ends.
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
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::body::Gatherer;
use super::error::{Refusal, is_api};
use super::headers::{HeaderRules, is_plain_host};
use super::host::{Hosts, Reached};
use super::origin::{Origins, OwnWrite, REFUSED, Verdict};
use crate::privacy::network::{Networks, Peer};

/// The longest target of a request, in bytes.
pub const MAX_TARGET_BYTES: usize = 8 * 1024;
/// The largest sum of header names and values, in bytes.
pub const MAX_HEADER_BYTES: usize = 16 * 1024;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

const LONG_TARGET: Refusal = Refusal {
    status: StatusCode::URI_TOO_LONG,
    code: "long_address",
    title: "This address is too long",
    detail: "An address may hold 8,192 characters.",
};
const LARGE_HEAD: Refusal = Refusal {
    status: StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    code: "large_head",
    title: "Your browser sent too much along",
    detail: "Delete this site's cookies in your browser and load the page again.",
};
const TOO_LONG: Refusal = Refusal {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: "no_answer",
    title: "No answer came in time",
    detail: "Wait a moment and load the page again to see whether it was done.",
};
const BUG: Refusal = Refusal {
    status: StatusCode::INTERNAL_SERVER_ERROR,
    code: "fault",
    title: "This is our fault",
    detail: "Something broke here. Wait a moment and try again.",
};

/// A form that was refused because nothing shows that it came from us.
pub struct RefusedWrite {
    /// The head of the request.
    pub head: Parts,
    /// The fields that were typed, in order; empty when the body was no form.
    pub typed: Vec<(String, String)>,
}

/// Draws the answer to a refused form, with all that was typed (CONTRACT §4). The status is 403.
pub trait RefusalPage: Send + Sync {
    /// The answer.
    fn draw(&self, refused: RefusedWrite) -> BoxFuture<'_, Response>;

    /// The answer to a request whose body was refused before anybody read it.
    fn tell(&self, head: &Parts, refusal: &Refusal) -> Response {
        refusal.answer(head.uri.path())
    }
}

/// Says it in plain text and gives back what was typed: used until pages are drawn, and when they can't be.
pub struct PlainRefusal;

impl RefusalPage for PlainRefusal {
    fn draw(&self, refused: RefusedWrite) -> BoxFuture<'_, Response> {
        let mut text = format!("{}\n\n{}\n", REFUSED.title, REFUSED.detail);
        for (name, value) in &refused.typed {
            text.push_str(&format!("\n{name}:\n{value}\n"));
        }
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = REFUSED.status;
        let plain = axum::http::HeaderValue::from_static("text/plain; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, plain);
        Box::pin(async { response })
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
    /// Draws refused forms.
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

async fn pass(State(with): State<Arc<Around>>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let plain_host = is_plain_host(request.headers());
    let meter = with.measure.then(|| Meter::start(&request));
    let mut reached = None;
    let answer = AssertUnwindSafe(admit(&with, request, next, &mut reached)).catch_unwind().await;
    let mut response = answer.unwrap_or_else(|panic: Box<dyn Any + Send>| {
        // The message of a panic can hold what a person wrote; the hook has logged the place.
        drop(panic);
        BUG.answer(uri.path())
    });
    if let Some(meter) = meter {
        meter.stop(response.status());
    }
    with.headers.dress(&mut response, reached, plain_host, &uri);
    response
}

async fn admit(with: &Around, request: Request, next: Next, reached: &mut Option<Reached>) -> Response {
    let (mut head, body) = request.into_parts();
    let deadline = tokio::time::Instant::now() + with.patience;
    let path = head.uri.clone();
    let path = path.path();
    if let Err(refusal) = judge_size(&head) {
        return refusal.answer(path);
    }
    let by = match with.hosts.judge(&head) {
        Ok(by) => by,
        Err(refusal) => return refusal.answer(path),
    };
    *reached = Some(by);
    head.extensions.insert(by);
    hide_address(with, &mut head, by);
    let gathered = match tokio::time::timeout_at(deadline, with.bodies.gather(&head.headers, body)).await {
        Ok(Ok(gathered)) => gathered,
        Ok(Err(refusal)) => return with.refusal.tell(&head, &refusal),
        Err(_) => return super::body::TOO_SLOW.answer(path),
    };
    match with.origins.judge(&head) {
        Verdict::Refused => return refuse(with, head, gathered.body).await,
        verdict => {
            if let Some(proof) = OwnWrite::from_verdict(verdict) {
                head.extensions.insert(proof);
            }
        }
    }
    to_origin_form(&mut head);
    let answer = next.run(Request::from_parts(head, gathered.body));
    let response = tokio::time::timeout_at(deadline, answer).await;
    drop(gathered.share);
    response.unwrap_or_else(|_| TOO_LONG.answer(path))
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

async fn refuse(with: &Around, head: Parts, body: Body) -> Response {
    let path = head.uri.path();
    if is_api(path) || head.method == Method::GET {
        return REFUSED.answer(path);
    }
    let typed = if is_typed(&head.headers) { fields(body).await } else { Vec::new() };
    with.refusal.draw(RefusedWrite { head, typed }).await
}

fn is_typed(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The fields of a form; the body was read before and is within its bounds.
async fn fields(body: Body) -> Vec<(String, String)> {
    let bytes = axum::body::to_bytes(body, super::body::MAX_BODY_BYTES).await.unwrap_or_default();
    url::form_urlencoded::parse(&bytes).take(200).map(|(k, v)| (k.into_owned(), v.into_owned())).collect()
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
