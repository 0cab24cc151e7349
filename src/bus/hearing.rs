//! What a node hears.

use std::future::pending;
use std::sync::Arc;

use async_nats::connection::State;
use async_nats::{Client, Message, Subscriber};
use futures_util::StreamExt;
use tokio::sync::watch;

use super::echo::Echo;
use super::signs::Signs;
use super::{BusError, wire};
use crate::domain::change::Change;

/// One thing that was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// A node, perhaps this one, says that something is new.
    Change(Change),
    /// Hints may have been lost until now, because the server was away or more came than was taken. From here on
    /// everything is heard again, so whoever reads the database after this has missed nothing.
    Missed,
}

/// Hears all nodes of the site. What waits to be taken is bounded; what does not fit becomes [`Heard::Missed`].
pub(crate) struct Hearing(Option<Ears>);

/// A hearing over a server.
struct Ears {
    client: Client,
    changes: Subscriber,
    echo: Echo,
    signs: Arc<Signs>,
    gaps: watch::Receiver<u64>,
    /// There may be a gap, and the server was not yet asked whether it lies behind us.
    doubtful: bool,
    /// The server was asked.
    asked: bool,
}

impl Hearing {
    /// Hears nothing, for ever.
    pub(super) fn nothing() -> Self {
        Self(None)
    }

    /// Hears what is said under `subject`. Fails when the connection was given up.
    pub(super) async fn open(client: &Client, subject: &str, signs: &Arc<Signs>) -> Result<Self, BusError> {
        let gaps = signs.watch_gaps();
        let changes = client.subscribe(subject.to_owned()).await.map_err(|_| BusError::Away)?;
        let echo = Echo::open(client).await?;
        let (client, signs) = (client.clone(), Arc::clone(signs));
        Ok(Self(Some(Ears { client, changes, echo, signs, gaps, doubtful: true, asked: false })))
    }

    /// Waits for the next thing. Nothing is lost when the future is dropped and made anew.
    pub(crate) async fn next(&mut self) -> Heard {
        match &mut self.0 {
            None => pending().await,
            Some(ears) => ears.next().await,
        }
    }
}

/// What woke a hearer.
enum Woken {
    /// The word that was said to the server is back.
    Answered,
    /// There may be a gap.
    Gap,
    /// Somebody said something.
    Said(Message),
    /// The connection was given up.
    Ended,
}

impl Ears {
    async fn next(&mut self) -> Heard {
        loop {
            if self.doubtful && self.echo.ask(&self.client).await.is_ok() {
                (self.doubtful, self.asked) = (false, true);
            }
            match self.woken().await {
                Woken::Answered => {
                    self.asked = false;
                    metrics::counter!("leeward_bus_missed_total").increment(1);
                    return Heard::Missed;
                }
                Woken::Gap => {
                    self.doubtful = true;
                    // An event can be dropped by the library in a flood of them; the state can not.
                    self.signs.set_away(self.client.connection_state() != State::Connected);
                }
                Woken::Said(message) => match wire::read(&message.payload) {
                    Some(change) => return Heard::Change(change),
                    None => metrics::counter!("leeward_bus_ignored_total").increment(1),
                },
                Woken::Ended => return pending().await,
            }
        }
    }

    async fn woken(&mut self) -> Woken {
        tokio::select! {
            biased;
            answered = self.echo.answered(), if self.asked => match answered {
                Ok(()) => Woken::Answered,
                Err(_) => Woken::Ended,
            },
            changed = self.gaps.changed() => match changed {
                Ok(()) => Woken::Gap,
                Err(_) => Woken::Ended,
            },
            message = self.changes.next() => message.map_or(Woken::Ended, Woken::Said),
        }
    }
}
