//! One WebSocket to `GET /live`, or to the bare broadcast.

use std::io;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::client_async_with_config;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use super::arguments::Target;
use super::http::connect;

/// How long a handshake may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The subprotocol of CONTRACT §6.
pub(super) const PROTOCOL: &str = "leeward.v1";

/// An open socket.
pub(super) type Socket = WebSocketStream<TcpStream>;

/// Why there is no socket.
pub(super) struct Refused {
    /// In words for the report.
    pub(super) said: String,
    /// How long to wait, when the server says so.
    pub(super) retry_after: Option<Duration>,
}

impl From<io::Error> for Refused {
    fn from(cause: io::Error) -> Self {
        Self { said: cause.kind().to_string(), retry_after: None }
    }
}

/// The buffers of a socket: thousands of them live in one process, and the library's own take 128 KiB each.
pub(super) fn buffers() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(4 * 1024)
        .write_buffer_size(0)
        .max_write_buffer_size(256 * 1024)
        .max_message_size(Some(1024 * 1024))
        .max_frame_size(Some(1024 * 1024))
}

/// Opens a socket as this member, or as a visitor. `number` spreads many of them over local addresses.
pub(super) async fn open(target: &Target, path: &str, token: Option<&str>, number: u32) -> Result<Socket, Refused> {
    let opening = async {
        let stream = connect(target, Some(number)).await?;
        let request = request(target, path, token).ok_or(Refused { said: "no request".into(), retry_after: None })?;
        match client_async_with_config(request, stream, Some(buffers())).await {
            Ok((socket, _)) => Ok(socket),
            Err(error) => Err(refused(&error)),
        }
    };
    match tokio::time::timeout(PATIENCE, opening).await {
        Ok(opened) => opened,
        Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
    }
}

fn request(target: &Target, path: &str, token: Option<&str>) -> Option<Request> {
    let mut request = format!("ws://{}{path}", target.host).into_client_request().ok()?;
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", PROTOCOL.parse().ok()?);
    if let Some(token) = token {
        headers.insert("authorization", format!("Bearer {token}").parse().ok()?);
    }
    Some(request)
}

fn refused(error: &Error) -> Refused {
    match error {
        Error::Http(answer) => {
            let after = answer.headers().get("retry-after");
            let seconds = after.and_then(|value| value.to_str().ok()?.parse().ok());
            Refused { said: answer.status().to_string(), retry_after: seconds.map(Duration::from_secs) }
        }
        Error::Io(cause) => Refused { said: cause.kind().to_string(), retry_after: None },
        other => Refused { said: other.to_string(), retry_after: None },
    }
}
