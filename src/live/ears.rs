//! Who listens on this node: how many connections a session or a network has, and how the connections of a session end
//! with it. Memory only: a row of who listens would be a row of who reads.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio_util::sync::CancellationToken;

use super::seats::lock;
use crate::domain::network::{NetworkKey, NetworkKeys};

/// Connections of one session.
pub(crate) const A_SESSION: u32 = 10;
/// The onion address is one class of readers with so many times the number of one network (CONTRACT §7).
const ONION_TIMES: u32 = 50;

/// Whose connection it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Whose {
    /// A session, by the key of its row.
    Session([u8; 32]),
    /// A network without one.
    Network(NetworkKey),
}

struct Group {
    connections: u32,
    /// Given when the session ends.
    ended: CancellationToken,
}

/// All connections of this node.
pub(crate) struct Ears {
    groups: Mutex<HashMap<Whose, Group>>,
    a_session: u32,
    a_network: u32,
    stop: CancellationToken,
}

/// One connection's place; given back when dropped.
pub(crate) struct Listening {
    ears: Arc<Ears>,
    whose: Whose,
    ended: CancellationToken,
}

impl Ears {
    /// Nobody yet. `a_network` is how many connections one network may have without a session; `stop` ends all.
    pub(crate) fn new(a_session: u32, a_network: u32, stop: CancellationToken) -> Self {
        Self { groups: Mutex::default(), a_session, a_network, stop }
    }

    /// A place for one more connection; `None` when there are too many.
    pub(crate) fn enter(self: &Arc<Self>, session: Option<[u8; 32]>, network: &NetworkKeys) -> Option<Listening> {
        let (whose, most) = match session {
            Some(key) => (Whose::Session(key), self.a_session),
            None if network.onion => (Whose::Network(network.current), self.a_network.saturating_mul(ONION_TIMES)),
            None => (Whose::Network(network.current), self.a_network),
        };
        let mut groups = lock(&self.groups);
        let group = groups.entry(whose).or_insert_with(|| Group { connections: 0, ended: self.stop.child_token() });
        if group.connections >= most {
            return None;
        }
        group.connections += 1;
        Some(Listening { ears: Arc::clone(self), whose, ended: group.ended.clone() })
    }

    /// Ends the connections of a session.
    pub(crate) fn end(&self, session: [u8; 32]) {
        // The group goes at once: nobody comes back into an ended one.
        if let Some(group) = lock(&self.groups).remove(&Whose::Session(session)) {
            group.ended.cancel();
        }
    }

    /// Sessions that listen.
    pub(crate) fn sessions(&self) -> Vec<[u8; 32]> {
        let session = |whose: &Whose| match whose {
            Whose::Session(key) => Some(*key),
            Whose::Network(_) => None,
        };
        lock(&self.groups).keys().filter_map(session).collect()
    }

    /// How many connections there are.
    pub(crate) fn count(&self) -> u32 {
        lock(&self.groups).values().map(|group| group.connections).sum()
    }
}

impl Listening {
    /// Given when this connection is to end: its session ended, or the program stops.
    pub(crate) fn ended(&self) -> &CancellationToken {
        &self.ended
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut groups = lock(&self.ears.groups);
        let Some(group) = groups.get_mut(&self.whose) else { return };
        // After an end, a new group may stand under the same key; its token is another one.
        if group.ended.is_cancelled() != self.ended.is_cancelled() {
            return;
        }
        group.connections = group.connections.saturating_sub(1);
        if group.connections == 0 {
            groups.remove(&self.whose);
        }
    }
}
