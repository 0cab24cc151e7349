//! The limit: a broadcast to WebSockets that does nothing else. What it needs for a delivery, the machine needs.
//!
//! It runs in a process of its own, so that its time and memory are counted as the server's are. Who connects to
//! `/publish` gives frames, all others get them.

use std::io::{self, BufRead, BufReader, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{self, Command, Stdio};
use std::sync::{Arc, OnceLock};

use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use super::arguments::Target;
use super::fault::LoadError;
use super::socket::{PROTOCOL, buffers};

/// The path of who gives frames.
pub(super) const PUBLISH: &str = "/publish";
/// What each reader is told when it subscribes.
const SUBSCRIBED: &str = r#"{"ev":"subscribed","topic":"bare","seq":0,"epoch":"bare","you":null}"#;
/// Frames that a reader may be behind.
const BEHIND: usize = 4_096;

/// The running broadcast; it ends when this is dropped, and also when this process dies.
pub(super) struct Bare {
    process: process::Child,
    /// Where it listens.
    pub(super) target: Target,
}

impl Bare {
    /// Starts this program again, as the broadcast.
    pub(super) fn start() -> Result<Self, LoadError> {
        let failed = |cause: io::Error| LoadError::Bare(cause.kind());
        let program = std::env::current_exe().map_err(failed)?;
        let mut order = Command::new(program);
        order.args(["load", "--bare"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = order.spawn().map_err(failed)?;
        let mut line = String::new();
        if let Some(out) = process.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(failed)?;
        }
        match line.trim().parse() {
            Ok(address) => Ok(Self { process, target: Target::local(address) }),
            Err(_) => Err(LoadError::Bare(io::ErrorKind::BrokenPipe)),
        }
    }

    /// Its process.
    pub(super) fn pid(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Broadcasts until the standard input ends, which is when the process that started it is gone.
pub(super) fn serve() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (gone, over) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let mut nothing = [0; 64];
        while io::stdin().read(&mut nothing).is_ok_and(|read| read > 0) {}
        let _ = gone.send(());
    });
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        println!("{}", listener.local_addr()?);
        tokio::select! {
            served = accept(&listener) => served,
            _ = over => Ok(()),
        }
    });
    runtime.shutdown_background();
    served
}

async fn accept(listener: &TcpListener) -> io::Result<()> {
    let (frames, _) = broadcast::channel::<Utf8Bytes>(BEHIND);
    let mut tasks = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tasks.spawn(converse(stream, frames.clone()));
        while tasks.try_join_next().is_some() {}
    }
}

async fn converse(stream: TcpStream, frames: broadcast::Sender<Utf8Bytes>) {
    let asked = Arc::new(OnceLock::new());
    let path = Arc::clone(&asked);
    let callback = move |request: &Request, answer: Response| -> Result<Response, ErrorResponse> {
        let _ = path.set(request.uri().path().to_owned());
        Ok(with_protocol(answer))
    };
    let Ok(mut socket) = accept_hdr_async_with_config(stream, callback, Some(buffers())).await else { return };
    if asked.get().is_some_and(|path| path == PUBLISH) {
        while let Some(Ok(message)) = socket.next().await {
            if let Message::Text(text) = message {
                let _ = frames.send(text);
            }
        }
        return;
    }
    let mut heard = frames.subscribe();
    drop(frames);
    loop {
        let sent = tokio::select! {
            frame = heard.recv() => match frame {
                Ok(frame) => socket.send(Message::Text(frame)).await,
                Err(_) => return,
            },
            said = socket.next() => match said {
                Some(Ok(Message::Text(_))) => socket.send(Message::text(SUBSCRIBED)).await,
                Some(Ok(_)) => Ok(()),
                Some(Err(_)) | None => return,
            },
        };
        if sent.is_err() {
            return;
        }
    }
}

fn with_protocol(mut answer: Response) -> Response {
    if let Ok(protocol) = PROTOCOL.parse() {
        answer.headers_mut().insert("sec-websocket-protocol", protocol);
    }
    answer
}
