//! `leeward openapi`.

use std::io::Write;
use std::process::ExitCode;

use crate::config::Config;
use crate::web::api::document;

/// Prints the document that `/api/v1/openapi.json` answers.
pub fn run(_config: &Config) -> ExitCode {
    let Some(text) = document::text() else { return super::fail(&"the document can't be written", 1) };
    match writeln!(std::io::stdout().lock(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        // A reader that closed its end early (`| head`) has what it wanted.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => super::fail(&error, 1),
    }
}
