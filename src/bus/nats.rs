//! The bus of several nodes: core publish and subscribe of a NATS server.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::{Client, ConnectError, ConnectErrorKind, ConnectOptions, ServerAddr};
use data_encoding::HEXLOWER;
use secrecy::ExposeSecret;
use tokio::sync::{Mutex, watch};
use tokio::time::timeout;

use super::echo::Echo;
use super::hearing::Hearing;
use super::signs::Signs;
use super::{BusError, PATIENCE, wire};
use crate::config::bus::{Login, NatsUrl};
use crate::domain::change::Change;

/// Between two questions whether the server is there. Three without an answer end the connection, so a server that
/// stands still is away after 2.25 seconds at most.
const PING_EVERY: Duration = Duration::from_millis(750);
/// The longest pause between two tries to connect.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
/// Hints that wait for their hearer; the next one is dropped, and the hearer told.
const HEARD_WAITING: usize = 4096;
/// What may wait for the connection's own task, in pieces of the protocol.
const TO_SEND: usize = 256;
/// The site of `doctor`, which is none.
const NO_SITE: &[u8] = b"doctor";

/// A connection that is kept up.
pub(super) struct Nats {
    client: Client,
    subject: String,
    echo: Mutex<Echo>,
    signs: Arc<Signs>,
}

impl Nats {
    /// See [`super::Bus::connect`].
    pub(super) async fn connect(url: &NatsUrl, site: &[u8]) -> Result<Self, BusError> {
        let signs = Arc::new(Signs::new());
        let client = match once(url, site, &signs).await {
            Ok(client) => client,
            Err(BusError::Refused) => return Err(BusError::Refused),
            Err(fault) => {
                tracing::warn!(target: "leeward::bus", reason = %fault, "no bus yet: it is looked for on and on");
                let keep_trying = options(url, site, &signs).retry_on_initial_connect();
                keep_trying.connect(address(url)?).await.map_err(|error| cause(&error))?
            }
        };
        let echo = Mutex::new(Echo::open(&client).await?);
        Ok(Self { client, subject: subject(site), echo, signs })
    }

    /// See [`super::Bus::check`].
    pub(super) async fn check(url: &NatsUrl) -> Result<(), BusError> {
        let client = once(url, NO_SITE, &Arc::new(Signs::new())).await?;
        let mut echo = Echo::open(&client).await?;
        echo.ask(&client).await?;
        timeout(PATIENCE, echo.answered()).await.map_err(|_| BusError::Slow)?
    }

    /// See [`super::Bus::publish`].
    pub(super) async fn publish(&self, changes: &[Change]) -> Result<(), BusError> {
        if changes.is_empty() {
            return Ok(());
        }
        let said = match self.is_away() {
            // The library would keep them and send them hours later.
            true => Err(BusError::Away),
            false => timeout(PATIENCE, self.say(changes)).await.unwrap_or(Err(BusError::Slow)),
        };
        let number = u64::try_from(changes.len()).unwrap_or(u64::MAX);
        match said {
            Ok(()) => metrics::counter!("leeward_bus_published_total").increment(number),
            Err(_) => metrics::counter!("leeward_bus_failed_total").increment(number),
        }
        said
    }

    /// One caller after the other, so that one place for echoes is enough.
    async fn say(&self, changes: &[Change]) -> Result<(), BusError> {
        let mut echo = self.echo.lock().await;
        for change in changes {
            let said = self.client.publish(self.subject.clone(), wire::write(change).into());
            said.await.map_err(|_| BusError::Away)?;
        }
        echo.ask(&self.client).await?;
        echo.answered().await
    }

    /// See [`super::Bus::hear`].
    pub(super) async fn hear(&self) -> Result<Hearing, BusError> {
        Hearing::open(&self.client, &self.subject, &self.signs).await
    }

    /// See [`super::Bus::is_away`].
    pub(super) fn is_away(&self) -> bool {
        self.client.connection_state() != State::Connected
    }

    /// See [`super::Bus::watch_away`].
    pub(super) fn watch_away(&self) -> watch::Receiver<bool> {
        self.signs.watch_away()
    }
}

/// Where the nodes of a site talk.
fn subject(site: &[u8]) -> String {
    format!("leeward.{}.changes", HEXLOWER.encode(site))
}

/// The server without the secret: the library shows addresses when it logs.
fn address(url: &NatsUrl) -> Result<ServerAddr, BusError> {
    ServerAddr::from_url(url.server.clone()).map_err(|_| BusError::Away)
}

/// Connects, or says why not, within [`PATIENCE`].
async fn once(url: &NatsUrl, site: &[u8], signs: &Arc<Signs>) -> Result<Client, BusError> {
    let connecting = options(url, site, signs).connect(address(url)?);
    match timeout(PATIENCE, connecting).await {
        Ok(connected) => connected.map_err(|error| cause(&error)),
        Err(_) => Err(BusError::Slow),
    }
}

fn options(url: &NatsUrl, site: &[u8], signs: &Arc<Signs>) -> ConnectOptions {
    let signs = Arc::clone(signs);
    let options = ConnectOptions::new()
        // Names of nodes would stand in the server's own monitoring; what joins sites must not be told there.
        .name("leeward")
        .require_tls(url.tls)
        // Servers that this one knows are not in the settings, and would be spoken to without TLS.
        .ignore_discovered_servers()
        .custom_inbox_prefix(format!("leeward.{}.echo", HEXLOWER.encode(site)))
        .ping_interval(PING_EVERY)
        .connection_timeout(PATIENCE)
        .reconnect_delay_callback(pause)
        .subscription_capacity(HEARD_WAITING)
        .client_capacity(TO_SEND)
        .event_callback(move |event| {
            signs.take(&event);
            std::future::ready(())
        });
    match &url.login {
        Login::Open => options,
        Login::Token(token) => options.token(token.expose_secret().to_owned()),
        Login::Password(name, password) => options.user_and_password(name.clone(), password.expose_secret().to_owned()),
    }
}

/// The pause before a try: none before the first, then longer, up to [`LONGEST_PAUSE`].
fn pause(tries: usize) -> Duration {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(u32::MAX).min(9);
    if tries <= 1 { Duration::ZERO } else { Duration::from_millis(2_u64.pow(doublings)).min(LONGEST_PAUSE) }
}

/// What the library's error means for people.
fn cause(error: &ConnectError) -> BusError {
    match error.kind() {
        ConnectErrorKind::AuthorizationViolation | ConnectErrorKind::Authentication => BusError::Refused,
        ConnectErrorKind::TimedOut => BusError::Slow,
        ConnectErrorKind::Tls => BusError::Certificate,
        _ if is_certificate(error) => BusError::Certificate,
        _ => BusError::Away,
    }
}

/// Whether the TLS library refused what the server showed: it says so with `InvalidData`.
fn is_certificate(error: &ConnectError) -> bool {
    let mut source = error.source();
    while let Some(error) = source {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        source = error.source();
    }
    false
}
