//! Who may write: only pages of our own, and scripts that no browser can be made into.
//!
//! There are no form tokens (CONTRACT §4). A browser says by itself whether a request comes from one of our pages:
//! `Sec-Fetch-Site` (W3C Fetch Metadata) and `Origin` (RFC 6454). Forms need one of the two even without a cookie, so
//! that nobody can be signed in or joined by another site. The upgrade to a socket is judged here too: it is a GET, and
//! no rule of the browser keeps other sites from opening one.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};

use super::code::Code;
use super::error::{Refusal, is_api};
use crate::config::site::Site;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The origins that are ours.
#[derive(Clone, Debug)]
pub struct Origins {
    trial: bool,
    ours: Vec<String>,
}

/// What is said of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It reads only.
    Reads,
    /// It may write.
    Writes,
    /// It writes, and nothing shows that it comes from us.
    Refused,
}

/// What a handler that writes finds in the request's extensions: this layer has judged and agreed. Nobody else can
/// make one, so an extractor that asks for it can't work where the layer was forgotten.
#[derive(Clone, Copy)]
pub struct OwnWrite(());

impl OwnWrite {
    /// The proof, for an agreeing verdict alone.
    pub fn from_verdict(verdict: Verdict) -> Option<Self> {
        (verdict == Verdict::Writes).then_some(Self(()))
    }
}

/// What is said when a write is refused.
pub const REFUSED: Refusal = Refusal {
    status: StatusCode::FORBIDDEN,
    code: Code::OtherOrigin,
    title: "Nothing was changed",
    detail: "Your browser did not say that this came from a page of this site. Open the page here and send it again.",
};

/// What a header says of where a request comes from.
#[derive(PartialEq, Eq)]
enum Says {
    Nothing,
    Ours,
    Foreign,
}

impl Origins {
    /// The origins of these settings.
    pub fn new(site: &Site) -> Self {
        let ours = [&site.base_url, &site.onion_url];
        let ours = ours.into_iter().flatten().map(|address| address.origin.clone()).collect();
        Self { trial: site.trial(), ours }
    }

    /// Judges the head of a request whose host was found good.
    pub fn judge(&self, head: &Parts) -> Verdict {
        let headers = &head.headers;
        if matches!(head.method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE) {
            return if is_upgrade(headers) { self.judge_upgrade(headers) } else { Verdict::Reads };
        }
        let cookie = headers.contains_key(header::COOKIE);
        if !cookie && has_bearer(headers) {
            return Verdict::Writes;
        }
        let (site, origin) = (site_says(headers), self.origin_says(headers));
        if site == Says::Foreign || origin == Says::Foreign {
            return Verdict::Refused;
        }
        if site == Says::Ours || origin == Says::Ours {
            return Verdict::Writes;
        }
        // Neither header: a script. A browser sends `Origin` with every POST, and asks before it sends JSON.
        if !cookie && is_api(head.uri.path()) && !is_form(headers) { Verdict::Writes } else { Verdict::Refused }
    }

    /// A browser always sends `Origin` with an upgrade; only scripts leave it out (RFC 6455 §10.2).
    fn judge_upgrade(&self, headers: &HeaderMap) -> Verdict {
        match self.origin_says(headers) {
            Says::Ours => Verdict::Reads,
            Says::Nothing if !headers.contains_key(header::COOKIE) && !headers.contains_key(header::ORIGIN) => {
                Verdict::Reads
            }
            Says::Nothing | Says::Foreign => Verdict::Refused,
        }
    }

    /// `Origin: null` says nothing: browsers send it for our own pages too, under some referrer policies.
    fn origin_says(&self, headers: &HeaderMap) -> Says {
        match single(headers, &header::ORIGIN) {
            Ok(None) | Ok(Some("null")) => Says::Nothing,
            Ok(Some(origin)) if self.is_ours(origin, headers) => Says::Ours,
            Ok(Some(_)) | Err(()) => Says::Foreign,
        }
    }

    /// Compared letter by letter: browsers serialise origins in one way only. On trial the site's address is the one
    /// by which it was asked, which the host guard has found to be this machine.
    fn is_ours(&self, origin: &str, headers: &HeaderMap) -> bool {
        if self.ours.iter().any(|ours| ours == origin) {
            return true;
        }
        let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        self.trial && origin.strip_prefix("http://").is_some_and(|host| Some(host) == asked)
    }
}

/// `none` (typed, bookmarked) says nothing: nobody types a write.
fn site_says(headers: &HeaderMap) -> Says {
    match single(headers, &SEC_FETCH_SITE) {
        Ok(None) | Ok(Some("none")) => Says::Nothing,
        Ok(Some("same-origin")) => Says::Ours,
        Ok(Some(_)) | Err(()) => Says::Foreign,
    }
}

/// The value of a header that may stand once. `Err` when it stands twice or is not text.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, ()> {
    let mut values = headers.get_all(name).iter();
    let first = values.next().map(|value| value.to_str().map_err(|_| ())).transpose()?;
    if values.next().is_some() { Err(()) } else { Ok(first) }
}

fn is_upgrade(headers: &HeaderMap) -> bool {
    headers.contains_key(header::UPGRADE) || headers.contains_key(header::SEC_WEBSOCKET_KEY)
}

fn has_bearer(headers: &HeaderMap) -> bool {
    let value = single(headers, &header::AUTHORIZATION).ok().flatten().unwrap_or_default();
    value.split_once(' ').is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
}

/// Whether the content type is one that a page of another site can send without asking (Fetch, "CORS-safelisted
/// request-header"); an unreadable or repeated one counts as such.
fn is_form(headers: &HeaderMap) -> bool {
    match single(headers, &header::CONTENT_TYPE) {
        Ok(None) => false,
        Ok(Some(value)) => {
            let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            !(kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json")))
        }
        Err(()) => true,
    }
}
