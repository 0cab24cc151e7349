//! What `leeward load` is told.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

/// How many play what, against which address, for how long.
#[derive(Clone, Debug, Args)]
pub struct LoadArguments {
    /// Where the site listens, as in http://127.0.0.1:8080; never through a proxy when the figures count.
    #[arg(long, value_name = "URL", required_unless_present_any = ["limit", "bare"])]
    pub address: Option<Target>,
    /// How many read live.
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=60_000))]
    pub readers: u32,
    /// How many get pages, one after the other, as fast as they are answered.
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000))]
    pub visitors: u32,
    /// How many write; none unless there are tokens.
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000))]
    pub writers: u32,
    /// Bearer tokens, one a line, as `demo --tokens` writes them. Without it readers are visitors, and nobody writes.
    #[arg(long, value_name = "FILE")]
    pub tokens: Option<PathBuf>,
    /// The thread that is read and written to. Without it: a new one, or the first that anybody may read.
    #[arg(long, value_name = "ID")]
    pub thread: Option<String>,
    /// How many posts a run has. Without it, and without --seconds: 200.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub posts: Option<u32>,
    /// The milliseconds from one post to the next, whoever writes it; 0: as fast as they are answered.
    #[arg(long, default_value_t = 200, value_name = "MS", value_parser = clap::value_parser!(u64).range(0..=60_000))]
    pub every_ms: u64,
    /// For how long a run posts; without writers, for how long its readers stay.
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub seconds: Option<u64>,
    /// How often all of it is done; the figures are medians. Without it: once, with --limit three times.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    pub runs: Option<u32>,
    /// How long readers may take to get the last event of a run.
    #[arg(long, default_value_t = 30, value_name = "S", value_parser = clap::value_parser!(u64).range(0..=600))]
    pub patience_s: u64,
    /// The server's process, for its memory and CPU time.
    #[arg(long, value_name = "PID")]
    pub pid: Option<u32>,
    /// After each run, the same frames to as many readers from a bare broadcast: what the machine allows.
    #[arg(long)]
    pub limit: bool,
    /// Readers that lost their connection come back at once, as clients do that nobody taught to wait.
    #[arg(long)]
    pub at_once: bool,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    pub json: bool,
    /// Write what each writer and each reader saw into this folder, a file of JSON Lines each.
    #[arg(long, value_name = "DIR")]
    pub journal: Option<PathBuf>,
    /// Be that bare broadcast; the command starts itself with it.
    #[arg(long, hide = true)]
    pub bare: bool,
}

impl LoadArguments {
    /// How many runs there are.
    pub(super) fn runs(&self) -> u32 {
        self.runs.unwrap_or(if self.limit { 3 } else { 1 })
    }

    /// How many posts a run has at most; `None` when only its time bounds it.
    pub(super) fn posts(&self) -> Option<u32> {
        match (self.posts, self.seconds) {
            (None, None) => Some(200),
            (posts, _) => posts,
        }
    }
}

/// Where the site is.
#[derive(Clone, Debug)]
pub struct Target {
    /// The address to connect to.
    pub(super) address: SocketAddr,
    /// The value of `Host`.
    pub(super) host: String,
}

impl Target {
    /// An address on this machine.
    pub(super) fn local(address: SocketAddr) -> Self {
        Self { address, host: address.to_string() }
    }
}

impl FromStr for Target {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "write it as http://HOST:PORT, without a path; TLS is the proxy's, not the program's";
        let host = text.strip_prefix("http://").ok_or(wrong)?.trim_end_matches('/');
        if host.is_empty() || host.contains(['/', '@', '?', '#']) {
            return Err(wrong);
        }
        let with_port =
            if host.parse::<SocketAddr>().is_ok() || has_port(host) { host.to_owned() } else { format!("{host}:80") };
        let address = with_port.to_socket_addrs().map_err(|_| "this host has no address here")?.next();
        Ok(Self { address: address.ok_or("this host has no address here")?, host: host.to_owned() })
    }
}

fn has_port(host: &str) -> bool {
    host.rsplit_once(':').is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}
