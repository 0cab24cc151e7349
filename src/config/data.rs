//! Where everything is kept.

use std::path::{Path, PathBuf};

use url::{Host, Url};

use super::address::is_loopback;
use super::setting::settings;

/// A database's address. Its text may hold a password: it has no `Display`, and `Debug` shows the kind alone.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL address, as sqlx reads it.
    Postgres(String),
}

impl DatabaseUrl {
    /// The address as the database library reads it. Never log it.
    pub fn reveal(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite://{}", path.display()),
            Self::Postgres(url) => url.clone(),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "Sqlite",
            Self::Postgres(_) => "Postgres",
        })
    }
}

settings! {
    /// Where everything is kept.
    pub struct Data {
        /// The folder for the database, the ledger and the secret key. Made with mode 0700 when it is absent.
        dir: PathBuf = "data_dir", always("./data"), folder,
            may be "the path of a folder that only this program's owner can read",
            example "/var/lib/leeward";
        /// The file with the site's secret key, 32 bytes, mode 0600. Without it: secret.key in the data folder.
        /// Keep a copy apart from backups: without it staff second factors and sealed evidence are lost.
        secret_key_file: Option<PathBuf> = "secret_key_file", optional(), file,
            may be "the path of a file with mode 0600",
            example "/etc/leeward/secret.key";
        /// The database. Without it: SQLite, leeward.db in the data folder.
        database_url: Option<DatabaseUrl> = "database_url", optional(), database,
            may be "sqlite:/path/to/leeward.db, or postgres://name:password@host/database, with \
                    ?sslmode=verify-full or require unless the host is this machine",
            example "postgres://leeward@localhost/leeward", secret;
        /// The ledger of erasures, kept apart from backups. Without it: SQLite, ledger.db in the data folder.
        /// With several nodes they share one.
        ledger_url: Option<DatabaseUrl> = "ledger_url", optional(), database,
            may be "sqlite:/path/to/ledger.db, or a postgres:// address as in LEEWARD_DATABASE_URL",
            example "postgres://leeward@localhost/leeward_ledger", secret;
        /// For whom backups are encrypted: a public key of age. Without it `backup` asks for a passphrase.
        backup_recipient: Option<String> = "backup_recipient", optional(), recipient,
            may be "a public key of age, which begins with age1",
            example "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    }
}

impl Data {
    /// The database's address, the default included.
    pub fn database(&self) -> DatabaseUrl {
        self.database_url.clone().unwrap_or_else(|| DatabaseUrl::Sqlite(self.dir.join("leeward.db")))
    }

    /// The ledger's address, the default included.
    pub fn ledger(&self) -> DatabaseUrl {
        self.ledger_url.clone().unwrap_or_else(|| DatabaseUrl::Sqlite(self.dir.join("ledger.db")))
    }

    /// Where the secret key lies, the default included.
    pub fn key_file(&self) -> PathBuf {
        self.secret_key_file.clone().unwrap_or_else(|| self.dir.join("secret.key"))
    }
}

fn folder(text: &str) -> Result<PathBuf, String> {
    let path = Path::new(text);
    match std::fs::metadata(path) {
        Ok(found) if !found.is_dir() => Err("is not a folder".to_owned()),
        _ if path == Path::new("/") => Err("is the root of the file system".to_owned()),
        _ => Ok(path.to_owned()),
    }
}

fn file(text: &str) -> Result<PathBuf, String> {
    let path = Path::new(text);
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => Err("is not a file".to_owned()),
        _ if text.ends_with('/') => Err("is not a file".to_owned()),
        _ if path.parent().is_some_and(|p| !p.as_os_str().is_empty() && !p.is_dir() && p != Path::new("./data")) => {
            Err("lies in a folder that does not exist".to_owned())
        }
        _ => Ok(path.to_owned()),
    }
}

fn database(text: &str) -> Result<DatabaseUrl, String> {
    if let Some(rest) = text.strip_prefix("sqlite:") {
        let path = rest.strip_prefix("//").unwrap_or(rest);
        if path.is_empty() || path.contains(":memory:") || path.contains('?') || path.ends_with('/') {
            return Err("names no file (posts in memory would be lost, and parameters are ours to set)".to_owned());
        }
        return Ok(DatabaseUrl::Sqlite(PathBuf::from(path)));
    }
    if !(text.starts_with("postgres://") || text.starts_with("postgresql://")) {
        return Err("begins with neither sqlite: nor postgres://".to_owned());
    }
    let url = Url::parse(text).map_err(|_| "is not an address".to_owned())?;
    if url.path().trim_matches('/').is_empty() {
        return Err("names no database after the host".to_owned());
    }
    if !safe_way(&url) {
        return Err("crosses a network without TLS".to_owned());
    }
    Ok(DatabaseUrl::Postgres(text.to_owned()))
}

/// Whether the way to PostgreSQL is this machine, a socket, or TLS (OWASP ASVS 5.0, 12.3.1).
fn safe_way(url: &Url) -> bool {
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let socket = value("host").is_some_and(|host| host.starts_with('/'));
    let local = match url.host() {
        None => true,
        // Hosts of other schemes than http are opaque to the parser: an address is still a name to it.
        Some(Host::Domain(name)) => {
            name.starts_with("%2F") || name.starts_with("%2f") || Host::parse(name).is_ok_and(|h| is_loopback(&h))
        }
        Some(host) => is_loopback(&host),
    };
    let tls = value("sslmode").or_else(|| value("ssl-mode"));
    let tls = tls.is_some_and(|mode| matches!(mode.as_str(), "require" | "verify-ca" | "verify-full"));
    let elsewhere = value("host").is_some_and(|host| !host.starts_with('/')) || value("hostaddr").is_some();
    socket || tls || (local && !elsewhere)
}

fn recipient(text: &str) -> Result<String, String> {
    if text.starts_with("AGE-SECRET-KEY-") {
        return Err("is a secret key, which belongs nowhere near the server".to_owned());
    }
    let good = text.starts_with("age1")
        && text.len() >= 62
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if good { Ok(text.to_owned()) } else { Err("is not a public key of age".to_owned()) }
}
