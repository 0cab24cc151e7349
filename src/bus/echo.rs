//! Words that a node says to itself over the server and back.
//!
//! A server treats what comes over one connection in order. So when a word is back, the server has everything that was
//! said before it, and every subscription that was asked for before it. The library's own `flush` shows less: that the
//! bytes left for the network, which they also do when the server stands still.

use async_nats::{Client, Subscriber};
use futures_util::StreamExt;

use super::BusError;

/// One place for such words.
pub(super) struct Echo {
    subject: String,
    answers: Subscriber,
    last: u64,
}

impl Echo {
    /// A place that only this value hears. Fails when the connection was given up.
    pub(super) async fn open(client: &Client) -> Result<Self, BusError> {
        let subject = client.new_inbox();
        let answers = client.subscribe(subject.clone()).await.map_err(|_| BusError::Away)?;
        Ok(Self { subject, answers, last: 0 })
    }

    /// Says the next word; those before it count no more. Fails when the connection was given up.
    pub(super) async fn ask(&mut self, client: &Client) -> Result<(), BusError> {
        self.last = self.last.wrapping_add(1);
        let word = self.last.to_be_bytes().to_vec();
        client.publish(self.subject.clone(), word.into()).await.map_err(|_| BusError::Away)
    }

    /// Waits until the last word is back. Nothing is lost when the future is dropped and made anew.
    pub(super) async fn answered(&mut self) -> Result<(), BusError> {
        while let Some(message) = self.answers.next().await {
            if message.payload.as_ref() == self.last.to_be_bytes() {
                return Ok(());
            }
        }
        Err(BusError::Away)
    }
}
