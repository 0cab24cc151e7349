//! What joins several nodes.

use url::{Host, Url};

use super::address::is_loopback;
use super::setting::settings;

settings! {
    /// What joins several nodes.
    pub struct Bus {
        /// The NATS server over which nodes hint to each other. Without it there is one node.
        /// Several nodes also share LEEWARD_DATABASE_URL and LEEWARD_LEDGER_URL.
        nats_url: Option<Url> = "nats_url", optional(), nats,
            may be "nats://host:4222 on this machine, or tls://host:4222",
            example "tls://nats.internal:4222", secret;
    }
}

fn nats(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "is not an address".to_owned())?;
    let local = match url.host() {
        None => return Err("has no host".to_owned()),
        Some(Host::Domain(name)) => Host::parse(name).is_ok_and(|host| is_loopback(&host)),
        Some(host) => is_loopback(&host),
    };
    match url.scheme() {
        "tls" => Ok(url),
        "nats" if local => Ok(url),
        "nats" => Err("crosses a network without TLS".to_owned()),
        _ => Err("begins with neither nats:// nor tls://".to_owned()),
    }
}
