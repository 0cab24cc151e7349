//! Live readers over real sockets: a site behind a port, and clients that speak `leeward.v1`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use leeward::app::door::Door;
use leeward::app::running::Running;
use leeward::app::serve::{ServeLimits, serve};
use leeward::config::listen::Listen;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;

use super::client::Client;

/// How long anything is waited for before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A site that answers on a port of its own until this is dropped.
pub struct Port {
    pub address: SocketAddr,
    stop: CancellationToken,
}

impl Port {
    /// Opens a port of this machine for a running site.
    pub fn open(running: &Running) -> Self {
        let door = Door::open("LEEWARD_LISTEN", &Listen::Tcp(([127, 0, 0, 1], 0).into())).unwrap();
        let address: SocketAddr = ([127, 0, 0, 1], door.port().unwrap()).into();
        let stop = CancellationToken::new();
        let served =
            serve(door, running.router.clone(), Arc::clone(&running.networks), ServeLimits::default(), stop.clone());
        tokio::spawn(served);
        Self { address, stop }
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// One socket.
pub struct Ear(pub WebSocketStream<MaybeTlsStream<TcpStream>>);

/// How a socket's handshake ended.
pub fn refused(error: &Error) -> u16 {
    match error {
        Error::Http(response) => response.status().as_u16(),
        other => panic!("no answer of HTTP: {other}"),
    }
}

impl Ear {
    /// Connects; `headers` on top of those that every client sends.
    pub async fn try_connect(port: &Port, headers: &[(&'static str, &str)]) -> Result<Self, Error> {
        Self::try_connect_to(&port.address.to_string(), headers).await
    }

    /// [`Ear::try_connect`] to whatever listens at this host and port.
    pub async fn try_connect_to(address: &str, headers: &[(&'static str, &str)]) -> Result<Self, Error> {
        let mut request = format!("ws://{address}/live").into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "leeward.v1".parse().unwrap());
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        connect_async(request).await.map(|(socket, _)| Self(socket))
    }

    /// A visitor's socket.
    pub async fn visitor(port: &Port) -> Self {
        Self::try_connect(port, &[]).await.unwrap()
    }

    /// The socket of a script with its token.
    pub async fn of(port: &Port, client: &Client) -> Self {
        let bearer = format!("Bearer {}", client.token.as_ref().unwrap());
        Self::try_connect(port, &[("authorization", &bearer)]).await.unwrap()
    }

    pub async fn say(&mut self, frame: Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    pub async fn subscribe(&mut self, topic: &str, after: Option<i64>) {
        let mut frame = json!({"op": "subscribe", "topic": topic});
        if let Some(after) = after {
            frame["after"] = json!(after);
        }
        self.say(frame).await;
    }

    /// The next message, pings left out.
    pub async fn message(&mut self) -> Message {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("a frame in time");
            match next.expect("the socket is open").unwrap() {
                Message::Ping(_) | Message::Pong(_) => {}
                message => return message,
            }
        }
    }

    /// The next frame.
    pub async fn next(&mut self) -> Value {
        match self.message().await {
            Message::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("no text frame: {other:?}"),
        }
    }

    /// The next frame, which has to be of this kind.
    pub async fn hear(&mut self, ev: &str) -> Value {
        let frame = self.next().await;
        assert_eq!(frame["ev"], ev, "{frame}");
        frame
    }

    /// The code with which the server closes.
    pub async fn closed(&mut self) -> u16 {
        match self.message().await {
            Message::Close(Some(frame)) => frame.code.into(),
            other => panic!("not closed: {other:?}"),
        }
    }

    /// Nothing was sent before the answer to a question that is always answered.
    pub async fn is_silent(&mut self) {
        self.say(json!({"op": "look", "topic": "me"})).await;
        let frame = self.hear("error").await;
        assert_eq!(frame["code"], "unknown_op");
    }
}
