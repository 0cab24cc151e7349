//! One connection's bytes, with patience that ends.
//!
//! A reader that takes nothing for a while is closed: a slow reader must not hold a place for ever. And before a
//! connection is closed on a client that is still sending, what it sends is read and thrown away for a moment: else
//! the system answers with a reset, which can destroy our answer before it was read (RFC 9112 §9.6).

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

use super::serve::Place;
use crate::limits::flow::{Flow, Meter};

/// Whether unread bytes of the client are expected when the connection is closed.
#[derive(Clone, Debug, Default)]
pub struct Unread(Arc<AtomicBool>);

impl Unread {
    /// An answer was given before the request was read to its end.
    pub fn expect(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How long unread bytes are taken before a close, and how many.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 4 * 1024 * 1024;

/// A stream with an end to its patience.
pub struct Line<S> {
    stream: S,
    patience: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    unread: Unread,
    linger: Option<(Pin<Box<Sleep>>, usize)>,
    flow: Flow,
    meter: Meter,
    opened: Instant,
    _place: Place,
}

impl<S> Line<S> {
    /// `patience` is how long the other side may take nothing of what we write.
    /// `flow` says when it has become a socket, whose other side may send so many bytes a second only.
    pub(crate) fn new(stream: S, patience: Duration, unread: Unread, flow: Flow, place: Place) -> Self {
        let (meter, opened) = (Meter::default(), Instant::now());
        Self { stream, patience, stalled: None, unread, linger: None, flow, meter, opened, _place: place }
    }

    /// Lets a pending write end when nothing was taken for too long.
    fn judge<T>(&mut self, cx: &mut Context<'_>, wrote: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if wrote.is_ready() {
            self.stalled = None;
            return wrote;
        }
        let patience = self.patience;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        match stalled.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if read.is_ready() && self.flow.is_narrow() {
            let (came, at) = (buf.filled().len() - before, self.opened.elapsed());
            if !self.meter.take(came, at) {
                return Poll::Ready(Err(io::ErrorKind::QuotaExceeded.into()));
            }
        }
        read
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Line<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.judge(cx, wrote)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.judge(cx, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.judge(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.linger.is_none() {
            match Pin::new(&mut this.stream).poll_shutdown(cx) {
                Poll::Ready(Ok(())) => {}
                other => return other,
            }
            this.linger = Some((Box::pin(tokio::time::sleep(LINGER)), LINGER_BYTES));
        }
        let Some((end, left)) = &mut this.linger else { return Poll::Ready(Ok(())) };
        let mut space = [0_u8; 8 * 1024];
        loop {
            let mut buf = ReadBuf::new(&mut space);
            match Pin::new(&mut this.stream).poll_read(cx, &mut buf) {
                Poll::Ready(Ok(())) if !buf.filled().is_empty() && *left > 0 => {
                    *left = left.saturating_sub(buf.filled().len());
                    this.unread.expect();
                }
                Poll::Pending if this.unread.0.load(Ordering::Relaxed) => {
                    return end.as_mut().poll(cx).map(Ok);
                }
                Poll::Ready(_) | Poll::Pending => return Poll::Ready(Ok(())),
            }
        }
    }
}
