//! Opening the database, its schema, and the two ways in: readers and the one writer.

use std::path::PathBuf;
use std::time::Duration;

use futures_util::future::BoxFuture;
use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, TransactionTrait};
use tokio_util::sync::CancellationToken;

use super::error::StoreError;
use super::group_commit::Writer;
use super::source::{Read, Tx};

/// Which database, and where.
#[derive(Clone, Debug)]
pub(crate) enum Engine {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A server; the address may carry a password and is never shown.
    Postgres(String),
}

/// Whether the schema is the program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    /// Nothing to do.
    None,
    /// There is no schema yet.
    Empty,
    /// Steps are missing.
    Some(usize),
    /// The database knows steps that this program does not: a newer one wrote it.
    Newer,
}

/// The open database.
#[derive(Clone)]
pub(crate) struct Store {
    read: Read,
    write: WriteSide,
}

#[derive(Clone)]
enum WriteSide {
    /// The one writer's queue; the connection also serves checkpoints.
    Sqlite {
        writer: Writer,
        checkpoint: DatabaseConnection,
    },
    Postgres(DatabaseConnection),
}

/// The loop of SQLite's writer, to be run in the task group; empty on PostgreSQL.
pub(crate) type WriterLoop = BoxFuture<'static, ()>;

impl Store {
    /// Opens the database without touching its schema. Fails when it cannot be reached or read. `stop` ends the
    /// writer's loop when nothing waits.
    pub(crate) async fn open(engine: &Engine, stop: CancellationToken) -> Result<(Self, WriterLoop), StoreError> {
        match engine {
            Engine::Sqlite(path) => {
                let writer = Database::connect(sqlite_options(path, Role::Writer)).await?;
                let read = Read(Database::connect(sqlite_options(path, Role::Reader)).await?);
                let checkpoint = Database::connect(sqlite_options(path, Role::Checkpoint)).await?;
                let (writer, work) = Writer::new(writer, stop);
                Ok((Self { read, write: WriteSide::Sqlite { writer, checkpoint } }, Box::pin(work)))
            }
            Engine::Postgres(url) => {
                let conn = Database::connect(postgres_options(url)).await?;
                let store = Self { read: Read(conn.clone()), write: WriteSide::Postgres(conn) };
                Ok((store, Box::pin(async {})))
            }
        }
    }

    /// The readers.
    pub(crate) fn read(&self) -> &Read {
        &self.read
    }

    /// Runs `work` in one transaction and answers after its commit is durable; an `Err` of `work` leaves no trace.
    pub(crate) async fn tx<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        match &self.write {
            WriteSide::Sqlite { writer, .. } => writer.run(work).await,
            WriteSide::Postgres(conn) => {
                let tx = Tx(conn.begin().await.map_err(StoreError::from)?);
                let result = work(&tx).await;
                match &result {
                    Ok(_) => tx.0.commit().await.map_err(StoreError::from)?,
                    Err(_) => tx.0.rollback().await.map_err(StoreError::from)?,
                }
                result
            }
        }
    }

    /// Compares the schema with the program's.
    pub(crate) async fn pending(&self) -> Result<Pending, StoreError> {
        let conn = self.schema_conn();
        let manager_has_table = {
            let schema = sea_orm_migration_has_table(conn).await?;
            schema
        };
        if !manager_has_table {
            return Ok(Pending::Empty);
        }
        let known: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
        let applied = applied_names(conn).await?;
        if applied.iter().any(|name| !known.contains(name)) {
            return Ok(Pending::Newer);
        }
        let missing = known.iter().filter(|name| !applied.contains(name)).count();
        Ok(match (missing, applied.is_empty()) {
            (0, _) => Pending::None,
            (_, true) => Pending::Empty,
            (n, false) => Pending::Some(n),
        })
    }

    /// Brings the schema up to the program's. On PostgreSQL under an advisory lock: nothing else stops two nodes from
    /// migrating at once.
    pub(crate) async fn migrate(&self) -> Result<(), StoreError> {
        match &self.write {
            WriteSide::Sqlite { checkpoint, .. } => Migrator::up(checkpoint, None).await?,
            WriteSide::Postgres(conn) => {
                let guard = conn.begin().await?;
                guard.execute_unprepared("SELECT pg_advisory_xact_lock(7023101511)").await?;
                Migrator::up(conn, None).await?;
                guard.commit().await?;
            }
        }
        Ok(())
    }

    /// Writes a copy of a SQLite database to `path`; does nothing on PostgreSQL.
    pub(crate) async fn snapshot(&self, path: &std::path::Path) -> Result<(), StoreError> {
        if let WriteSide::Sqlite { checkpoint, .. } = &self.write {
            let quoted = path.to_string_lossy().replace('\'', "''");
            checkpoint.execute_unprepared(&format!("VACUUM INTO '{quoted}'")).await?;
        }
        Ok(())
    }

    /// Folds the write-ahead log into the file, on a connection of its own, so that no writer waits for it.
    pub(crate) async fn checkpoint(&self) -> Result<(), StoreError> {
        if let WriteSide::Sqlite { checkpoint, .. } = &self.write {
            checkpoint.execute_unprepared("PRAGMA wal_checkpoint(PASSIVE)").await?;
        }
        Ok(())
    }

    /// Answers when the database does.
    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        self.read.0.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    fn schema_conn(&self) -> &DatabaseConnection {
        match &self.write {
            WriteSide::Sqlite { checkpoint, .. } => checkpoint,
            WriteSide::Postgres(conn) => conn,
        }
    }
}

async fn sea_orm_migration_has_table(conn: &DatabaseConnection) -> Result<bool, StoreError> {
    let sql = match conn.get_database_backend() {
        sea_orm::DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'"
        }
        _ => {
            "SELECT table_name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = 'seaql_migrations'"
        }
    };
    let statement = sea_orm::Statement::from_string(conn.get_database_backend(), sql);
    Ok(conn.query_one_raw(statement).await?.is_some())
}

async fn applied_names(conn: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    let statement = sea_orm::Statement::from_string(
        conn.get_database_backend(),
        "SELECT version FROM seaql_migrations ORDER BY version",
    );
    let rows = conn.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get::<String>("", "version").map_err(StoreError::from)).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Writer,
    Reader,
    Checkpoint,
}

fn sqlite_options(path: &std::path::Path, role: Role) -> ConnectOptions {
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
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(512)
            // Deleted text is overwritten, not only unlinked.
            .pragma("secure_delete", "ON");
        if readers {
            return sqlite.read_only(true);
        }
        let sqlite = sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged post survives a power cut.
            .synchronous(SqliteSynchronous::Full);
        // The writer leaves checkpoints to another connection unless the log grows past 64 MiB.
        if role == Role::Writer { sqlite.pragma("wal_autocheckpoint", "16384") } else { sqlite }
    });
    options
}

fn postgres_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(16)
        .min_connections(1)
        .connect_timeout(Duration::from_secs(5))
        .acquire_timeout(Duration::from_secs(5))
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30));
    options.map_sqlx_postgres_opts(|postgres| {
        postgres.options([("statement_timeout", "10s"), ("idle_in_transaction_session_timeout", "20s")])
    });
    options
}
