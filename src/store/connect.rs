//! Opening the database, and the two ways in: readers and the one writer.

use std::path::PathBuf;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use super::error::StoreError;
use super::group_commit::Writer;
use super::source::{Read, Tx};
use super::sqlite::{self, Log, Role};
use super::teller::Teller;
use super::{entity, postgres};
use crate::domain::change::Change;

/// How long the end of the readers is waited for at the exit.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);

/// Which database, and where.
#[derive(Clone, Debug)]
pub(crate) enum Engine {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A server; the address may carry a password and is never shown.
    Postgres(String),
}

/// The open database.
#[derive(Clone)]
pub(crate) struct Store {
    pub(super) read: Read,
    pub(super) write: WriteSide,
    teller: Teller,
}

/// Where writes go.
#[derive(Clone)]
pub(super) enum WriteSide {
    /// The one writer's queue, and the log that it writes.
    Sqlite {
        /// The queue.
        writer: Writer,
        /// The log, with a connection of its own.
        log: Log,
    },
    /// The server groups commits by itself.
    Postgres {
        /// The connections, shared with the readers.
        conn: DatabaseConnection,
        /// The address, for connections with other settings.
        url: String,
    },
}

/// The loop of SQLite's writer, to be run in the task group; empty on PostgreSQL.
pub(crate) type WriterLoop = BoxFuture<'static, ()>;

impl Store {
    /// Opens the database without touching its schema. Fails when it cannot be reached or read, or when its disk can't
    /// keep a write-ahead log. `stop` ends the writer's loop once what waits is done; `batch` is the most transactions
    /// of one commit.
    pub(crate) async fn open(
        engine: &Engine,
        batch: usize,
        stop: CancellationToken,
    ) -> Result<(Self, WriterLoop), StoreError> {
        let teller = Teller::new();
        match engine {
            Engine::Sqlite(path) => {
                let writer = sqlite::connect_writer(path).await?;
                let read = Read(Database::connect(sqlite::options(path, Role::Reader)).await?);
                let log = Log::new(path, Database::connect(sqlite::options(path, Role::Checkpoint)).await?);
                let (writer, work) = Writer::new(sqlite::reconnect(path.clone()), writer, batch, teller.clone(), stop);
                Ok((Self { read, write: WriteSide::Sqlite { writer, log }, teller }, Box::pin(work)))
            }
            Engine::Postgres(url) => {
                let conn = Database::connect(postgres::options(url)).await?;
                let write = WriteSide::Postgres { conn: conn.clone(), url: url.clone() };
                Ok((Self { read: Read(conn), write, teller }, Box::pin(async {})))
            }
        }
    }

    /// The readers.
    pub(crate) fn read(&self) -> &Read {
        &self.read
    }

    /// Runs `work` in one transaction and answers after its commit is durable; an `Err` of `work` leaves no trace.
    /// `Unavailable` says that it may or may not have been kept: what must not happen twice carries a key of its own.
    pub(crate) async fn tx<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        match &self.write {
            WriteSide::Sqlite { writer, .. } => writer.run(work).await,
            WriteSide::Postgres { conn, .. } => postgres::run(conn, &self.teller, work).await,
        }
    }

    /// What transactions of this process tell after their commit, from now on. Who lags behind is told so
    /// (`Lagged`), and looks at the outbox instead.
    pub(crate) fn changes(&self) -> broadcast::Receiver<Change> {
        self.teller.hear()
    }

    /// Folds the write-ahead log into the file, on a connection of its own, so that no writer waits for it.
    pub(crate) async fn checkpoint(&self) -> Result<(), StoreError> {
        match &self.write {
            WriteSide::Sqlite { log, .. } => log.fold().await,
            WriteSide::Postgres { .. } => Ok(()),
        }
    }

    /// Folds the write-ahead log if it has grown large. To be called every second or so.
    pub(crate) async fn checkpoint_if_large(&self) -> Result<(), StoreError> {
        match &self.write {
            WriteSide::Sqlite { log, .. } => log.fold_if_large().await,
            WriteSide::Postgres { .. } => Ok(()),
        }
    }

    /// Ends all connections; on SQLite the log is folded in. Call it after the writer's loop has ended.
    pub(crate) async fn close(&self) {
        // Readers first: whoever is last folds the log, and a reader could not.
        drop(tokio::time::timeout(CLOSE_PATIENCE, self.read.0.close_by_ref()).await);
        if let WriteSide::Sqlite { log, .. } = &self.write {
            drop(log.fold().await);
            drop(tokio::time::timeout(CLOSE_PATIENCE, log.conn().close_by_ref()).await);
        }
    }

    /// Answers when the database does.
    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        self.read.0.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Reads the whole of a SQLite file and says whether it is sound; always true on PostgreSQL, which checks itself.
    pub(crate) async fn is_sound(&self) -> Result<bool, StoreError> {
        let WriteSide::Sqlite { log, .. } = &self.write else { return Ok(true) };
        let statement = Statement::from_string(log.conn().get_database_backend(), "PRAGMA quick_check(1)");
        let row = log.conn().query_one_raw(statement).await?;
        Ok(row.is_some_and(|row| row.try_get_by_index::<String>(0).is_ok_and(|text| text == "ok")))
    }

    /// Whether nobody has joined and nobody but The team has started a thread.
    pub(crate) async fn is_without_members(&self) -> Result<bool, StoreError> {
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
        let conn = &self.read.0;
        let member: Option<Vec<u8>> = entity::members::Entity::find()
            .select_only()
            .column(entity::members::Column::Lookup)
            .into_tuple()
            .one(conn)
            .await?;
        let thread: Option<Vec<u8>> = entity::threads::Entity::find()
            .select_only()
            .column(entity::threads::Column::Id)
            .filter(entity::threads::Column::ByTeam.eq(false))
            .into_tuple()
            .one(conn)
            .await?;
        Ok(member.is_none() && thread.is_none())
    }
}
