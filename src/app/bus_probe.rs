//! What the tests of the bus ask of that private room. Nothing in the product calls it.

use crate::bus::{Bus, Heard, Hearing, wire};
use crate::config::Config;
use crate::domain::change::Change;

/// One node's end of the bus.
pub struct BusProbe {
    bus: Bus,
}

impl BusProbe {
    /// The bus of these settings for a site; that of one node when they name none. The error as text.
    ///
    /// # Errors
    /// The server is there and refuses this node.
    pub async fn connect(config: &Config, site: &[u8]) -> Result<Self, String> {
        let bus = match &config.bus.nats_url {
            None => Bus::local(),
            Some(url) => Bus::connect(url, site).await.map_err(|error| error.to_string())?,
        };
        Ok(Self { bus })
    }

    /// Tells the nodes; the error as text.
    ///
    /// # Errors
    /// The bus is away, or does not answer in time.
    pub async fn publish(&self, changes: &[Change]) -> Result<(), String> {
        self.bus.publish(changes).await.map_err(|error| error.to_string())
    }

    /// Begins to hear.
    ///
    /// # Errors
    /// The connection was given up.
    pub async fn hear(&self) -> Result<HearingProbe, String> {
        self.bus.hear().await.map(HearingProbe).map_err(|error| error.to_string())
    }

    /// Whether the server is away now.
    pub fn is_away(&self) -> bool {
        self.bus.is_away()
    }

    /// Waits until the node knows that the server is away, or is there.
    pub async fn wait_away(&self, away: bool) {
        // The sender lives as long as the bus; that of one node never says anything but "there".
        let _ = self.bus.watch_away().wait_for(|now| *now == away).await;
    }
}

/// A node's ear.
pub struct HearingProbe(Hearing);

impl HearingProbe {
    /// The next change; `None` when something may have been missed.
    pub async fn next(&mut self) -> Option<Change> {
        match self.0.next().await {
            Heard::Change(change) => Some(change),
            Heard::Missed => None,
        }
    }
}

/// A change as it is written on the bus.
pub fn written(change: &Change) -> String {
    wire::write(change)
}

/// What is read from the bus's bytes.
pub fn read(bytes: &[u8]) -> Option<Change> {
    wire::read(bytes)
}
