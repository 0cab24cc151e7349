//! Why no load could be played.

use std::io;

/// Each text names the remedy.
#[derive(Debug, thiserror::Error)]
pub(super) enum LoadError {
    /// The runtime, a thread or a file failed.
    #[error("the system refused: {0}")]
    System(io::ErrorKind),
    /// The tokens can't be read.
    #[error("the file of --tokens can't be read ({0}). Remedy: make it with `leeward demo --tokens FILE`")]
    Tokens(io::ErrorKind),
    /// Nobody may write.
    #[error("writers need tokens. Remedy: --tokens FILE, or --writers 0")]
    NoTokens,
    /// Nothing to write to or read.
    #[error("there is no thread that anybody may read. Remedy: --thread ID, or --tokens FILE")]
    NoThread,
    /// More sockets than files.
    #[error("{needed} open files are needed and {allowed} are allowed. Remedy: ulimit -n {needed}, here and there")]
    Files {
        /// Files that the readers and the rest take.
        needed: u64,
        /// The hard limit.
        allowed: u64,
    },
    /// The server answered otherwise than a call needs.
    #[error("{call} was answered with {status}. Remedy: {remedy}")]
    Answered {
        /// The call, as method and path.
        call: String,
        /// The status.
        status: u16,
        /// What to do.
        remedy: &'static str,
    },
    /// The server can't be reached.
    #[error("the server does not answer ({0}). Remedy: look at --address, and whether it runs")]
    Unreachable(io::ErrorKind),
    /// Not every reader got in.
    #[error("{live} of {wanted} readers were let in within {patience_s} s; the last refusal: {last}. Remedy: {remedy}")]
    NotLetIn {
        /// Readers that are subscribed.
        live: usize,
        /// Readers in all.
        wanted: usize,
        /// How long they tried.
        patience_s: u64,
        /// What the last one was told.
        last: String,
        /// What to do.
        remedy: &'static str,
    },
    /// There is no such process, or its figures can't be read.
    #[error("the process of --pid can't be read ({0}). Remedy: the number of the running server")]
    Process(io::ErrorKind),
    /// The bare broadcast did not start.
    #[error("the bare broadcast of --limit did not start ({0})")]
    Bare(io::ErrorKind),
}

impl From<io::Error> for LoadError {
    fn from(cause: io::Error) -> Self {
        Self::System(cause.kind())
    }
}
