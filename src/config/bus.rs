//! What joins several nodes.

use std::fmt;

use secrecy::SecretString;
use url::{Host, Url};

use super::address::is_loopback;
use super::setting::settings;

/// The port of NATS servers, when the address names none.
const USUAL_PORT: u16 = 4222;

settings! {
    /// What joins several nodes.
    pub struct Bus {
        /// The NATS server over which nodes hint to each other. Without it there is one node.
        /// Several nodes also share LEEWARD_DATABASE_URL and LEEWARD_LEDGER_URL.
        nats_url: Option<NatsUrl> = "nats_url", optional(), nats,
            may be "nats://host:4222 on this machine, or tls://host:4222, with name:password@ or token@ before \
                    the host",
            example "tls://leeward:password@nats.internal:4222", secret;
    }
}

/// The address of a NATS server. It may hold a password: it has no `Display`, and `Debug` shows server and port alone.
#[derive(Clone)]
pub struct NatsUrl {
    /// Scheme, host and port, without any secret.
    pub server: Url,
    /// Whether the way to the server is TLS, whatever the server says.
    pub tls: bool,
    /// How this node says who it is.
    pub login: Login,
}

/// How a node says to the bus who it is.
#[derive(Clone)]
pub enum Login {
    /// It does not.
    Open,
    /// By a token.
    Token(SecretString),
    /// By a name and a password.
    Password(String, SecretString),
}

impl fmt::Debug for NatsUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.server.as_str())
    }
}

impl NatsUrl {
    /// Host and port, for people who look for a fault.
    pub fn place(&self) -> String {
        format!("{}:{}", self.server.host_str().unwrap_or_default(), self.server.port().unwrap_or(USUAL_PORT))
    }
}

fn nats(text: &str) -> Result<NatsUrl, String> {
    let url = Url::parse(text).map_err(|_| "is not an address".to_owned())?;
    let tls = match url.scheme() {
        "tls" => true,
        "nats" => false,
        _ => return Err("begins with neither nats:// nor tls://".to_owned()),
    };
    let host = match url.host() {
        // Hosts of other schemes than http are opaque to the parser: an IPv4 address is still a name to it.
        Some(Host::Domain(name)) => Host::parse(name).map_err(|_| "has a host that is no host".to_owned())?,
        Some(Host::Ipv4(ip)) => Host::Ipv4(ip),
        Some(Host::Ipv6(ip)) => Host::Ipv6(ip),
        None => return Err("has no host".to_owned()),
    };
    if !tls && !is_loopback(&host) {
        return Err("crosses a network without TLS".to_owned());
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err("has something after the port".to_owned());
    }
    let port = url.port().unwrap_or(USUAL_PORT);
    if port == 0 {
        return Err("has the port 0".to_owned());
    }
    let server = format!("{}://{host}:{port}", url.scheme());
    let server = Url::parse(&server).map_err(|_| "has a host that is no host".to_owned())?;
    Ok(NatsUrl { server, tls, login: login(&url)? })
}

fn login(url: &Url) -> Result<Login, String> {
    let wrong = || "has a name or password with a broken %".to_owned();
    let name = decoded(url.username()).ok_or_else(wrong)?;
    match url.password() {
        None if name.is_empty() => Ok(Login::Open),
        None => Ok(Login::Token(SecretString::from(name))),
        Some(_) if name.is_empty() => Err("has a password without a name".to_owned()),
        Some(password) => Ok(Login::Password(name, SecretString::from(decoded(password).ok_or_else(wrong)?))),
    }
}

/// The text with `%41` as `A` (RFC 3986 §2.1). `None` for a `%` without two hexadecimal digits, or what is not UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2).filter(|digits| !digits.starts_with('+'))?, 16).ok()?);
        bytes.extend(part.get(2..)?.bytes());
    }
    String::from_utf8(bytes).ok()
}
