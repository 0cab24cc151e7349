//! `GET /live`: the upgrade to a WebSocket (RFC 6455), and its frames as the reader takes them.
//!
//! The origin was judged before (`web::origin`): no other site can open a socket with a member's cookie.

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::{Sink, SinkExt, Stream, StreamExt};

use super::fault::WebError;
use super::routes::Routes;
use super::state::App;
use super::viewer::Viewer;
use crate::limits::flow::Flow;
use crate::live::protocol::{MAX_FRAME_BYTES, SUBPROTOCOL};
use crate::live::reader::{In, Out, converse};
use crate::live::reading::Reading;

/// Bytes that are read at once. The library's own default costs 128 KiB a connection.
const READ_BUFFER_BYTES: usize = 4 * 1024;
/// The most that waits to be written for one reader: beyond, the connection ends. The library's default is no bound.
const MAX_WRITE_BUFFER_BYTES: usize = 64 * 1024;

/// The route.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/live", open)
}

/// An upgrade with the bounds of the site, for `/live` and for what tests the bounds themselves.
pub(crate) fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        // Each frame is written at once.
        .write_buffer_size(0)
        .max_write_buffer_size(MAX_WRITE_BUFFER_BYTES)
        .max_message_size(MAX_FRAME_BYTES)
        .max_frame_size(MAX_FRAME_BYTES)
}

/// `GET /live`.
pub(crate) async fn open(
    State(app): State<App>,
    viewer: Viewer,
    flow: Option<Extension<Flow>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, WebError> {
    let upgrade = upgrade.map_err(|_| WebError::no_socket())?.protocols([SUBPROTOCOL]);
    if upgrade.requested_protocols().next().is_some() && upgrade.selected_protocol().is_none() {
        return Err(WebError::no_socket());
    }
    if let Some(Extension(flow)) = flow {
        flow.narrow();
    }
    let reading = Reading::new(app.live.clone(), viewer.member.clone(), viewer.network, viewer.language());
    let until = viewer.until;
    let hub = app.live.clone();
    Ok(bounded(upgrade).on_upgrade(move |socket| converse(hub, reading, until, as_frames(socket))))
}

/// A socket as the reader takes it.
fn as_frames(socket: WebSocket) -> impl Stream<Item = In> + Sink<Out> + Unpin + Send {
    socket.map(take).with(|out| std::future::ready(Ok::<Message, axum::Error>(give(out))))
}

fn take(message: Result<Message, axum::Error>) -> In {
    match message {
        Ok(Message::Text(text)) => In::Text(text),
        Ok(Message::Binary(_)) => In::Binary,
        Ok(Message::Ping(_) | Message::Pong(_)) => In::Sign,
        Ok(Message::Close(_)) => In::Close,
        Err(error) => In::Broken(close_code(error)),
    }
}

fn give(out: Out) -> Message {
    match out {
        Out::Text(text) => Message::Text(text),
        Out::Ping => Message::Ping(axum::body::Bytes::new()),
        Out::Close(code) => Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::default() })),
    }
}

/// What the other side is told when it broke the protocol (RFC 6455 §7.4.1); `None` when it is gone.
fn close_code(error: axum::Error) -> Option<u16> {
    use tokio_tungstenite::tungstenite::Error;
    match error.into_inner().downcast_ref::<Error>()? {
        Error::Protocol(_) => Some(1002),
        Error::Utf8(_) => Some(1007),
        Error::Capacity(_) => Some(1009),
        _ => None,
    }
}
