//! `leeward posts …`: work on posts without staff pages.

use std::process::ExitCode;

use clap::Subcommand;

use crate::config::Config;

/// What is to be done with posts.
#[derive(Clone, Debug, Subcommand)]
pub enum PostsOrder {
    /// Publish posts that are held.
    Release,
}

/// Runs the command.
pub fn run(_config: &Config, order: &PostsOrder) -> ExitCode {
    match order {
        PostsOrder::Release => super::fail(&"posts release is not wired yet", 1),
    }
}
