//! Hints between nodes: where something is new, as ids and numbers, never text.
//!
//! What always holds: a hint may come late, twice or never, and whoever hears it reads the database. Who hears is told
//! when hints may have been lost. Nothing waits for the bus longer than [`PATIENCE`], and nothing gathers in memory
//! while it is away. Deliberately absent: text, names, storage on the bus (no JetStream: rows of events are the log), a
//! list of nodes, and servers that nobody named in the settings.

mod echo;
mod hearing;
mod nats;
mod signs;
pub(crate) mod wire;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::config::bus::NatsUrl;
use crate::domain::change::Change;

pub(crate) use hearing::{Heard, Hearing};

/// The longest that anything waits for the bus.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// Why the bus did not do it. No text holds a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BusError {
    /// There is no connection to the server.
    #[error("the bus is away")]
    Away,
    /// The server did not show within [`PATIENCE`] that it had everything.
    #[error("the bus does not answer in time")]
    Slow,
    /// The server wants another name, password or token.
    #[error("the bus refuses this node")]
    Refused,
    /// The server's certificate is not one that this machine trusts for that host.
    #[error("the bus has a certificate that is not trusted for its host")]
    Certificate,
}

/// The way to the other nodes. Clones share one connection, which ends with the last of them and of the [`Hearing`]s.
#[derive(Clone)]
pub(crate) struct Bus(Option<Arc<nats::Nats>>);

impl Bus {
    /// The bus of a site with one node: nobody is told, nothing is heard, and it is never away.
    pub(crate) fn local() -> Self {
        Self(None)
    }

    /// Joins the nodes of the site whose public number is `site`; sites with different ones can share a server. When
    /// the server is away it is looked for until it is there, and this returns meanwhile, after [`PATIENCE`] at most.
    ///
    /// # Errors
    /// [`BusError::Refused`] when the server answers and does not take this node's login.
    pub(crate) async fn connect(url: &NatsUrl, site: &[u8]) -> Result<Self, BusError> {
        Ok(Self(Some(Arc::new(nats::Nats::connect(url, site).await?))))
    }

    /// Connects once, says something to itself and hears it: for `doctor`.
    ///
    /// # Errors
    /// The first thing that does not work.
    pub(crate) async fn check(url: &NatsUrl) -> Result<(), BusError> {
        nats::Nats::check(url).await
    }

    /// Tells the other nodes, and this one too. `Ok` when the server has taken all of them in; a server that takes them
    /// in can lose them still.
    ///
    /// # Errors
    /// [`BusError::Away`] at once, or [`BusError::Slow`] after [`PATIENCE`]. Some may have been heard by then.
    pub(crate) async fn publish(&self, changes: &[Change]) -> Result<(), BusError> {
        match &self.0 {
            None => Ok(()),
            Some(nats) => nats.publish(changes).await,
        }
    }

    /// Begins to hear. The first thing heard is [`Heard::Missed`], when hearing has begun at the server. A node has one
    /// hearer: each gets everything.
    ///
    /// # Errors
    /// [`BusError::Away`] when the connection was given up, which happens at the end of the program alone.
    pub(crate) async fn hear(&self) -> Result<Hearing, BusError> {
        match &self.0 {
            None => Ok(Hearing::nothing()),
            Some(nats) => nats.hear().await,
        }
    }

    /// Whether there is no connection to the server now.
    pub(crate) fn is_away(&self) -> bool {
        self.0.as_ref().is_some_and(|nats| nats.is_away())
    }

    /// [`Bus::is_away`] to wait for. Without a server it stays `false`.
    pub(crate) fn watch_away(&self) -> watch::Receiver<bool> {
        match &self.0 {
            None => watch::channel(false).1,
            Some(nats) => nats.watch_away(),
        }
    }
}
