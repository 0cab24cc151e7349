//! Copies of the whole database: the lines that backups and exports are made of (`docs/COPIES.md`), and building a
//! database from them.

pub(super) mod lines;
pub(super) mod read;
pub(super) mod rebuild;
pub(super) mod write;

use crate::store::StoreError;

/// Why a copy was not written or read. Each text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The system refused.
    #[error("{0}. Remedy: see whether the disk is full, and whether the path is right and yours")]
    System(std::io::Error),
    /// It is no copy of ours.
    #[error("this is no backup or export of Leeward. Remedy: look for the right file")]
    NotACopy,
    /// It is cut off or was changed.
    #[error("the copy is damaged or cut off (after {lines} lines). Nothing was changed. Remedy: take another copy")]
    Damaged {
        /// How many lines could be read.
        lines: u64,
    },
    /// A newer program wrote it.
    #[error("the copy was written by a newer Leeward. Remedy: use that version")]
    Newer,
    /// The key does not open it.
    #[error("this key or passphrase does not open the backup. Nothing was changed. Remedy: try another one")]
    WrongKey,
    /// The database failed.
    #[error("{0}. Remedy: see `leeward doctor`, then run the command again")]
    Store(#[from] StoreError),
    /// Something else stands in the way.
    #[error("{0}")]
    Refused(String),
}

impl From<std::io::Error> for CopyError {
    fn from(cause: std::io::Error) -> Self {
        Self::System(cause)
    }
}
