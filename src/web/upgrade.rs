//! From a request to a WebSocket (RFC 6455 §4.2). axum judges the request; the socket is ours from its first byte, so
//! that bytes which are the same for thousands of readers go out as they are.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::fault::WebError;
use crate::live::protocol::{MAX_FRAME_BYTES, SUBPROTOCOL};

/// Bytes that are read at once, and kept by each connection. The library's own default costs 128 KiB.
const READ_BUFFER_BYTES: usize = 1024;
/// The most that the library holds for one reader, of signs and closes: beyond, the connection ends. Its default is no
/// bound.
const MAX_WRITE_BUFFER_BYTES: usize = 64 * 1024;

/// What a socket carries.
pub(crate) use tokio_tungstenite::tungstenite::Message;

/// An open socket.
pub(crate) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// A request that may become a socket.
pub(crate) struct Upgrade {
    accept: HeaderValue,
    /// The client asked for our subprotocol; `None` when it asked for none.
    protocol: Option<HeaderValue>,
    coming: OnUpgrade,
    /// The bounds of the site.
    pub(crate) bounds: WebSocketConfig,
}

impl<S: Send + Sync> FromRequestParts<S> for Upgrade {
    /// 426: no WebSocket, or none that speaks our subprotocol.
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let key = parts.headers.get(header::SEC_WEBSOCKET_KEY).map(|key| derive_accept_key(key.as_bytes()));
        let coming = parts.extensions.get::<OnUpgrade>().cloned();
        let judged = WebSocketUpgrade::from_request_parts(parts, state).await.map_err(|_| WebError::no_socket())?;
        let judged = judged.protocols([SUBPROTOCOL]);
        let protocol = judged.selected_protocol().cloned();
        if judged.requested_protocols().next().is_some() && protocol.is_none() {
            return Err(WebError::no_socket());
        }
        let accept = key.and_then(|key| HeaderValue::try_from(key).ok()).ok_or_else(WebError::no_socket)?;
        let coming = coming.ok_or_else(WebError::no_socket)?;
        Ok(Self { accept, protocol, coming, bounds: bounds() })
    }
}

/// The bounds of the site.
fn bounds() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER_BYTES)
        // Each frame is written at once.
        .write_buffer_size(0)
        .max_write_buffer_size(MAX_WRITE_BUFFER_BYTES)
        .max_message_size(Some(MAX_FRAME_BYTES))
        .max_frame_size(Some(MAX_FRAME_BYTES))
}

impl Upgrade {
    /// Answers 101; `talk` goes on with the socket in a task of its own, once the answer is out. It enrols where its
    /// end is waited for.
    #[expect(clippy::disallowed_methods, reason = "the upgrade of axum does so too; a reader enrols with the hub")]
    pub(crate) fn answer<F>(self, talk: impl FnOnce(Socket) -> F + Send + 'static) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (coming, bounds) = (self.coming, self.bounds);
        tokio::spawn(async move {
            if let Ok(upgraded) = coming.await {
                let socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(bounds)).await;
                // A task of its own, so that none of the above keeps room in it.
                tokio::spawn(talk(socket));
            }
        });
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = answer.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept);
        if let Some(protocol) = self.protocol {
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, protocol);
        }
        answer
    }
}
