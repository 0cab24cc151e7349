//! Addresses people type: the site's, the onion's, and which hosts mean this very machine.

use std::net::IpAddr;

use url::{Host, Url};

/// An origin of ours: scheme, host and port, without path (RFC 6454 §6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteAddress {
    /// Serialised as browsers send it in `Origin`: lower case, no default port, no slash at the end.
    pub origin: String,
    /// The host as browsers send it in `Host`: lower case, with the port unless it is the scheme's own.
    pub host: String,
    /// The host without its port: a name, an IPv4 address or an IPv6 address in brackets.
    pub name: String,
    /// The port, the scheme's own included.
    pub port: u16,
    /// Whether the scheme is https.
    pub https: bool,
    /// Whether the host is localhost, 127.0.0.0/8 or ::1.
    pub loopback: bool,
    /// Whether the host ends in `.onion`.
    pub onion: bool,
}

impl SiteAddress {
    /// An absolute address of ours; `path` begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// Reads the address of the site: https, or http where no network lies between (loopback, onion). The error says what
/// is wrong, as the end of the sentence "LEEWARD_BASE_URL …".
pub fn site_address(text: &str) -> Result<SiteAddress, String> {
    let url = Url::parse(text).map_err(|_| "is not an address".to_owned())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("begins with neither https:// nor http://".to_owned());
    }
    let Some(host) = url.host() else { return Err("has no host".to_owned()) };
    let name = host.to_string();
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a name or password".to_owned());
    }
    if url.path() != "/" {
        return Err("has a path".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() || text.contains(['?', '#', '\\']) {
        return Err("has a query or fragment".to_owned());
    }
    let loopback = is_loopback(&host);
    let onion = name.ends_with(".onion") && name.len() > ".onion".len();
    let https = url.scheme() == "https";
    if !https && !loopback && !onion {
        return Err("is plain http, which others can read on the way".to_owned());
    }
    if name.ends_with('.') || name.contains('*') {
        return Err("has a host that browsers do not send".to_owned());
    }
    let port = url.port_or_known_default().unwrap_or(80);
    if port == 0 {
        return Err("has the port 0".to_owned());
    }
    let shown = url.port().map_or_else(|| name.clone(), |port| format!("{name}:{port}"));
    Ok(SiteAddress { origin: format!("{}://{shown}", url.scheme()), host: shown, name, port, https, loopback, onion })
}

/// Reads the onion address: like the site's, and its host ends in `.onion`.
pub fn onion_address(text: &str) -> Result<SiteAddress, String> {
    let address = site_address(text)?;
    if address.onion { Ok(address) } else { Err("has a host that does not end in .onion".to_owned()) }
}

/// Reads the address to which "Leave now" goes: any page on http or https.
pub fn exit_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "is not an address".to_owned())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("begins with neither https:// nor http://".to_owned());
    }
    if url.host_str().is_none_or(str::is_empty) || !url.username().is_empty() || url.password().is_some() {
        return Err("has no plain host".to_owned());
    }
    Ok(url)
}

/// Whether a host means this very machine (RFC 6761 §6.3 for the name; 127.0.0.0/8 and ::1).
pub fn is_loopback<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => name.as_ref().eq_ignore_ascii_case("localhost"),
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => IpAddr::V6(*ip).to_canonical().is_loopback(),
    }
}
