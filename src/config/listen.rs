//! Where the program listens.

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;

use super::setting::settings;

/// A place to listen on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// An address with a port; port 0 takes any free one.
    Tcp(SocketAddr),
    /// A unix socket at this path.
    Unix(PathBuf),
}

settings! {
    /// Where the program listens, and which proxies it believes.
    pub struct Listening {
        /// Where the program listens: an address with a port, or a unix socket for a proxy on the same machine.
        listen: Listen = "listen", always("127.0.0.1:8080"), place,
            may be "an address with a port such as 127.0.0.1:8080 or [::1]:8080, or unix:/path/to/socket",
            example "127.0.0.1:8080";
        /// Proxies whose X-Forwarded-For is believed, as networks. Addresses are used in memory only, as keyed hashes.
        trusted_proxies: Vec<IpNet> = "trusted_proxies", always("none"), networks,
            may be "a list of networks with commas between, such as 127.0.0.1/32,10.0.0.0/8, or none",
            example "127.0.0.1/32";
        /// Where counts for Prometheus are shown. Without it there are none. Never a port that others reach.
        metrics_listen: Option<SocketAddr> = "metrics_listen", optional(), socket,
            may be "an address with a port such as 127.0.0.1:9090, another than LEEWARD_LISTEN",
            example "127.0.0.1:9090";
    }
}

fn place(text: &str) -> Result<Listen, String> {
    let Some(path) = text.strip_prefix("unix:") else { return socket_or_any_port(text).map(Listen::Tcp) };
    // A socket's name has to fit the kernel's 108 bytes with its ending zero (unix(7)).
    if path.is_empty() || path.len() > 107 {
        return Err("has no path of 1 to 107 bytes after unix:".to_owned());
    }
    if path.ends_with('/') {
        return Err("names a folder, not a socket".to_owned());
    }
    Ok(Listen::Unix(PathBuf::from(path)))
}

fn socket_or_any_port(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "is not an address with a port".to_owned())
}

fn socket(text: &str) -> Result<SocketAddr, String> {
    let socket = socket_or_any_port(text)?;
    if socket.port() == 0 { Err("has the port 0".to_owned()) } else { Ok(socket) }
}

fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    if text == "none" {
        return Ok(Vec::new());
    }
    text.split(',').map(|part| network(part.trim())).collect()
}

fn network(text: &str) -> Result<IpNet, String> {
    let net: IpNet = match text.parse::<std::net::IpAddr>() {
        Ok(address) => IpNet::from(address),
        Err(_) => text.parse().map_err(|_| format!("holds {text:?}, which is not a network"))?,
    };
    // Everybody could then choose their own address.
    if net.prefix_len() == 0 {
        return Err("believes every address".to_owned());
    }
    if net.trunc() != net {
        return Err(format!("holds {net}, whose network is {}", net.trunc()));
    }
    Ok(net)
}
