//! The data folder: private to the program's owner, and used by one instance at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::config::secret_key::create_private_folder;

/// The file in the data folder that is locked while an instance runs.
const LOCK: &str = "lock";

/// Why the data folder can't be used. Each text names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another instance works on it.
    #[error("LEEWARD_DATA_DIR {path} is in use by another leeward. Remedy: stop it, or set another folder")]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// Others can look into it.
    #[error("LEEWARD_DATA_DIR {path} has mode {mode:04o}, so others can look inside. Remedy: chmod 700 {path}")]
    Loose {
        /// The folder.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It belongs to somebody else.
    #[error(
        "LEEWARD_DATA_DIR {path} belongs to user {owner}, not to the one who runs this program. \
             Remedy: chown it to that user"
    )]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// The user number of its owner.
        owner: u32,
    },
    /// It can't be made or written.
    #[error(
        "LEEWARD_DATA_DIR {path} can't be made or written ({cause}). \
             Remedy: set a folder where this program may write"
    )]
    Unreachable {
        /// The folder.
        path: PathBuf,
        /// The system's answer.
        cause: io::ErrorKind,
    },
}

/// The lock on a data folder; it ends with this value, or with the process.
#[derive(Debug)]
pub struct InstanceLock {
    _file: File,
}

/// Looks whether the folder can be used, and changes nothing. `Ok(false)`: it does not exist yet.
pub fn inspect(dir: &Path) -> Result<bool, FolderError> {
    let found = match fs::metadata(dir) {
        Ok(found) => found,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(cause) => return Err(unreachable(dir, &cause)),
    };
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(FolderError::Foreign { path: dir.to_owned(), owner: found.uid() });
    }
    // A folder that holds nothing of ours yet is made private when it is taken; one that does was opened by somebody.
    let mode = found.mode() & 0o7777;
    if mode & 0o027 != 0 && dir.join(LOCK).exists() {
        return Err(FolderError::Loose { path: dir.to_owned(), mode });
    }
    if mode & 0o200 == 0 {
        return Err(unreachable(dir, &io::ErrorKind::PermissionDenied.into()));
    }
    Ok(true)
}

/// Makes the folder when it is absent, makes it private, and takes its lock.
pub fn take(dir: &Path) -> Result<InstanceLock, FolderError> {
    if !inspect(dir)? || !dir.join(LOCK).exists() {
        create_private_folder(dir).map_err(|cause| unreachable(dir, &cause))?;
    }
    let lock = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(dir.join(LOCK));
    hold(dir, lock.map_err(|cause| unreachable(dir, &cause))?)
}

/// Says that the folder is in use without making anything: `Ok(None)` when there is no lock file yet.
pub fn take_existing(dir: &Path) -> Result<Option<InstanceLock>, FolderError> {
    match OpenOptions::new().read(true).write(true).open(dir.join(LOCK)) {
        Ok(file) => hold(dir, file).map(Some),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(unreachable(dir, &cause)),
    }
}

fn hold(dir: &Path, file: File) -> Result<InstanceLock, FolderError> {
    match file.try_lock() {
        Ok(()) => Ok(InstanceLock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(FolderError::InUse { path: dir.to_owned() }),
        Err(TryLockError::Error(cause)) => Err(unreachable(dir, &cause)),
    }
}

fn unreachable(dir: &Path, cause: &io::Error) -> FolderError {
    FolderError::Unreachable { path: dir.to_owned(), cause: cause.kind() }
}
