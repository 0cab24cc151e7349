//! A socket as the reader takes it: frames come through the library, texts go out as the bytes that all readers share.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Bytes;
use futures_util::{Sink, Stream};
use tokio::io::AsyncWrite;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use super::upgrade::Socket;
use crate::live::reader::{In, Out};

/// One reader's socket.
pub(crate) struct Wire {
    socket: Socket,
    /// What is left of the text that is being written. Nothing else is written before it is out.
    rest: Bytes,
    /// The library may have something to write: an answer to a ping, a close.
    owes: bool,
}

impl Wire {
    /// Over an open socket.
    pub(crate) fn new(socket: Socket) -> Self {
        Self { socket, rest: Bytes::new(), owes: false }
    }

    /// The socket itself, for what is no text; to be used only when nothing is being sent.
    pub(crate) fn socket(&mut self) -> &mut Socket {
        self.owes = true;
        &mut self.socket
    }

    /// Writes what is left of a text.
    fn write_rest(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        while !self.rest.is_empty() {
            let written = ready!(Pin::new(self.socket.get_mut()).poll_write(cx, &self.rest))?;
            if written == 0 {
                return Poll::Ready(Err(io::Error::from(io::ErrorKind::WriteZero).into()));
            }
            let _ = self.rest.split_to(written);
        }
        // The shared bytes are let go: a reader who waits holds none.
        self.rest = Bytes::new();
        Poll::Ready(Ok(()))
    }

    /// Writes what the library has to write.
    fn write_owed(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.owes {
            ready!(Pin::new(&mut self.socket).poll_flush(cx))?;
            self.owes = false;
        }
        Poll::Ready(Ok(()))
    }
}

impl Stream for Wire {
    type Item = In;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<In>> {
        // The library answers a ping as it reads it: not in the midst of a text.
        if !self.rest.is_empty()
            && let Err(error) = ready!(self.write_rest(cx))
        {
            return Poll::Ready(Some(In::Broken(close_code(&error))));
        }
        let message = ready!(Pin::new(&mut self.socket).poll_next(cx));
        self.owes = true;
        Poll::Ready(message.map(|message| match message {
            Ok(Message::Text(text)) => In::Text(text.as_str().to_owned()),
            Ok(Message::Binary(_) | Message::Frame(_)) => In::Binary,
            Ok(Message::Ping(_) | Message::Pong(_)) => In::Sign,
            Ok(Message::Close(_)) => In::Close,
            Err(error) => In::Broken(close_code(&error)),
        }))
    }
}

impl Sink<Out> for Wire {
    type Error = Error;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(self.write_rest(cx))?;
        self.write_owed(cx)
    }

    fn start_send(mut self: Pin<&mut Self>, out: Out) -> Result<(), Error> {
        let message = match out {
            Out::Text(text) => {
                self.rest = text.into_bytes();
                return Ok(());
            }
            Out::Ping => Message::Ping(Bytes::new()),
            Out::Close(code) => Message::Close(Some(CloseFrame { code: code.into(), reason: Utf8Bytes::default() })),
        };
        self.owes = true;
        Pin::new(&mut self.socket).start_send(message)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(self.write_rest(cx))?;
        self.write_owed(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(self.as_mut().poll_flush(cx))?;
        Pin::new(&mut self.socket).poll_close(cx)
    }
}

/// What the other side is told when it broke the protocol (RFC 6455 §7.4.1); `None` when it is gone.
fn close_code(error: &Error) -> Option<u16> {
    match error {
        Error::Protocol(_) => Some(1002),
        Error::Utf8(_) => Some(1007),
        Error::Capacity(_) => Some(1009),
        _ => None,
    }
}
