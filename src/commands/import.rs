//! `leeward import`: an export into an empty database, also of the other engine.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::copies::CopyError;
use super::copies::read::Copy;
use super::copies::rebuild::{self, Order};
use super::copies::write::{FIRST, LAST};
use crate::app::logging;
use crate::config::Config;

/// What `import` is told.
#[derive(Clone, Debug, Args)]
pub struct ImportArguments {
    /// The folder that `export` made.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Go on without the ledger of that time: what people deleted since the export comes back.
    #[arg(long)]
    without_ledger: bool,
}

/// Runs the command. It takes the lock of the data folder.
pub fn run(config: &Config, arguments: &ImportArguments) -> ExitCode {
    logging::start(config.log.level);
    let open = || open(&arguments.dir);
    let without_ledger = arguments.without_ledger;
    match rebuild::run(config, &Order { open: &open, kind: "export", without_ledger, move_aside: false }) {
        Ok(report) => {
            super::restore::say(&report);
            ExitCode::SUCCESS
        }
        Err(fault) => super::fail(&fault, 1),
    }
}

/// The files of an export as the one text that they are.
fn open(dir: &Path) -> Result<Box<dyn BufRead>, CopyError> {
    let path = |name: &str| dir.join(format!("{name}.jsonl"));
    let header = Copy::begin(BufReader::new(File::open(path(FIRST))?))?.header;
    let plain = |name: &String| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if !header.tables.iter().all(plain) {
        return Err(CopyError::NotACopy);
    }
    let mut whole: Box<dyn Read> = Box::new(File::open(path(FIRST))?);
    for name in header.tables.iter().map(String::as_str).chain([LAST]) {
        let part = File::open(path(name)).map_err(|cause| {
            io::Error::new(cause.kind(), format!("{} can't be read ({})", path(name).display(), cause.kind()))
        })?;
        whole = Box::new(whole.chain(part));
    }
    Ok(Box::new(BufReader::new(whole)))
}
