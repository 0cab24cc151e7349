//! Which hosts are answered. A request for another host gets 421; one without a clear host gets 400.
//!
//! This closes DNS rebinding against a site on trial, poisoned links and caches, and the requests that hyper accepts
//! although they have more than one meaning (RFC 9112 §3.2).

use std::net::{Ipv4Addr, Ipv6Addr};

use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};

use super::code::Code;
use super::error::Refusal;
use crate::config::address::SiteAddress;
use crate::config::site::Site;

/// By which address a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The site's own address.
    Site,
    /// The onion address.
    Onion,
    /// This machine's own name, on trial or for a health check.
    ThisMachine,
}

/// The hosts that are answered.
#[derive(Clone, Debug)]
pub struct Hosts {
    trial: bool,
    site: Option<SiteAddress>,
    onion: Option<SiteAddress>,
}

/// A host and perhaps a port, as a request names them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Authority {
    name: String,
    port: Option<u16>,
}

const UNCLEAR: Refusal = Refusal {
    status: StatusCode::BAD_REQUEST,
    code: Code::UnclearRequest,
    title: "This request can't be understood",
    detail: "It names no host, several hosts, or something that is not a host.",
};

const ELSEWHERE: Refusal = Refusal {
    status: StatusCode::MISDIRECTED_REQUEST,
    code: Code::OtherHost,
    title: "This is not the address of this site",
    detail: "Open the site by its own address.",
};

const ON_TRIAL: Refusal = Refusal {
    status: StatusCode::MISDIRECTED_REQUEST,
    code: Code::TrialMode,
    title: "This site is on trial and answers its own machine only",
    detail: "Whoever runs it opens it to others by setting LEEWARD_BASE_URL to its public address.",
};

impl Hosts {
    /// The hosts of these settings.
    pub fn new(site: &Site) -> Self {
        Self { trial: site.trial(), site: site.base_url.clone(), onion: site.onion_url.clone() }
    }

    /// Judges the head of a request.
    pub fn judge(&self, head: &Parts) -> Result<Reached, Refusal> {
        let authority = clear_authority(head).ok_or(UNCLEAR)?;
        if self.trial {
            return if authority.is_loopback() { Ok(Reached::ThisMachine) } else { Err(ON_TRIAL) };
        }
        if self.site.as_ref().is_some_and(|address| authority.matches(address)) {
            let onion = self.site.as_ref().is_some_and(|address| address.onion);
            return Ok(if onion { Reached::Onion } else { Reached::Site });
        }
        if self.onion.as_ref().is_some_and(|address| authority.matches(address)) {
            return Ok(Reached::Onion);
        }
        // Monitors on the same machine ask by its own name; these two answers hold nothing of the site.
        if authority.is_loopback() && matches!(head.uri.path(), "/livez" | "/readyz") {
            return Ok(Reached::ThisMachine);
        }
        Err(ELSEWHERE)
    }
}

/// The one host of a request. `None` when it names none, several, or something that is not a host, and for the forms
/// of a target that no route of ours has: `*` and the authority form of CONNECT.
fn clear_authority(head: &Parts) -> Option<Authority> {
    let mut values = head.headers.get_all(header::HOST).iter();
    let value = values.next()?.to_str().ok()?;
    if values.next().is_some() || head.method == Method::CONNECT || !head.uri.path().starts_with('/') {
        return None;
    }
    let authority = Authority::parse(value)?;
    if let Some(scheme) = head.uri.scheme_str() {
        // Absolute form (RFC 9112 §3.2.2): the two hosts have to be one.
        let target = Authority::parse(head.uri.authority()?.as_str())?;
        let default = if scheme == "https" { 443 } else { 80 };
        let same_port = target.port.unwrap_or(default) == authority.port.unwrap_or(default);
        if !matches!(scheme, "http" | "https") || target.name != authority.name || !same_port {
            return None;
        }
    }
    Some(authority)
}

impl Authority {
    /// `name`, `1.2.3.4` or `[::1]`, with or without a port (RFC 9110 §7.2); nothing else, no userinfo, no blanks.
    fn parse(text: &str) -> Option<Self> {
        let (name, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (inner, after) = rest.split_once(']')?;
                let address: Ipv6Addr = inner.parse().ok()?;
                (format!("[{address}]"), after.strip_prefix(':').map(Some).or(after.is_empty().then_some(None))?)
            }
            None => {
                let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
                (name.to_ascii_lowercase(), port)
            }
        };
        let good = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
        if !name.starts_with('[') && (name.is_empty() || name.len() > 253 || !name.bytes().all(good)) {
            return None;
        }
        let digits = |port: &str| !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
        let port = match port {
            Some(port) if digits(port) => Some(port.parse().ok()?),
            Some(_) => return None,
            None => None,
        };
        Some(Self { name, port })
    }

    fn is_loopback(&self) -> bool {
        self.name == "localhost"
            || self.name == "[::1]"
            || self.name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
    }

    fn matches(&self, address: &SiteAddress) -> bool {
        let default = if address.https { 443 } else { 80 };
        self.name == address.name && self.port.unwrap_or(default) == address.port
    }
}
