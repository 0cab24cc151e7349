//! What the connection says about itself, gathered for those who wait for it.

use async_nats::{ClientError, ConnectErrorKind, Event};
use tokio::sync::watch;

/// Whether the server is there, and how often something may have been missed.
pub(super) struct Signs {
    away: watch::Sender<bool>,
    gaps: watch::Sender<u64>,
    refused: watch::Sender<bool>,
}

impl Signs {
    /// Away, until a connection stands.
    pub(super) fn new() -> Self {
        metrics::gauge!("leeward_bus_connected").set(0.0);
        Self { away: watch::channel(true).0, gaps: watch::channel(0).0, refused: watch::channel(false).0 }
    }

    /// Takes in what happened to the connection.
    pub(super) fn take(&self, event: &Event) {
        match event {
            Event::Connected => {
                self.set_away(false);
                self.refused.send_replace(false);
                self.gap();
            }
            Event::Disconnected | Event::Closed => self.set_away(true),
            // More came than was taken: the rest was dropped.
            Event::SlowConsumer(_) => self.gap(),
            Event::ClientError(ClientError::Other(kind))
                if *kind == ConnectErrorKind::AuthorizationViolation.to_string() =>
            {
                let before = self.refused.send_replace(true);
                if !before {
                    tracing::error!(target: "leeward::bus", "the bus refuses this node's name, password or token");
                }
            }
            _ => {}
        }
    }

    /// Sets whether the server is away; says so when that is new.
    pub(super) fn set_away(&self, away: bool) {
        if self.away.send_replace(away) == away {
            return;
        }
        metrics::gauge!("leeward_bus_connected").set(if away { 0.0 } else { 1.0 });
        if away {
            tracing::warn!(target: "leeward::bus", "the bus is away: other nodes see what is new some seconds later");
        } else {
            tracing::info!(target: "leeward::bus", "the bus is there");
        }
    }

    /// Notes that hints may have been lost.
    fn gap(&self) {
        self.gaps.send_modify(|gaps| *gaps = gaps.wrapping_add(1));
    }

    /// Whether the server is away, to wait for.
    pub(super) fn watch_away(&self) -> watch::Receiver<bool> {
        self.away.subscribe()
    }

    /// A number that changes whenever hints may have been lost.
    pub(super) fn watch_gaps(&self) -> watch::Receiver<u64> {
        self.gaps.subscribe()
    }
}
