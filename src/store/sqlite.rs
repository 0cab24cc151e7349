//! SQLite's own matters: how its connections are set, and the write-ahead log that is folded beside the writer.

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::future::BoxFuture;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

use super::error::StoreError;
use super::group_commit::Connect;

/// How long a write waits for one of another process.
const WRITE_PATIENCE: Duration = Duration::from_secs(2);
/// How long a read waits while somebody holds the whole file: a page must answer within two seconds.
const READ_PATIENCE: Duration = Duration::from_millis(1_500);
/// How long a checkpoint may keep the writer from writing while it waits for readers of the log.
const FOLD_PATIENCE_MS: u32 = 250;
/// A log beyond this size, in bytes, is folded at once instead of at the next sweep.
const LARGE_LOG: u64 = 8 * 1024 * 1024;
/// A log beyond this size is begun anew even if the writer has to wait for it.
const VERY_LARGE_LOG: u64 = 32 * 1024 * 1024;
/// Pages after which the writer folds the log itself: 64 MiB, if the checkpoints beside it fail.
const WRITER_FOLDS_AT_PAGES: &str = "16384";
/// The log's file is cut to this size when it begins anew, in bytes.
const LOG_FILE_LIMIT: &str = "67108864";

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The one writer.
    Writer,
    /// Reads beside it.
    Reader,
    /// Checkpoints, and changes of the schema.
    Checkpoint,
}

/// Opens the writer's connection and makes sure that it keeps what it acknowledges.
pub(super) async fn connect_writer(path: &Path) -> Result<DatabaseConnection, StoreError> {
    let conn = Database::connect(options(path, Role::Writer)).await?;
    check(&conn).await?;
    Ok(conn)
}

/// [`connect_writer`] for the writer's loop, which opens another one after a failure.
pub(super) fn reconnect(path: PathBuf) -> Connect {
    Box::new(move || -> BoxFuture<'static, _> {
        let path = path.clone();
        Box::pin(async move { connect_writer(&path).await })
    })
}

/// Some file systems can't hold a write-ahead log, and SQLite then goes on without: better no start than a post that a
/// power cut takes back.
async fn check(conn: &DatabaseConnection) -> Result<(), StoreError> {
    for (pragma, wanted) in [("journal_mode", "wal"), ("synchronous", "2"), ("secure_delete", "1")] {
        let statement = Statement::from_string(conn.get_database_backend(), format!("PRAGMA {pragma}"));
        let row = conn.query_one_raw(statement).await?.ok_or(StoreError::Bug("a pragma answers one row"))?;
        let found = match row.try_get_by_index::<String>(0) {
            Ok(text) => text,
            Err(_) => row.try_get_by_index::<i64>(0)?.to_string(),
        };
        if found != wanted {
            return Err(StoreError::unavailable("the disk of the database can't keep a write-ahead log"));
        }
    }
    Ok(())
}

/// The settings of a connection.
pub(super) fn options(path: &Path, role: Role) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite://{}", path.display()));
    let readers = role == Role::Reader;
    options
        .max_connections(if readers { 8 } else { 1 })
        .min_connections(1)
        .connect_timeout(Duration::from_secs(5))
        .acquire_timeout(Duration::from_secs(10))
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    let path = path.to_owned();
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .filename(&path)
            .busy_timeout(if readers { READ_PATIENCE } else { WRITE_PATIENCE })
            .statement_cache_capacity(512)
            // Deleted text is overwritten, not only unlinked.
            .pragma("secure_delete", "ON");
        if readers {
            return sqlite.read_only(true);
        }
        let sqlite = sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .pragma("journal_size_limit", LOG_FILE_LIMIT)
            // An acknowledged post survives a power cut.
            .synchronous(SqliteSynchronous::Full);
        if role == Role::Writer { sqlite.pragma("wal_autocheckpoint", WRITER_FOLDS_AT_PAGES) } else { sqlite }
    });
    options
}

/// The write-ahead log of one database, folded on a connection of its own so that the writer does not wait for it.
#[derive(Clone)]
pub(super) struct Log {
    file: PathBuf,
    conn: DatabaseConnection,
}

impl Log {
    /// The log of the database at `path`; `conn` is the connection for checkpoints.
    pub(super) fn new(path: &Path, conn: DatabaseConnection) -> Self {
        let mut file = path.as_os_str().to_owned();
        file.push("-wal");
        Self { file: PathBuf::from(file), conn }
    }

    /// The connection for checkpoints and changes of the schema.
    pub(super) fn conn(&self) -> &DatabaseConnection {
        &self.conn
    }

    fn bytes(&self) -> u64 {
        std::fs::metadata(&self.file).map_or(0, |found| found.len())
    }

    /// Folds all that is in the log into the database and empties the log's file, if no reader stands in the way:
    /// texts that were deleted since would otherwise stay in it.
    pub(super) async fn fold(&self) -> Result<(), StoreError> {
        if self.bytes() > 0 && self.copy().await? {
            self.checkpoint("TRUNCATE").await?;
        }
        Ok(())
    }

    /// Folds a log that has grown large. While posts keep coming no checkpoint beside the writer reaches the end of the
    /// log; beyond a bound the writer waits for one, since what is left then is little.
    pub(super) async fn fold_if_large(&self) -> Result<(), StoreError> {
        if self.bytes() > LARGE_LOG && !self.copy().await? && self.bytes() > VERY_LARGE_LOG {
            self.checkpoint("RESTART").await?;
        }
        Ok(())
    }

    /// Copies what can be copied without making anybody wait; true when that was everything.
    async fn copy(&self) -> Result<bool, StoreError> {
        let (logged, copied) = self.checkpoint("PASSIVE").await?;
        Ok(logged == copied)
    }

    /// One checkpoint. Pages in the log and pages copied; equal when the log is folded whole.
    async fn checkpoint(&self, kind: &str) -> Result<(i64, i64), StoreError> {
        self.conn.execute_unprepared(&format!("PRAGMA busy_timeout = {FOLD_PATIENCE_MS}")).await?;
        let pragma = format!("PRAGMA wal_checkpoint({kind})");
        let statement = Statement::from_string(self.conn.get_database_backend(), pragma);
        let row = self.conn.query_one_raw(statement).await?.ok_or(StoreError::Bug("a checkpoint answers one row"))?;
        Ok((row.try_get_by_index(1)?, row.try_get_by_index(2)?))
    }

    /// Writes a copy of the database to `copy`, whole or not at all.
    pub(super) async fn snapshot(&self, copy: &Path) -> Result<(), StoreError> {
        let failed = |_| StoreError::unavailable("a copy of the database can't be written");
        let part = copy.with_extension("part");
        // A copy that was broken off lies there, or nothing does.
        drop(std::fs::remove_file(&part));
        let quoted = part.to_string_lossy().replace('\'', "''");
        self.conn.execute_unprepared(&format!("VACUUM INTO '{quoted}'")).await?;
        std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
        std::fs::rename(&part, copy).map_err(failed)?;
        let folder = copy.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}
