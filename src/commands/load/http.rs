//! One kept connection to the server, for calls and pages.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, RETRY_AFTER};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

use super::arguments::Target;

/// How long an answer may take; a server that stops gives none.
const PATIENCE: Duration = Duration::from_secs(30);
/// Sockets of one local address: far below the number of its ports, also while closed ones still wait.
const OF_ONE_ADDRESS: u32 = 4_000;

/// An answer.
pub(super) struct Answer {
    /// The status.
    pub(super) status: u16,
    /// How long to wait, when the server says so.
    pub(super) retry_after: Option<Duration>,
    /// The body.
    pub(super) body: Bytes,
}

/// What is asked.
pub(super) struct Call<'a> {
    method: Method,
    /// The path, with its query.
    path: &'a str,
    /// Who asks; `None` is a visitor.
    token: Option<&'a str>,
    /// The once-only key of a post.
    key: Option<&'a str>,
    /// A JSON body.
    body: Option<String>,
}

impl<'a> Call<'a> {
    /// A GET.
    pub(super) fn get(path: &'a str, token: Option<&'a str>) -> Self {
        Self { method: Method::GET, path, token, key: None, body: None }
    }

    /// A POST of JSON, with the once-only key of a post or without.
    pub(super) fn post(path: &'a str, token: Option<&'a str>, key: Option<&'a str>, body: String) -> Self {
        Self { method: Method::POST, path, token, key, body: Some(body) }
    }
}

/// A connection that is opened again when it was closed.
pub(super) struct Client {
    target: Target,
    sender: Option<SendRequest<Full<Bytes>>>,
    /// Drives the connection; dropped with it.
    driver: JoinSet<()>,
}

impl Client {
    /// Connects at the first call.
    pub(super) fn new(target: Target) -> Self {
        Self { target, sender: None, driver: JoinSet::new() }
    }

    /// Asks once. Fails when the connection broke or the answer took too long: whether the server acted is not known.
    pub(super) async fn ask(&mut self, call: Call<'_>) -> Result<Answer, io::ErrorKind> {
        match tokio::time::timeout(PATIENCE, self.exchange(call)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(kind)) => {
                self.sender = None;
                Err(kind)
            }
            Err(_) => {
                self.sender = None;
                Err(io::ErrorKind::TimedOut)
            }
        }
    }

    async fn exchange(&mut self, call: Call<'_>) -> Result<Answer, io::ErrorKind> {
        let mut sender = match self.sender.take().filter(|sender| !sender.is_closed()) {
            Some(sender) => sender,
            None => self.connect().await.map_err(|cause| cause.kind())?,
        };
        let broken = |_: hyper::Error| io::ErrorKind::ConnectionReset;
        sender.ready().await.map_err(broken)?;
        let request = request(&self.target, call).ok_or(io::ErrorKind::InvalidInput)?;
        let answer = sender.send_request(request).await.map_err(broken)?;
        let status = answer.status().as_u16();
        let retry_after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let body = answer.into_body().collect().await.map_err(broken)?.to_bytes();
        self.sender = Some(sender);
        Ok(Answer { status, retry_after: retry_after.map(Duration::from_secs), body })
    }

    async fn connect(&mut self) -> io::Result<SendRequest<Full<Bytes>>> {
        let stream = connect(&self.target, None).await?;
        let (sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|_| io::ErrorKind::ConnectionReset)?;
        self.driver = JoinSet::new();
        self.driver.spawn(async move {
            let _ = connection.await;
        });
        Ok(sender)
    }
}

fn request(target: &Target, call: Call<'_>) -> Option<Request<Full<Bytes>>> {
    let mut request = Request::builder().method(call.method).uri(call.path).header(HOST, &target.host);
    if let Some(token) = call.token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    if let Some(key) = call.key {
        request = request.header("idempotency-key", key);
    }
    if call.body.is_some() {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    request.body(Full::new(Bytes::from(call.body.unwrap_or_default()))).ok()
}

/// Connects, small packets sent at once. The `number`s of many sockets on this machine are spread over addresses of
/// the loopback network, since each has fewer ports than there are readers.
pub(super) async fn connect(target: &Target, number: Option<u32>) -> io::Result<TcpStream> {
    let socket = if target.address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    let here = matches!(target.address.ip(), IpAddr::V4(address) if address.is_loopback());
    if let Some(number) = number.filter(|_| here) {
        let [high, low] = u16::try_from(number / OF_ONE_ADDRESS + 2).unwrap_or(2).to_be_bytes();
        socket.bind(SocketAddr::from((Ipv4Addr::new(127, 0, high, low), 0)))?;
    }
    let stream = socket.connect(target.address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
