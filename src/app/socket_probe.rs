//! For tests of the socket's set-up by strangers: an echo behind the very upgrade of `/live`, served as the site is.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use tokio_util::sync::CancellationToken;

use super::Entrance;
use super::door::Door;
use super::serve::{ServeLimits, serve};
use crate::config::Config;
use crate::web::socket::bounded;

/// The largest message where the tests demand it: those of the Autobahn cases, chapter 9.
const LARGE: usize = 32 * 1024 * 1024;

/// Serves an echo on a door until it is dropped; `large` lifts the bounds of messages, and nothing else.
/// Fails when the listener can't be used by the runtime.
pub async fn echo(config: &Config, door: Door, large: bool) -> io::Result<()> {
    let upgrade = async move |upgrade: WebSocketUpgrade| {
        let bounded = bounded(upgrade);
        let bounded = if large {
            bounded.max_message_size(LARGE).max_frame_size(LARGE).max_write_buffer_size(2 * LARGE)
        } else {
            bounded
        };
        bounded.on_upgrade(give_back)
    };
    let routes = Router::new().fallback(upgrade);
    let networks = Arc::clone(&Entrance::plain(config).networks);
    serve(door, routes, networks, ServeLimits::default(), CancellationToken::new()).await
}

async fn give_back(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        let told = match message {
            Message::Text(_) | Message::Binary(_) => socket.send(message).await,
            // The library answers pings and closes by itself.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => Ok(()),
        };
        if told.is_err() {
            return;
        }
    }
}
