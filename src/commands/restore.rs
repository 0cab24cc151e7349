//! `leeward restore`: puts a backup in the place of the database, does again what the ledger knows, and signs everybody
//! out.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::backup::{self, sealed};
use super::copies::CopyError;
use super::copies::rebuild::{self, Order, Report};
use crate::app::logging;
use crate::config::Config;

/// What `restore` is told.
#[derive(Clone, Debug, Args)]
pub struct RestoreArguments {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file with the secret key of LEEWARD_BACKUP_RECIPIENT, as `age-keygen` wrote it.
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Go on without the ledger of that time: what people deleted since comes back.
    #[arg(long)]
    without_ledger: bool,
    /// Put a database that is not empty aside; its new place is printed. Otherwise it is left alone, and the restore
    /// refused.
    #[arg(long)]
    move_aside: bool,
}

/// Runs the command. It takes the lock of the data folder.
pub fn run(config: &Config, arguments: &RestoreArguments) -> ExitCode {
    logging::start(config.log.level);
    match restore(config, arguments) {
        Ok(report) => {
            say(&report);
            ExitCode::SUCCESS
        }
        Err(fault) => super::fail(&fault, 1),
    }
}

fn restore(config: &Config, arguments: &RestoreArguments) -> Result<Report, CopyError> {
    let key = backup::key(&arguments.file, arguments.identity.as_deref())?;
    let open = || sealed::open(&arguments.file, &key);
    let (without_ledger, move_aside) = (arguments.without_ledger, arguments.move_aside);
    rebuild::run(config, &Order { open: &open, kind: "backup", without_ledger, move_aside })
}

/// What was done, in a few lines.
pub(super) fn say(report: &Report) {
    let rows: u64 = report.counts.iter().map(|(_, rows)| rows).sum();
    println!("Put back the {} of {}: {rows} rows.", report.header.kind, report.header.made);
    let done = report.done;
    println!(
        "The ledger was followed: {} posts, {} names, {} ways in by phrase changed.",
        done.posts, done.faces, done.ways_in
    );
    if let Some(aside) = &report.aside {
        println!("The database from before lies in {aside}. Remove it when all is well.");
    }
}
