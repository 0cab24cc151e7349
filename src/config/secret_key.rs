//! The site's secret key: 32 random bytes in a file that only its owner can read.
//!
//! It serves cursors, proofs, staff second factors and sealed evidence (CONTRACT §2.3). No member's account hangs on
//! it. Each use takes its own sub-key; the key itself never leaves this file.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::domain::entropy::Entropy;

/// Bytes in the key file.
pub const KEY_BYTES: usize = 32;

/// The site's secret key. Wiped from memory when dropped; it has no `Debug`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SecretKey([u8; KEY_BYTES]);

/// What a sub-key is for. Each has a label of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signs the cursors of lists.
    Cursors,
    /// Signs challenges and waiting times at joining.
    Proofs,
    /// Seals the second factors of staff.
    StaffSecondFactors,
    /// Seals evidence of cases.
    Evidence,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Cursors => b"leeward v1 key file: cursors",
            Self::Proofs => b"leeward v1 key file: proofs",
            Self::StaffSecondFactors => b"leeward v1 key file: staff second factors",
            Self::Evidence => b"leeward v1 key file: evidence",
        }
    }
}

/// Why the key file, or a folder that holds secrets, can't be used. Each text names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Others may read or change the file.
    #[error("LEEWARD_SECRET_KEY_FILE {path} has mode {mode:04o}, so others can read it. Remedy: chmod 600 {path}")]
    Loose {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The file belongs to somebody else.
    #[error(
        "LEEWARD_SECRET_KEY_FILE {path} belongs to user {owner}, not to the one who runs this program. \
             Remedy: chown it to that user"
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// The user number of its owner.
        owner: u32,
    },
    /// Anybody could swap the file.
    #[error("the folder {path} of LEEWARD_SECRET_KEY_FILE can be written by everybody. Remedy: chmod o-w {path}")]
    OpenFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The file is not a key.
    #[error("LEEWARD_SECRET_KEY_FILE {path} holds {bytes} bytes instead of 32. Remedy: put the copy of the key back")]
    Length {
        /// The file.
        path: PathBuf,
        /// How many bytes it holds; at most 33 are counted.
        bytes: usize,
    },
    /// The file can't be read or made.
    #[error(
        "LEEWARD_SECRET_KEY_FILE {path} can't be read or made ({cause}). \
             Remedy: check that the folder exists and is yours"
    )]
    Unreachable {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        cause: io::ErrorKind,
    },
}

impl SecretKey {
    /// A key from bytes, for tests and tools.
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// Reads the key, or makes one when the file is absent. Fails when others could read or swap it.
    pub fn load_or_create(path: &Path, entropy: &dyn Entropy) -> Result<Self, KeyFileError> {
        refuse_open_folder(path)?;
        match OpenOptions::new().read(true).open(path) {
            Ok(file) => read(path, file),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => create(path, entropy),
            Err(cause) => Err(unreachable(path, &cause)),
        }
    }

    /// Checks the file without making one. `Ok(false)` when it is absent.
    pub fn check(path: &Path) -> Result<bool, KeyFileError> {
        refuse_open_folder(path)?;
        match OpenOptions::new().read(true).open(path) {
            Ok(file) => read(path, file).map(|_| true),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(cause) => Err(unreachable(path, &cause)),
        }
    }

    /// The sub-key for one purpose (HKDF-SHA256, RFC 5869; the key is uniform, so there is no salt).
    pub fn derive(&self, purpose: Purpose) -> Zeroizing<[u8; KEY_BYTES]> {
        let mut out = Zeroizing::new([0; KEY_BYTES]);
        // 32 bytes are far below the 255 × 32 that HKDF can give, so this can't fail; were it to, two purposes
        // would share a key of zeroes, so the program stops instead.
        if Hkdf::<Sha256>::new(None, &self.0).expand(purpose.label(), out.as_mut_slice()).is_err() {
            std::process::abort();
        }
        out
    }
}

fn unreachable(path: &Path, cause: &io::Error) -> KeyFileError {
    KeyFileError::Unreachable { path: path.to_owned(), cause: cause.kind() }
}

fn refuse_open_folder(path: &Path) -> Result<(), KeyFileError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let Ok(found) = fs::metadata(folder) else { return Ok(()) };
    if found.mode() & 0o002 != 0 {
        return Err(KeyFileError::OpenFolder { path: folder.to_owned() });
    }
    Ok(())
}

/// Judges the open file, not its name, so that nothing can be swapped in between.
fn read(path: &Path, mut file: File) -> Result<SecretKey, KeyFileError> {
    let found = file.metadata().map_err(|cause| unreachable(path, &cause))?;
    let mode = found.mode() & 0o7777;
    if mode & 0o177 != 0 {
        return Err(KeyFileError::Loose { path: path.to_owned(), mode });
    }
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(KeyFileError::Foreign { path: path.to_owned(), owner: found.uid() });
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(KEY_BYTES + 1));
    let mut limited = Read::take(&mut file, KEY_BYTES as u64 + 1);
    limited.read_to_end(&mut bytes).map_err(|cause| unreachable(path, &cause))?;
    let wrong_length = KeyFileError::Length { path: path.to_owned(), bytes: bytes.len() };
    <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).map(SecretKey).map_err(|_| wrong_length)
}

/// Writes the key beside its place and links it there, so that a crash leaves a whole key or none.
fn create(path: &Path, entropy: &dyn Entropy) -> Result<SecretKey, KeyFileError> {
    let mut key = SecretKey([0; KEY_BYTES]);
    entropy.fill(&mut key.0);
    let part = path.with_extension("part");
    let write = || -> io::Result<()> {
        let _ = fs::remove_file(&part);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
        file.write_all(&key.0)?;
        file.sync_all()?;
        // A hard link fails when the name is taken: two starts at once can't overwrite each other's key.
        let linked = fs::hard_link(&part, path);
        fs::remove_file(&part)?;
        linked?;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    };
    write().map_err(|cause| unreachable(path, &cause))?;
    Ok(key)
}

/// Makes a folder that only its owner can enter, with its parents. Fails as the system does.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    // The mode is cut by the umask and, with parents, not given to a folder that was there.
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}
