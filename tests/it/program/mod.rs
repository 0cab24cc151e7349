//! The program around the site: settings, start, serving, the way in.

mod commands;
mod config;
mod corpus;
mod headers;
mod host;
mod load;
mod network;
mod origin;
mod serve;
mod start;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use leeward::app::door::Door;
use leeward::app::serve::{ServeLimits, serve};
use leeward::app::tasks::TaskGroup;
use leeward::app::{Entrance, RequestPatience, router_with};
use leeward::config::Config;
use leeward::config::read::Given;
use tower::ServiceExt;

/// Settings from pairs; a port and a data folder that nothing uses are filled in.
pub(crate) fn settings(pairs: &[(&str, &str)]) -> Config {
    let mut all = vec![("listen", "127.0.0.1:0"), ("data_dir", "/nonexistent/leeward-test")];
    all.extend_from_slice(pairs);
    Config::from_given(&Given::from_pairs(&all)).unwrap()
}

/// What came back from a router.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// Sends one request through the whole way in, without a socket.
pub(crate) fn ask(config: &Config, routes: Router, request: Request<Body>) -> Answer {
    let router = router_with(config, Entrance::plain(config), routes);
    runtime().block_on(async {
        let response = router.oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 4 * 1024 * 1024).await.unwrap();
        Answer { status: head.status, headers: head.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    })
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// A served router in this process, with limits of the test's own.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    tasks: TaskGroup,
    runtime: Option<tokio::runtime::Runtime>,
    ended: std::sync::Mutex<std::sync::mpsc::Receiver<()>>,
}

impl Served {
    pub(crate) fn start(config: &Config, routes: Router, limits: ServeLimits, patience: RequestPatience) -> Self {
        let door = Door::open("LEEWARD_LISTEN", &config.listen.listen).unwrap();
        let address: SocketAddr = ([127, 0, 0, 1], door.port().unwrap()).into();
        let entrance = Entrance { patience, ..Entrance::plain(config) };
        let networks = Arc::clone(&entrance.networks);
        let router = router_with(config, entrance, routes);
        let (runtime, tasks) = (runtime(), TaskGroup::new());
        let stop = tasks.stop_signal();
        let (done, ended) = std::sync::mpsc::channel();
        let guard = runtime.enter();
        tasks.spawn(async move {
            serve(door, router, networks, limits, stop).await.unwrap();
            done.send(()).unwrap();
        });
        drop(guard);
        Self { address, tasks, runtime: Some(runtime), ended: ended.into() }
    }

    /// Gives the stop signal.
    pub(crate) fn stop(&self) {
        self.tasks.stop_signal().cancel();
    }

    /// Waits until serving has ended; panics when it takes longer.
    pub(crate) fn wait(&self, longest: Duration) {
        self.ended.lock().unwrap().recv_timeout(longest).expect("serving ends in time");
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        stream
    }

    /// Sends bytes on a fresh connection and reads until the server closes.
    pub(crate) fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may refuse while we still send: then its answer is there to be read all the same.
        let _ = stream.write_all(bytes);
        read_to_close(&mut stream)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Reads until the other side closes. Panics when it hangs beyond the stream's read timeout.
pub(crate) fn read_to_close(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(cause) if matches!(cause.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
            panic!("the server holds the connection: {:?}", String::from_utf8_lossy(&bytes));
        }
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// The status of a raw answer; `None` when the connection was closed without one.
pub(crate) fn status(raw: &str) -> Option<u16> {
    raw.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

/// The real program, with an empty environment, in a folder of its own.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leeward"));
    command.env_clear().current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A started program that is killed when the test ends.
pub(crate) struct Running(pub(crate) Child);

impl Running {
    /// Starts the program on a free port and answers with its address.
    pub(crate) fn start(folder: &Path, variables: &[(&str, &str)]) -> (Self, String) {
        let mut command = program(folder);
        command.env("LEEWARD_LISTEN", "127.0.0.1:0").envs(variables.iter().copied());
        let mut child = command.spawn().unwrap();
        let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        std::io::BufRead::read_line(&mut out, &mut line).unwrap();
        // The rest is read on, so that the program never waits for us.
        std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
        let address = line.trim().rsplit(' ').next().unwrap().to_owned();
        (Self(child), address)
    }

    /// Sends SIGTERM.
    pub(crate) fn terminate(&self) {
        let pid = rustix::process::Pid::from_child(&self.0);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
