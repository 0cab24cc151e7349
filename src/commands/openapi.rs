//! `leeward openapi`.

use std::process::ExitCode;

use crate::config::Config;

/// Runs the command.
pub fn run(_config: &Config) -> ExitCode {
    super::fail(&"openapi is not wired yet", 1)
}
