//! The set of headers on every answer (SECURITY §2): pages, errors, refusals, fragments, files.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::response::Response;

use super::host::Reached;
use crate::config::site::Site;

/// Scripts, styles and pictures of our own, nothing else; and no string becomes script.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// Everything off but two: copying one's own phrase by a press, and passkeys of staff.
pub const PERMISSIONS_POLICY: &str = "accelerometer=(), ambient-light-sensor=(), autoplay=(), battery=(), \
    bluetooth=(), browsing-topics=(), camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), \
    encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), \
    idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), \
    picture-in-picture=(), publickey-credentials-create=(self), publickey-credentials-get=(self), \
    screen-wake-lock=(), serial=(), speaker-selection=(), storage-access=(), usb=(), web-share=(), \
    window-management=(), xr-spatial-tracking=()";

const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");
const NO_INDEX: HeaderValue = HeaderValue::from_static("noindex, noarchive");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const EMBEDDER: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const AGENT_CLUSTER: HeaderName = HeaderName::from_static("origin-agent-cluster");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const ONION_LOCATION: HeaderName = HeaderName::from_static("onion-location");

/// A handler puts this into its answer's extensions where search engines may keep the page.
#[derive(Clone, Copy)]
pub struct Indexable;

/// Which headers a site sends.
#[derive(Clone, Debug)]
pub struct HeaderRules {
    https: bool,
    onion: Option<String>,
}

impl HeaderRules {
    /// The rules of these settings.
    pub fn new(site: &Site) -> Self {
        let https = site.base_url.as_ref().is_some_and(|address| address.https);
        Self { https, onion: site.onion_url.as_ref().map(|address| address.origin.clone()) }
    }

    /// Puts the set on an answer. `reached` is `None` when the host was refused; `local` says that the host was an
    /// onion or this machine. A handler's own `Referrer-Policy` and `Cache-Control` stay.
    pub fn dress(&self, response: &mut Response, reached: Option<Reached>, plain_host: bool, uri: &Uri) {
        let index = response.extensions().get::<Indexable>().is_some();
        let headers = response.headers_mut();
        for (name, value) in always() {
            headers.insert(name, value);
        }
        absent(headers, header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        absent(headers, header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.remove(header::SERVER);
        if !index {
            headers.insert(ROBOTS, NO_INDEX);
        }
        if self.https && !plain_host {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
        }
        if self.https && reached == Some(Reached::Site) {
            self.offer_onion(headers, uri);
        }
    }

    /// The same page on the onion address, for Tor Browser.
    fn offer_onion(&self, headers: &mut HeaderMap, uri: &Uri) {
        let Some(onion) = &self.onion else { return };
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        if let Ok(value) = HeaderValue::from_str(&format!("{onion}{path}")) {
            headers.insert(ONION_LOCATION, value);
        }
    }
}

fn always() -> [(HeaderName, HeaderValue); 8] {
    [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (PERMISSIONS, HeaderValue::from_static(PERMISSIONS_POLICY)),
        (OPENER, HeaderValue::from_static("same-origin")),
        (EMBEDDER, HeaderValue::from_static("require-corp")),
        (RESOURCE, HeaderValue::from_static("same-origin")),
        (AGENT_CLUSTER, HeaderValue::from_static("?1")),
    ]
}

fn absent(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.entry(name).or_insert(value);
}

/// Whether a Host header names an onion or this machine, where HSTS has no place; unreadable counts as such.
pub fn is_plain_host(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return true };
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.ends_with(".onion") || name == "localhost" || name.starts_with("127.") || name.starts_with("[::1]")
}
