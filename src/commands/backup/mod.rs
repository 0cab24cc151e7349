//! `leeward backup`: one encrypted file with everything but sign-ins and drafts, written while the site serves.

mod passphrase;
pub(super) mod sealed;

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::at_site;
use super::copies::CopyError;
use super::copies::read::Copy;
use super::copies::rebuild;
use super::copies::write::{Counts, Kind, write};
use crate::app::system::SystemClock;
use crate::config::Config;
use crate::domain::clock::Clock;
use sealed::{Key, Seal, Sealed, Wants};

/// What `backup` is told.
#[derive(Clone, Debug, Args)]
pub struct BackupArguments {
    /// The file to write, or with --check to read. One that is there is never written over.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Read all of a backup and say what is in it. Nothing is changed.
    #[arg(long)]
    check: bool,
    /// Do not encrypt: whoever finds the file reads every post.
    #[arg(long, conflicts_with = "check")]
    plain: bool,
    /// With --check: the file with the secret key of LEEWARD_BACKUP_RECIPIENT, as `age-keygen` wrote it.
    #[arg(long, value_name = "FILE", requires = "check")]
    identity: Option<PathBuf>,
}

/// Runs the command. It works beside a running instance.
pub fn run(config: &Config, arguments: &BackupArguments) -> ExitCode {
    at_site::private_files();
    let done = if arguments.check { check(arguments) } else { make(config, arguments) };
    done.unwrap_or_else(|fault| super::fail(&fault, 1))
}

fn make(config: &Config, arguments: &BackupArguments) -> Result<ExitCode, CopyError> {
    let file = &arguments.file;
    refuse_existing(file)?;
    let seal = match &config.data.backup_recipient {
        _ if arguments.plain => Seal::Plain,
        Some(recipient) => Seal::recipient(recipient)?,
        None => Seal::Passphrase(passphrase::new()?),
    };
    let part = beside(file);
    match fs::remove_file(&part) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause.into()),
        _ => {}
    }
    let mut written = Err(CopyError::NotACopy);
    at_site::on_runtime(async {
        written = write_to(config, &part, seal).await;
        ExitCode::SUCCESS
    });
    let counts = written.and_then(|counts| {
        refuse_existing(file)?;
        fs::rename(&part, file)?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::File::open(folder)?.sync_all()?;
        Ok(counts)
    });
    if counts.is_err() {
        let _ = fs::remove_file(&part);
    }
    println!("Wrote {}: {}.", file.display(), in_words(&counts?));
    println!("Try it with `leeward backup --check`. Keep the key file apart, and the ledger out of it.");
    Ok(ExitCode::SUCCESS)
}

async fn write_to(config: &Config, part: &Path, seal: Seal) -> Result<Counts, CopyError> {
    let snapshot = rebuild::snapshot(config).await?;
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(part)?;
    let mut sealed = Sealed::begin(file, seal)?;
    let counts = write(&snapshot, Kind::Backup, SystemClock.now(), &mut sealed).await?;
    snapshot.end().await?;
    sealed.finish()?;
    Ok(counts)
}

fn check(arguments: &BackupArguments) -> Result<ExitCode, CopyError> {
    let key = key(&arguments.file, arguments.identity.as_deref())?;
    let (header, counts) = Copy::begin(sealed::open(&arguments.file, &key)?)?.check()?;
    println!("The {} of {} is whole: {}.", header.kind, header.made, in_words(&counts));
    for (table, rows) in &counts {
        println!("{rows:>10}  {table}");
    }
    Ok(ExitCode::SUCCESS)
}

/// What opens this backup: a secret key of the file, or a passphrase that is asked for.
pub(super) fn key(file: &Path, identity: Option<&Path>) -> Result<Key, CopyError> {
    match (sealed::wants(file)?, identity) {
        (Wants::Nothing, _) => Ok(Key::None),
        (Wants::Passphrase, _) => Ok(Key::Passphrase(passphrase::known()?)),
        (Wants::Identity, Some(identity)) => sealed::identities(identity),
        (Wants::Identity, None) => Err(CopyError::Refused(
            "the backup is encrypted for a public key. Remedy: --identity FILE, the file that `age-keygen` wrote"
                .to_owned(),
        )),
    }
}

fn refuse_existing(file: &Path) -> Result<(), CopyError> {
    if file.exists() {
        return Err(CopyError::Refused(format!("{} is there already. Remedy: choose another name", file.display())));
    }
    Ok(())
}

fn beside(file: &Path) -> PathBuf {
    let mut name: OsString = file.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn in_words(counts: &Counts) -> String {
    let of = |name: &str| counts.iter().find(|(table, _)| table == name).map_or(0, |(_, rows)| *rows);
    format!("{} posts in {} threads, {} ways in by phrase", of("posts"), of("threads"), of("members"))
}
