//! A NATS server of one's own, on a free port of this machine: stopped, paused, killed and started again by a test.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use super::pause;

/// A server, running or not. Its port stays the same.
pub struct Nats {
    pub port: u16,
    config: PathBuf,
    child: Option<Child>,
    /// Ends the server when this process ends without dropping it, as it does with what a static holds.
    guard: Option<Child>,
    _folder: tempfile::TempDir,
}

impl Nats {
    /// A running server that takes everybody.
    pub fn start() -> Self {
        Self::start_with("")
    }

    /// A running server with these lines in its configuration.
    pub fn start_with(lines: &str) -> Self {
        let mut nats = Self::stopped_with(lines);
        nats.start_again();
        nats
    }

    /// A server that was never started, and whose port nobody holds.
    pub fn stopped() -> Self {
        Self::stopped_with("")
    }

    fn stopped_with(lines: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = folder.path().join("nats.conf");
        std::fs::write(&config, format!("listen: \"127.0.0.1:{port}\"\n{lines}\n")).unwrap();
        Self { port, config, child: None, guard: None, _folder: folder }
    }

    /// Its address, without a login.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Starts it on its port; returns when it takes connections.
    pub fn start_again(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let mut command = Command::new(program());
        command.arg("--config").arg(&self.config).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("nats-server starts; `. .ci/install.sh; need_nats` installs it");
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let ready = lines.by_ref().map_while(Result::ok).any(|line| {
            said.push(line);
            said.last().unwrap().contains("Server is ready")
        });
        assert!(ready, "nats-server did not start: {said:?}");
        // The rest is read on, so that the server never waits for us.
        std::thread::spawn(move || lines.count());
        self.guard = Some(guard(child.id()));
        self.child = Some(child);
    }

    /// Ends it as its operator does.
    pub fn stop(&mut self) {
        self.end(Signal::TERM);
    }

    /// Ends it from one moment to the next.
    pub fn kill(&mut self) {
        self.end(Signal::KILL);
    }

    /// It holds its connections and does nothing.
    pub fn pause(&self) {
        pause::pause(self.child.as_ref().expect("it runs"));
    }

    /// It goes on after a pause.
    pub fn resume(&self) {
        pause::resume(self.child.as_ref().expect("it runs"));
    }

    fn end(&mut self, signal: Signal) {
        let mut child = self.child.take().expect("it runs");
        self.dismiss_guard();
        kill_process(Pid::from_child(&child), signal).unwrap();
        child.wait().unwrap();
    }

    /// Before the server's number can be another program's.
    fn dismiss_guard(&mut self) {
        if let Some(mut guard) = self.guard.take() {
            let _ = guard.kill();
            let _ = guard.wait();
        }
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.dismiss_guard();
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Waits for the end of this process, which closes the pipe, then kills.
fn guard(server: u32) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", "read -r _; kill -9 \"$1\"", "guard", &server.to_string()]);
    // Its output is nobody's: a test that is over must not be held open by it.
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("sh starts")
}

/// On the path, or where `.ci/install.sh` puts it.
#[expect(clippy::disallowed_methods, reason = "tests have no settings of their own but these")]
fn program() -> PathBuf {
    let name = "nats-server";
    let on_path = std::env::var("PATH").unwrap_or_default();
    let found = std::env::split_paths(&on_path).map(|folder| folder.join(name)).find(|path| path.is_file());
    let cache = std::env::var("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|_| std::env::var("HOME").map(|home| PathBuf::from(home).join(".cache")));
    let installed = cache.map(|cache| cache.join("leeward/tools/bin").join(name));
    found.or(installed.ok()).unwrap_or_else(|| PathBuf::from(name))
}
