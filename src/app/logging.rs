//! What is logged, and how: lines for people at a terminal, JSON elsewhere, always on standard error.

use std::io::IsTerminal;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::config::log::LogLevel;

/// Libraries whose messages can hold statements, frames or what was sent: they stay silent at every level.
const SILENT: [&str; 7] =
    ["sqlx", "sea_orm", "sea_orm_migration", "tungstenite", "tokio_tungstenite", "html5ever", "async_nats"];

/// Starts logging. A second call changes nothing.
pub fn start(level: LogLevel) {
    let level = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    // Only our own code is written to be read aloud; of others the warnings have to do.
    let others = level.min(LevelFilter::WARN);
    let targets = Targets::new().with_target("leeward", level).with_default(others);
    let targets = targets.with_targets(SILENT.map(|name| (name, LevelFilter::OFF)));
    let terminal = std::io::stderr().is_terminal();
    let layer = if terminal {
        fmt::layer().with_writer(std::io::stderr).with_target(false).boxed()
    } else {
        fmt::layer().json().with_writer(std::io::stderr).boxed()
    };
    if tracing_subscriber::registry().with(layer.with_filter(targets)).try_init().is_ok() {
        log_panics();
    }
}

/// A panic's message can hold what a person wrote: only the place is logged.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        tracing::error!(target: "leeward", place, "a bug ended one task");
    }));
}
