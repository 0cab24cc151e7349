//! `leeward migrate`.

use std::process::ExitCode;

use crate::config::Config;

/// Runs the command.
pub fn run(_config: &Config) -> ExitCode {
    super::fail(&"migrate is not wired yet", 1)
}
