//! What is logged.

use super::setting::settings;

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// What failed.
    Error,
    /// And what may fail soon.
    Warn,
    /// And starts, stops and counts.
    Info,
    /// And the steps of our own code.
    Debug,
    /// And the steps within the steps.
    Trace,
}

settings! {
    /// What is logged.
    pub struct Log {
        /// How much is logged. No level logs addresses, names, texts or what anyone read.
        level: LogLevel = "log", always("info"), level,
            may be "error, warn, info, debug or trace",
            example "info";
    }
}

fn level(text: &str) -> Result<LogLevel, String> {
    match text {
        "error" => Ok(LogLevel::Error),
        "warn" => Ok(LogLevel::Warn),
        "info" => Ok(LogLevel::Info),
        "debug" => Ok(LogLevel::Debug),
        "trace" => Ok(LogLevel::Trace),
        _ => Err("is not a level".to_owned()),
    }
}
