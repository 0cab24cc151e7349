//! From an address to a key: the only reader of client addresses.
//!
//! What always holds: an address is seen here, hashed with a key that was drawn at start and is changed daily, and
//! dropped. Nothing here is stored, logged or shown (CONTRACT §2.8).

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use hmac::{Hmac, KeyInit, Mac};
use ipnet::IpNet;
use sha2::Sha256;

use crate::domain::clock::{Clock, Timestamp};
use crate::domain::entropy::{Entropy, draw};
use crate::domain::network::{NetworkKey, NetworkKeys};

/// The other end of a connection, as the listener saw it. Its field is private and it has no `Debug`: only this file
/// can look inside.
#[derive(Clone, Copy)]
pub struct Peer(End);

#[derive(Clone, Copy)]
enum End {
    /// A proxy on this machine, by a unix socket.
    Socket,
    /// An address.
    Address(IpAddr),
}

impl Peer {
    /// The far end of a unix socket.
    pub fn socket() -> Self {
        Self(End::Socket)
    }

    /// The far end of a TCP connection.
    pub fn address(address: IpAddr) -> Self {
        Self(End::Address(address.to_canonical()))
    }
}

/// Makes the keys of networks.
pub struct Networks {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    trusted: Vec<IpNet>,
    keys: Mutex<DailyKeys>,
}

/// The hash keys of today and yesterday.
#[derive(Clone)]
struct DailyKeys {
    day: i64,
    current: Hmac<Sha256>,
    previous: Option<Hmac<Sha256>>,
}

/// What a key is made of.
enum Class {
    /// All who come by the onion address.
    Onion,
    /// Nobody outside: a proxy that does not say for whom it asks.
    Inside,
    /// An IPv4 address, or the first 64 bits of an IPv6 address.
    Network(IpAddr),
}

impl Networks {
    /// Draws the first key. `trusted` are the proxies whose X-Forwarded-For is believed.
    pub fn new(trusted: Vec<IpNet>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        let keys = DailyKeys { day: clock.now().day(), current: fresh(entropy.as_ref()), previous: None };
        Self { clock, entropy, trusted, keys: Mutex::new(keys) }
    }

    /// The keys of a request's network. `forwarded` are the values of X-Forwarded-For in order; they count only when
    /// the peer is a trusted proxy or a unix socket. `peer` is `None` when no listener of ours was involved: then all
    /// such requests share one key. `by_onion` says that the request was for the onion address.
    pub fn of_request<'a>(
        &self,
        peer: Option<Peer>,
        forwarded: impl DoubleEndedIterator<Item = &'a str>,
        by_onion: bool,
    ) -> NetworkKeys {
        let client = self.client(peer, forwarded);
        let class = match client {
            _ if by_onion && client.is_none_or(from_inside) => Class::Onion,
            Some(address) => Class::Network(address),
            None => Class::Inside,
        };
        let keys = self.keys_of(self.clock.now());
        NetworkKeys {
            current: hash(&keys.current, &class),
            previous: keys.previous.as_ref().map(|key| hash(key, &class)),
            onion: matches!(class, Class::Onion),
        }
    }

    /// Under which key this connection counts towards a network's share. `None` for unix sockets, trusted proxies and
    /// this machine itself: a proxy or an onion service carries everybody over one address.
    pub fn of_connection(&self, peer: Peer) -> Option<NetworkKey> {
        match peer.0 {
            End::Address(address) if !address.is_loopback() && !self.trusts(address) => {
                Some(hash(&self.keys_of(self.clock.now()).current, &Class::Network(address)))
            }
            End::Address(_) | End::Socket => None,
        }
    }

    /// Walks from our end outwards past trusted proxies: the first address that is not ours to trust is the client.
    /// What stands left of it was written by the client and says nothing.
    fn client<'a>(&self, peer: Option<Peer>, forwarded: impl DoubleEndedIterator<Item = &'a str>) -> Option<IpAddr> {
        let mut client = match peer?.0 {
            End::Socket => None,
            End::Address(address) if self.trusts(address) => Some(address),
            End::Address(address) => return Some(address),
        };
        for hop in forwarded.rev().flat_map(|value| value.rsplit(',')) {
            let Some(address) = hop_address(hop.trim()) else { break };
            client = Some(address);
            if !self.trusts(address) {
                break;
            }
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|net| net.contains(&address))
    }

    /// Today's keys; the first request of a new day moves the key of yesterday aside and draws a new one. A clock that
    /// is set back changes nothing.
    fn keys_of(&self, now: Timestamp) -> DailyKeys {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = now.day().saturating_sub(keys.day);
        if passed > 0 {
            let old = std::mem::replace(&mut keys.current, fresh(self.entropy.as_ref()));
            keys.previous = (passed == 1).then_some(old);
            keys.day = now.day();
        }
        keys.clone()
    }
}

fn fresh(entropy: &dyn Entropy) -> Hmac<Sha256> {
    // A key of the block's length: HMAC takes it as it is and can't refuse it (RFC 2104 §3).
    Hmac::<Sha256>::new(&draw::<64>(entropy).into())
}

fn hash(key: &Hmac<Sha256>, class: &Class) -> NetworkKey {
    let mut mac = key.clone();
    match class {
        Class::Onion => mac.update(b"onion"),
        Class::Inside => mac.update(b"inside"),
        Class::Network(IpAddr::V4(address)) => {
            mac.update(b"4");
            mac.update(&address.octets());
        }
        Class::Network(IpAddr::V6(address)) => {
            mac.update(b"6");
            mac.update(&(address.to_bits() >> 64).to_be_bytes());
        }
    }
    let full = mac.finalize().into_bytes();
    let mut short = [0; 16];
    for (to, from) in short.iter_mut().zip(full.iter()) {
        *to = *from;
    }
    NetworkKey::from_hash(short)
}

/// One entry of X-Forwarded-For: an address, perhaps with a port or in brackets. `None` for anything else.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let address: Option<IpAddr> = hop.parse().ok();
    let bare = || hop.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip());
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    address.or_else(bare).or_else(bracketed).map(|address| address.to_canonical())
}

/// Whether a request for the onion address can have come through the onion service: it hands requests over on this
/// machine or in this house. From outside, the Host is only a claim, and a claim earns no wider limits.
fn from_inside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}
