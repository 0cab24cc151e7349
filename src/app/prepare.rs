//! What is done before serving, in an order in which a wrong start changes nothing.

use std::sync::Arc;

use super::door::{Door, DoorError};
use super::folder::{self, FolderError, InstanceLock};
use crate::config::Config;
use crate::config::listen::Listen;
use crate::config::secret_key::{KeyFileError, SecretKey};
use crate::domain::entropy::Entropy;

/// Everything that a served instance holds until it ends.
pub struct Prepared {
    /// The public door.
    pub door: Door,
    /// The door of the metrics listener, if there is one.
    pub metrics_door: Option<Door>,
    /// The site's secret key.
    pub key: Arc<SecretKey>,
    /// The lock on the data folder.
    pub lock: InstanceLock,
}

/// Why serving can't begin. Each text names the setting and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A listener.
    #[error(transparent)]
    Door(#[from] DoorError),
    /// The key file.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The database or the content.
    #[error(transparent)]
    Site(#[from] super::site::SiteError),
    /// The async runtime or another part of the system.
    #[error("the system refused to start a part of this program ({0}). Remedy: raise the limits of this service")]
    System(std::io::ErrorKind),
}

/// Checks what is there, opens the doors, then makes folder, lock and key. Files made from here on are private.
pub fn prepare(config: &Config, entropy: &dyn Entropy) -> Result<Prepared, StartError> {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let dir = &config.data.dir;
    // The lock comes first where there is one: "in use" is a better answer than "the port is taken".
    let early = if folder::inspect(dir)? { folder::take_existing(dir)? } else { None };
    SecretKey::check(&config.data.key_file())?;
    let in_folder = matches!(&config.listen.listen, Listen::Unix(path) if path.parent() == Some(dir.as_path()));
    let early = if in_folder && early.is_none() { Some(folder::take(dir)?) } else { early };
    let door = Door::open("LEEWARD_LISTEN", &config.listen.listen)?;
    let metrics = config.listen.metrics_listen.map(Listen::Tcp);
    let metrics_door = metrics.map(|place| Door::open("LEEWARD_METRICS_LISTEN", &place)).transpose()?;
    let lock = match early {
        Some(lock) => lock,
        None => folder::take(dir)?,
    };
    let key = Arc::new(SecretKey::load_or_create(&config.data.key_file(), entropy)?);
    Ok(Prepared { door, metrics_door, key, lock })
}
