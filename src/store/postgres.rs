//! PostgreSQL's own matters: how its connections are set, and a transaction on one of them.

use std::time::Duration;

use futures_util::future::BoxFuture;
use migration::MigratorTrait;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbErr};
use sea_orm::{RuntimeErr, TransactionTrait, sqlx};

use super::error::StoreError;
use super::source::Tx;
use super::teller::Teller;

/// Connections of one node.
const CONNECTIONS: u32 = 16;
/// Connections of one node to the ledger.
const LEDGER_CONNECTIONS: u32 = 4;
/// The advisory lock under which one node changes a schema while others wait.
const SCHEMA_LOCK: &str = "SELECT pg_advisory_xact_lock(7023101511)";
/// An idle connection is asked whether it lives before it is used again: after a restart of the server the first
/// requests would otherwise meet dead ones. Busy ones are not asked.
const TEST_AFTER_IDLE: Duration = Duration::from_secs(1);

/// How long a request waits for a connection: also for the sign of life of one whose server stands still.
const ACQUIRE_PATIENCE: Duration = Duration::from_millis(1_500);

/// The settings of a connection that serves requests.
pub(super) fn options(url: &str) -> ConnectOptions {
    let mut options = quiet(url);
    options.max_connections(CONNECTIONS).test_before_acquire_if_idle_for(TEST_AFTER_IDLE);
    options.map_sqlx_postgres_opts(|postgres| {
        postgres.options([("statement_timeout", "10s"), ("idle_in_transaction_session_timeout", "20s")])
    });
    options
}

/// Opens connections for work that may take as long as it takes, changes of the schema and copies: one for a lock, one
/// for the work.
pub(super) async fn connect_for_schema(url: &str) -> Result<DatabaseConnection, StoreError> {
    let mut options = quiet(url);
    options.max_connections(2);
    Ok(Database::connect(options).await?)
}

/// Makes so many steps of a schema, all with `None`. Under an advisory lock: nothing else stops two nodes from
/// migrating at once. The second one finds nothing left to do.
pub(super) async fn migrate<M: MigratorTrait>(url: &str, steps: Option<u32>) -> Result<(), StoreError> {
    let conn = connect_for_schema(url).await?;
    let guard = conn.begin().await?;
    guard.execute_unprepared(SCHEMA_LOCK).await?;
    M::up(&conn, steps).await?;
    guard.commit().await?;
    conn.close().await?;
    Ok(())
}

/// The settings of the ledger's connections: few, since few acts are entered.
pub(super) fn options_for_ledger(url: &str) -> ConnectOptions {
    let mut options = options(url);
    options.max_connections(LEDGER_CONNECTIONS);
    options
}

fn quiet(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .min_connections(1)
        .connect_timeout(Duration::from_secs(5))
        // A page that can not be read says so within two seconds.
        .acquire_timeout(ACQUIRE_PATIENCE)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

/// Runs `work` in one transaction.
pub(super) async fn run<T, E, F>(conn: &DatabaseConnection, teller: &Teller, work: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
{
    let tx = Tx::new(begin(conn).await.map_err(StoreError::from)?);
    match work(&tx).await {
        Ok(value) => {
            // A statement that failed unnoticed has ended the transaction, and PostgreSQL then answers COMMIT with a
            // rollback that the library takes for success. Any further statement says so.
            tx.conn.execute_unprepared("SELECT 1").await.map_err(StoreError::from)?;
            let changes = tx.take_changes();
            tx.conn.commit().await.map_err(StoreError::from)?;
            teller.tell(changes);
            Ok(value)
        }
        Err(error) => {
            // Without an answer the connection is dead, and its transaction with it.
            drop(tx.conn.rollback().await);
            Err(error)
        }
    }
}

/// Begins a transaction. Nothing was asked yet, so a connection that turns out to be dead is replaced by another one;
/// after as many as there are the server itself does not answer.
async fn begin(conn: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    for _ in 0..CONNECTIONS {
        match conn.begin().await {
            Err(error) if is_dead(&error) => {}
            other => return other,
        }
    }
    conn.begin().await
}

/// The connection was ended by the other side: an error of the line, or class 57P (an operator ended it).
fn is_dead(error: &DbErr) -> bool {
    let (DbErr::Query(RuntimeErr::SqlxError(cause)) | DbErr::Exec(RuntimeErr::SqlxError(cause))) = error else {
        return false;
    };
    match &**cause {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(cause) => cause.code().is_some_and(|code| code.starts_with("57P")),
        _ => false,
    }
}
