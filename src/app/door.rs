//! The listener: a TCP port or a unix socket, opened before anything else is touched.

use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use crate::config::listen::Listen;

/// An open listener.
#[derive(Debug)]
pub enum Door {
    /// A TCP port.
    Tcp(TcpListener),
    /// A unix socket; its file is removed when the door is dropped.
    Unix(UnixListener, SocketFile),
}

/// The file of a unix socket.
#[derive(Debug)]
pub struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Why the door can't be opened. The text names the remedy.
#[derive(Debug, thiserror::Error)]
#[error("{setting} {place} {fault}. Remedy: {remedy}")]
pub struct DoorError {
    setting: &'static str,
    place: String,
    fault: String,
    remedy: &'static str,
}

impl Door {
    /// Opens the door. `setting` is the name that an error shows.
    pub fn open(setting: &'static str, listen: &Listen) -> Result<Self, DoorError> {
        match listen {
            Listen::Tcp(address) => open_tcp(*address).map_err(|cause| refused(setting, address.to_string(), &cause)),
            Listen::Unix(path) => {
                open_unix(path).map_err(|cause| refused(setting, format!("unix:{}", path.display()), &cause))
            }
        }
    }

    /// The address as a person would type it: `http://127.0.0.1:8080/`, or the path of the socket.
    pub fn shown(&self) -> String {
        match self {
            Self::Tcp(listener) => {
                listener.local_addr().map(|address| format!("http://{address}/")).unwrap_or_default()
            }
            Self::Unix(_, file) => format!("unix:{}", file.0.display()),
        }
    }

    /// The port of a TCP door, the one that the system chose for port 0 included.
    pub fn port(&self) -> Option<u16> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok().map(|address| address.port()),
            Self::Unix(..) => None,
        }
    }
}

fn open_tcp(address: SocketAddr) -> io::Result<Door> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(Door::Tcp(listener))
}

/// A socket file that nobody answers was left behind by a crash and is replaced; one that answers is in use.
fn open_unix(path: &Path) -> io::Result<Door> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.file_type().is_socket() => return Err(io::ErrorKind::AlreadyExists.into()),
        Ok(_) if UnixStream::connect(path).is_ok() => return Err(io::ErrorKind::AddrInUse.into()),
        Ok(_) => fs::remove_file(path)?,
        Err(_) => {}
    }
    let listener = UnixListener::bind(path)?;
    let file = SocketFile(path.to_owned());
    // The proxy runs as another user of the same group.
    fs::set_permissions(path, fs::Permissions::from_mode(0o660))?;
    listener.set_nonblocking(true)?;
    Ok(Door::Unix(listener, file))
}

fn refused(setting: &'static str, place: String, cause: &io::Error) -> DoorError {
    let (fault, remedy) = match cause.kind() {
        io::ErrorKind::AddrInUse => ("is taken", "stop the program that listens there, or set another place"),
        io::ErrorKind::PermissionDenied => ("is not allowed", "set a port above 1023, or a folder of your own"),
        io::ErrorKind::AddrNotAvailable => {
            ("is not an address of this machine", "set an address that this machine has")
        }
        io::ErrorKind::NotFound => ("lies in a folder that does not exist", "make the folder, or set another place"),
        io::ErrorKind::AlreadyExists => ("is a file and no socket", "set a path where nothing lies"),
        _ => {
            return DoorError {
                setting,
                place,
                fault: format!("can't be opened ({})", cause.kind()),
                remedy: "set another place",
            };
        }
    };
    DoorError { setting, place, fault: fault.to_owned(), remedy }
}
