//! For tests of the socket's set-up by strangers: an echo behind the very upgrade of `/live`, served as the site is.

use std::io;
use std::sync::Arc;

use axum::Router;
use futures_util::{SinkExt, StreamExt};
use tokio_util::sync::CancellationToken;

use super::Entrance;
use super::door::Door;
use super::serve::{ServeLimits, serve};
use crate::config::Config;
use crate::live::reader::Out;
use crate::live::text::Text;
use crate::web::upgrade::{Message, Socket, Upgrade};
use crate::web::wire::Wire;

/// The largest message where the tests demand it: those of the Autobahn cases, chapter 9.
const LARGE: usize = 32 * 1024 * 1024;

/// Serves an echo on a door until it is dropped; `large` lifts the bounds of messages, and nothing else.
/// Fails when the listener can't be used by the runtime.
pub async fn echo(config: &Config, door: Door, large: bool) -> io::Result<()> {
    let upgrade = async move |mut upgrade: Upgrade| {
        if large {
            let bounds = upgrade.bounds.max_message_size(Some(LARGE)).max_frame_size(Some(LARGE));
            upgrade.bounds = bounds.max_write_buffer_size(2 * LARGE);
        }
        upgrade.answer(give_back)
    };
    let routes = Router::new().fallback(upgrade);
    let networks = Arc::clone(&Entrance::plain(config).networks);
    serve(door, routes, networks, ServeLimits::default(), CancellationToken::new()).await
}

async fn give_back(socket: Socket) {
    let mut wire = Wire::new(socket);
    while let Some(Ok(message)) = wire.socket().next().await {
        let told = match message {
            // As readers are told.
            Message::Text(text) => wire.send(Out::Text(Text::from(text.as_str()))).await,
            Message::Binary(_) => wire.socket().send(message).await,
            // The library answers pings and closes by itself.
            _ => Ok(()),
        };
        if told.is_err() {
            return;
        }
    }
}
