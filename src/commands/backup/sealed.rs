//! The file of a backup: its lines compressed, then encrypted with age (age-encryption.org/v1), for a public key or a
//! passphrase; or only compressed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::iter;
use std::path::Path;

use age::secrecy::SecretString;
use age::stream::StreamWriter;
use age::{DecryptError, Decryptor, Encryptor, Identity, IdentityFile, scrypt, x25519};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use crate::commands::copies::CopyError;
use crate::commands::copies::write::Target;

/// How every file of age begins.
const AGE: &[u8] = b"age-encryption.org/";
/// The most work that a passphrase may ask for, as a power of two: what a fast machine chose, a slow one may take long
/// to do, and has to. 2²² needs 4 GiB of memory.
const MOST_WORK: u8 = 22;

/// For whom a backup is encrypted.
pub(in crate::commands) enum Seal {
    /// For the holder of the secret key of this public one.
    Recipient(x25519::Recipient),
    /// For whoever knows a passphrase.
    Passphrase(SecretString),
    /// For everyone who has the file.
    Plain,
}

impl Seal {
    /// The public key of `LEEWARD_BACKUP_RECIPIENT`.
    pub(in crate::commands) fn recipient(text: &str) -> Result<Self, CopyError> {
        let wrong = |_| {
            CopyError::Refused(
                "LEEWARD_BACKUP_RECIPIENT is no public key of age. Remedy: copy the line that `age-keygen` printed"
                    .to_owned(),
            )
        };
        text.parse().map(Self::Recipient).map_err(wrong)
    }
}

/// A backup's file that is being written.
pub(super) struct Sealed(GzEncoder<Inner>);

enum Inner {
    Plain(BufWriter<File>),
    Age(StreamWriter<BufWriter<File>>),
}

impl Sealed {
    /// Begins.
    pub(super) fn begin(file: File, seal: Seal) -> Result<Self, CopyError> {
        let file = BufWriter::new(file);
        let inner = match seal {
            Seal::Plain => Inner::Plain(file),
            Seal::Passphrase(passphrase) => Inner::Age(Encryptor::with_user_passphrase(passphrase).wrap_output(file)?),
            Seal::Recipient(recipient) => {
                let encryptor = Encryptor::with_recipients(iter::once(&recipient as _));
                Inner::Age(encryptor.map_err(io::Error::other)?.wrap_output(file)?)
            }
        };
        Ok(Self(GzEncoder::new(inner, Compression::default())))
    }

    /// Ends it; what was written is on the disk when this answers.
    pub(super) fn finish(self) -> io::Result<()> {
        let file = match self.0.finish()? {
            Inner::Plain(file) => file,
            Inner::Age(stream) => stream.finish()?,
        };
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Target for Sealed {
    fn part(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }
}

impl Write for Inner {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Age(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Age(stream) => stream.flush(),
        }
    }
}

/// What opens backups: asked for once, used for each reading.
pub(in crate::commands) enum Key {
    /// The secret keys of a file.
    Identities(Vec<Box<dyn Identity + Send + Sync>>),
    /// A passphrase.
    Passphrase(SecretString),
    /// Nothing: it is not encrypted.
    None,
}

/// What a backup's file asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::commands) enum Wants {
    /// A secret key.
    Identity,
    /// A passphrase.
    Passphrase,
    /// Nothing.
    Nothing,
}

/// Looks what a backup's file asks for.
pub(in crate::commands) fn wants(path: &Path) -> Result<Wants, CopyError> {
    let mut file = BufReader::new(File::open(path)?);
    if !file.fill_buf()?.starts_with(AGE) {
        return Ok(Wants::Nothing);
    }
    let sealed = Decryptor::new_buffered(file).map_err(|error| refusal(&error))?;
    Ok(if sealed.is_scrypt() { Wants::Passphrase } else { Wants::Identity })
}

/// The secret keys in a file, as `age-keygen` writes it.
pub(in crate::commands) fn identities(path: &Path) -> Result<Key, CopyError> {
    let wrong = |_| CopyError::Refused(format!("{} holds no secret key of age", path.display()));
    let read = IdentityFile::from_buffer(BufReader::new(File::open(path)?))?.into_identities().map_err(wrong)?;
    Ok(Key::Identities(read))
}

/// The lines of a backup's file.
pub(in crate::commands) fn open(path: &Path, key: &Key) -> Result<Box<dyn BufRead>, CopyError> {
    let mut file = BufReader::new(File::open(path)?);
    if !file.fill_buf()?.starts_with(AGE) {
        return Ok(unpacked(file));
    }
    let sealed = Decryptor::new_buffered(file).map_err(|error| refusal(&error))?;
    let opened = match key {
        Key::Passphrase(passphrase) => {
            let mut identity = scrypt::Identity::new(passphrase.clone());
            identity.set_max_work_factor(MOST_WORK);
            sealed.decrypt(iter::once(&identity as &dyn Identity))
        }
        Key::Identities(keys) => sealed.decrypt(keys.iter().map(|key| &**key as &dyn Identity)),
        Key::None => Err(DecryptError::NoMatchingKeys),
    };
    Ok(unpacked(BufReader::new(opened.map_err(|error| refusal(&error))?)))
}

fn unpacked(input: impl BufRead + 'static) -> Box<dyn BufRead> {
    Box::new(BufReader::new(Whole(GzDecoder::new(input))))
}

/// Reads compressed bytes, and what holds them to its very end: a cut there shows only then.
struct Whole<R>(GzDecoder<R>);

impl<R: BufRead> Read for Whole<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(bytes)?;
        if read == 0 && !bytes.is_empty() && self.0.get_mut().read(&mut [0])? != 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(read)
    }
}

fn refusal(error: &DecryptError) -> CopyError {
    match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            CopyError::WrongKey
        }
        DecryptError::ExcessiveWork { .. } => CopyError::Refused(
            "the backup's passphrase asks for more work than this program does. Remedy: open it with `age` first"
                .to_owned(),
        ),
        DecryptError::UnknownFormat => CopyError::Newer,
        _ => CopyError::Damaged { lines: 0 },
    }
}
