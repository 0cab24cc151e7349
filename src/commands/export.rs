//! `leeward export`: everything, table by table, to move it to another database.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::at_site;
use super::copies::CopyError;
use super::copies::rebuild;
use super::copies::write::{Kind, Target, write};
use crate::app::system::SystemClock;
use crate::config::Config;
use crate::domain::clock::Clock;

/// What `export` is told.
#[derive(Clone, Debug, Args)]
pub struct ExportArguments {
    /// The folder to make, with one file of JSON Lines for each table. It holds sign-ins and drafts, and is not
    /// encrypted.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Runs the command. It works beside a running instance, and tells only of the moment at which it began.
pub fn run(config: &Config, arguments: &ExportArguments) -> ExitCode {
    at_site::private_files();
    let mut done = Ok(());
    at_site::on_runtime(async {
        done = export(config, arguments).await;
        ExitCode::SUCCESS
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => super::fail(&fault, 1),
    }
}

async fn export(config: &Config, arguments: &ExportArguments) -> Result<(), CopyError> {
    let dir = &arguments.dir;
    if dir.exists() && fs::read_dir(dir)?.next().is_some() {
        return Err(CopyError::Refused(format!("{} is not empty. Remedy: choose another folder", dir.display())));
    }
    let snapshot = rebuild::snapshot(config).await?;
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let mut target = Folder { dir: dir.clone(), file: None };
    let counts = write(&snapshot, Kind::Export, SystemClock.now(), &mut target).await?;
    target.end_file()?;
    snapshot.end().await?;
    let rows: u64 = counts.iter().map(|(_, rows)| rows).sum();
    println!("Wrote {}: {rows} rows of {} tables. Remove it after the import.", dir.display(), counts.len());
    Ok(())
}

/// A folder with a file for each part.
struct Folder {
    dir: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Folder {
    fn end_file(&mut self) -> io::Result<()> {
        match self.file.take() {
            Some(file) => file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all(),
            None => Ok(()),
        }
    }
}

impl Target for Folder {
    fn part(&mut self, name: &str) -> io::Result<()> {
        self.end_file()?;
        let path = self.dir.join(format!("{name}.jsonl"));
        self.file = Some(BufWriter::new(OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?));
        Ok(())
    }
}

impl Write for Folder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().ok_or(io::ErrorKind::NotFound)?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}
