//! Serves a router on a door. axum's own `serve` has no limit on the time of a head; this one has limits on everything
//! (SECURITY §0, 2).

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::StatusCode;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::door::Door;
use super::line::{Line, Unread};
use super::tasks::TaskGroup;
use crate::domain::network::NetworkKey;
use crate::limits::flow::Flow;
use crate::privacy::network::{Networks, Peer};

/// How long and how much a connection may take.
#[derive(Clone, Copy, Debug)]
pub struct ServeLimits {
    /// Until a head has arrived, and how long an idle connection is kept.
    pub head: Duration,
    /// While the other side takes nothing of an answer.
    pub stalled_write: Duration,
    /// Connections in all.
    pub connections: usize,
    /// Connections from one network; this machine and trusted proxies are not counted.
    pub per_network: u32,
    /// From the stop signal until what is still open is dropped.
    pub stop: Duration,
}

impl Default for ServeLimits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            stalled_write: Duration::from_secs(30),
            connections: 20_000,
            per_network: 256,
            stop: Duration::from_secs(8),
        }
    }
}

/// The largest head in bytes, request line included; 431 beyond. Our own layer draws the finer lines below it.
const MAX_HEAD_BYTES: usize = 32 * 1024;
/// How many bytes of one connection are held at once.
const MAX_BUFFER_BYTES: usize = 64 * 1024;
/// Bytes that the system may hold for one connection on their way out (Linux takes twice as many): more than any page.
const SEND_BUFFER_BYTES: usize = 64 * 1024;
/// How long a connection beyond the limit may take to read that there is no place.
const FULL_PATIENCE: Duration = Duration::from_millis(500);

/// What a connection beyond the limit reads; a page of its own would be work for somebody whom we have no place for.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
    content-length: 58\r\nretry-after: 5\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n\
    content-security-policy: default-src 'none'; frame-ancestors 'none'\r\nconnection: close\r\n\r\n\
    Many people are here at once. Try again in a few seconds.\n";

/// Counts connections.
#[derive(Default)]
struct Places {
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_network: HashMap<NetworkKey, u32>,
}

/// One connection's place; given back when dropped, also after an upgrade to a socket.
pub struct Place {
    places: Arc<Places>,
    network: Option<NetworkKey>,
}

impl Places {
    fn take(self: &Arc<Self>, network: Option<NetworkKey>, limits: &ServeLimits) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= limits.connections {
            return None;
        }
        if let Some(network) = network {
            let here = taken.by_network.entry(network).or_insert(0);
            if *here >= limits.per_network {
                return None;
            }
            *here += 1;
        }
        taken.all += 1;
        Some(Place { places: Arc::clone(self), network })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all = taken.all.saturating_sub(1);
        if let Some(network) = self.network
            && let Some(here) = taken.by_network.get_mut(&network)
        {
            *here -= 1;
            if *here == 0 {
                taken.by_network.remove(&network);
            }
        }
    }
}

/// One served door.
#[derive(Clone)]
struct Service {
    router: Router,
    networks: Arc<Networks>,
    limits: ServeLimits,
    places: Arc<Places>,
    tasks: TaskGroup,
}

/// Serves until `stop` is given, then lets open requests finish for `limits.stop`, and drops the rest.
/// Fails when the listener can't be used by the runtime.
pub async fn serve(
    door: Door,
    router: Router,
    networks: Arc<Networks>,
    limits: ServeLimits,
    stop: CancellationToken,
) -> io::Result<()> {
    let tasks = TaskGroup::new();
    let service = Service { router, networks, limits, places: Arc::default(), tasks: tasks.clone() };
    match door {
        Door::Tcp(listener) => {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            stop.run_until_cancelled(accept_tcp(&listener, &service)).await;
        }
        Door::Unix(listener, file) => {
            let listener = tokio::net::UnixListener::from_std(listener)?;
            stop.run_until_cancelled(accept_unix(&listener, &service)).await;
            drop(file);
        }
    }
    // The listener is closed by now: new connections are refused, not left waiting.
    if !tasks.stop(limits.stop).await {
        tracing::warn!("some connections were open at the deadline and were dropped");
    }
    Ok(())
}

async fn accept_tcp(listener: &tokio::net::TcpListener, service: &Service) {
    loop {
        match listener.accept().await {
            Ok((stream, address)) => {
                // Small frames are sent at once.
                let _ = stream.set_nodelay(true);
                // Without a bound the system takes megabytes for a reader who takes nothing, each of them work for us.
                let _ = rustix::net::sockopt::set_socket_send_buffer_size(&stream, SEND_BUFFER_BYTES);
                service.greet(stream, Peer::address(SocketAddr::ip(&address)));
            }
            Err(cause) => after_failed_accept(&cause).await,
        }
    }
}

async fn accept_unix(listener: &tokio::net::UnixListener, service: &Service) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => service.greet(stream, Peer::socket()),
            Err(cause) => after_failed_accept(&cause).await,
        }
    }
}

/// A client that is gone already costs nothing; any other failure is a lack of files or memory, which takes a moment.
async fn after_failed_accept(cause: &io::Error) {
    if matches!(cause.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        return;
    }
    tracing::error!(cause = %cause.kind(), "no connection could be accepted; is the limit of open files too low?");
    tokio::time::sleep(Duration::from_millis(100)).await;
}

impl Service {
    fn greet<S>(&self, stream: S, peer: Peer)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        match self.places.take(self.networks.of_connection(peer), &self.limits) {
            Some(place) => self.tasks.spawn(self.clone().converse(stream, peer, place)),
            None => self.tasks.spawn(send_away(stream)),
        }
    }

    async fn converse<S>(self, stream: S, peer: Peer, place: Place)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (unread, flow) = (Unread::default(), Flow::default());
        let line = Line::new(stream, self.limits.stalled_write, unread.clone(), flow.clone(), place);
        let router = self.router;
        let answer = service_fn(move |request: hyper::Request<Incoming>| {
            let (router, unread, flow) = (router.clone(), unread.clone(), flow.clone());
            async move {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(peer);
                request.extensions_mut().insert(flow);
                let response = router.oneshot(request).await;
                if let Ok(response) = &response
                    && may_be_unread(response.status())
                {
                    unread.expect();
                }
                response
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head)
            .max_header_size(MAX_HEAD_BYTES)
            .max_buf_size(MAX_BUFFER_BYTES)
            .serve_connection(TokioIo::new(line), answer)
            .with_upgrades();
        let mut connection = std::pin::pin!(connection);
        let stop = self.tasks.stop_signal();
        // Errors here are the other side's: gone, slow, or not speaking HTTP. They say nothing worth a line.
        let ended = tokio::select! {
            _ = connection.as_mut() => true,
            () = stop.cancelled() => false,
        };
        if !ended {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// Refusals that are given before a body has arrived in whole.
fn may_be_unread(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::BAD_REQUEST
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::URI_TOO_LONG
            | StatusCode::MISDIRECTED_REQUEST
            | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
    )
}

async fn send_away<S: AsyncWrite + Unpin>(mut stream: S) {
    let _ = tokio::time::timeout(FULL_PATIENCE, stream.write_all(FULL)).await;
    let _ = tokio::time::timeout(FULL_PATIENCE, stream.shutdown()).await;
}
