//! `leeward demo`: fills an empty database with a believable community.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::config::Config;

/// How large the community is.
#[derive(Clone, Debug, Args)]
pub struct DemoArguments {
    /// How many members.
    #[arg(long, default_value_t = 40, value_name = "N")]
    pub members: u32,
    /// How many threads.
    #[arg(long, default_value_t = 60, value_name = "N")]
    pub threads: u32,
    /// How many posts, first posts included.
    #[arg(long, default_value_t = 400, value_name = "N")]
    pub posts: u32,
    /// The same seed makes the same community.
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    /// Write Bearer tokens of its members to this file, mode 0600; in trial mode only.
    #[arg(long, value_name = "FILE")]
    pub tokens: Option<PathBuf>,
}

/// Runs the command.
pub fn run(_config: &Config, _arguments: &DemoArguments) -> ExitCode {
    super::fail(&"demo is not wired yet", 1)
}
