//! SQLite's one writer: transactions that wait together share one commit.
//!
//! A commit costs one `fsync`. While it runs, further transactions queue; the writer then takes all that wait (up to
//! [`BATCH`]) and runs each in a savepoint of its own, so that one that fails takes nothing of the others with it.
//! Nobody is answered before the commit that carries their savepoint has returned.
//!
//! What goes wrong around a job (its savepoint can't be made, kept or undone; the commit fails; something panics) fails
//! the whole batch and ends the connection. SQLite may then have rolled everything back by itself while the library
//! still counts a transaction as open: on such a connection a later "commit" would only release a savepoint, and posts
//! would be acknowledged that no disk holds.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::{DatabaseConnection, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::error::StoreError;
use super::source::Tx;
use super::teller::Teller;

/// Most transactions of one commit: bounds how long the first of them waits for the last.
pub(crate) const BATCH: usize = 64;
/// Transactions that may wait before senders do.
const QUEUE: usize = 256;
/// How long one transaction may work: the others of its batch wait for it. PostgreSQL gives a statement as long.
const JOB_PATIENCE: Duration = Duration::from_secs(10);
/// How long the end of a connection is waited for; a new one is opened all the same.
const CLOSE_PATIENCE: Duration = Duration::from_secs(2);

/// Tells a waiting caller how the commit went.
type Deliver = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// One transaction: runs in its savepoint (or learns that there is none), answers whether to keep it and how to tell
/// the caller.
type Job = Box<dyn for<'t> FnOnce(Result<&'t Tx, StoreError>) -> BoxFuture<'t, (bool, Deliver)> + Send>;
/// Opens the writer's connection, at the start and after a failure.
pub(super) type Connect = Box<dyn Fn() -> BoxFuture<'static, Result<DatabaseConnection, StoreError>> + Send + Sync>;

/// The sending side of the writer's queue.
#[derive(Clone)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    teller: Teller,
}

impl Writer {
    /// A writer and the loop that does its work, on a connection that was just opened by `connect`. The loop ends when
    /// all senders are gone, or once `stop` was given and what waits is done. `batch` is [`BATCH`]; 1 is for measuring
    /// what sharing a commit gives.
    pub(super) fn new(
        connect: Connect,
        conn: DatabaseConnection,
        batch: usize,
        teller: Teller,
        stop: CancellationToken,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (sender, jobs) = mpsc::channel(QUEUE);
        (Self { jobs: sender, teller }, Line { connect, conn: Some(conn), batch, jobs }.work_off(stop))
    }

    /// Runs `work` in a savepoint and answers after the commit.
    pub(super) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let teller = self.teller.clone();
        let job: Job = Box::new(move |tx| {
            Box::pin(async move {
                let (result, changes) = match tx {
                    Ok(tx) => (carry_out(work, tx).await, tx.take_changes()),
                    Err(error) => (Err(E::from(error)), Vec::new()),
                };
                let keep = result.is_ok();
                let deliver: Deliver = Box::new(move |committed| {
                    let result = match (result, committed) {
                        (Ok(value), Ok(())) => {
                            teller.tell(changes);
                            Ok(value)
                        }
                        (Ok(_), Err(error)) => Err(E::from(error)),
                        (Err(error), _) => Err(error),
                    };
                    // The caller may have gone away; its transaction stands all the same.
                    drop(answer.send(result));
                });
                (keep, deliver)
            })
        });
        if self.jobs.send(job).await.is_err() {
            return Err(E::from(StoreError::unavailable("the writer has stopped")));
        }
        answered.await.unwrap_or_else(|_| Err(E::from(StoreError::unavailable("the writer dropped a transaction"))))
    }
}

/// Runs a caller's work. A panic or a standstill is its own failure, never the writer's.
async fn carry_out<T, E, F>(work: F, tx: &Tx) -> Result<T, E>
where
    E: From<StoreError>,
    F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T, E>>,
{
    // The call itself is inside, too: a closure may panic before it gives its future.
    let caught = AssertUnwindSafe(async { work(tx).await }).catch_unwind();
    match tokio::time::timeout(JOB_PATIENCE, caught).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(E::from(StoreError::Bug("a transaction panicked"))),
        Err(_) => Err(E::from(StoreError::unavailable("a transaction took too long"))),
    }
}

/// The receiving side: the queue and the connection.
struct Line {
    connect: Connect,
    /// `None` after a failure, until the next batch opens another one.
    conn: Option<DatabaseConnection>,
    batch: usize,
    jobs: mpsc::Receiver<Job>,
}

impl Line {
    /// The loop: one commit for all that wait.
    async fn work_off(mut self, stop: CancellationToken) {
        loop {
            let first = tokio::select! {
                biased;
                job = self.jobs.recv() => job,
                () = stop.cancelled(), if !self.jobs.is_closed() => {
                    // Nothing more is taken; what was taken is done.
                    self.jobs.close();
                    continue;
                }
            };
            let Some(first) = first else { break };
            let mut delivers = Vec::new();
            let committed = AssertUnwindSafe(self.commit_batch(first, &mut delivers)).catch_unwind().await;
            let committed = committed.unwrap_or_else(|_| Err(StoreError::Bug("the writer panicked")));
            for deliver in delivers {
                deliver(committed.as_ref().map(|_| ()).map_err(StoreError::again));
            }
            if committed.is_err() {
                self.give_up_connection().await;
            }
        }
        self.give_up_connection().await;
    }

    /// Closes the connection, so that whatever it still holds open ends.
    async fn give_up_connection(&mut self) {
        if let Some(conn) = self.conn.take() {
            // Beyond that time the rest is dropped with the pool; a lock that it may still hold shows at the next
            // begin.
            drop(tokio::time::timeout(CLOSE_PATIENCE, conn.close()).await);
        }
    }

    /// Tells the first and all that wait behind it that there is no database: they have waited as long as it did.
    async fn refuse(&mut self, first: Job, error: &StoreError, delivers: &mut Vec<Deliver>) {
        let mut next = Some(first);
        while let Some(job) = next {
            delivers.push(job(Err(error.again())).await.1);
            next = self.jobs.try_recv().ok();
        }
    }

    /// One commit. An `Err` holds for every job of `delivers` that succeeded by itself.
    async fn commit_batch(&mut self, first: Job, delivers: &mut Vec<Deliver>) -> Result<(), StoreError> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => match (self.connect)().await {
                Ok(conn) => conn,
                Err(error) => {
                    self.refuse(first, &error, delivers).await;
                    return Ok(());
                }
            },
        };
        // Immediate: a deferred transaction that reads before it writes fails at once when another process writes.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let begun = conn.begin_with_options(options).await;
        self.conn = Some(conn);
        let outer = match begun {
            Ok(outer) => outer,
            Err(error) => {
                // Nothing was begun, so a connection that only found the file locked is as good as before.
                let locked = is_locked(&error);
                let error = StoreError::from(error);
                self.refuse(first, &error, delivers).await;
                return if locked { Ok(()) } else { Err(error) };
            }
        };
        let mut next = Some(first);
        let mut run = 0;
        while let Some(job) = next.take() {
            run_one(&outer, job, delivers).await?;
            run += 1;
            if run < self.batch {
                next = self.jobs.try_recv().ok();
            }
        }
        outer.commit().await.map_err(StoreError::from)
    }
}

/// Another process writes: SQLITE_BUSY or SQLITE_LOCKED, whatever their extension.
fn is_locked(error: &DbErr) -> bool {
    use sea_orm::RuntimeErr;
    use sea_orm::sqlx::Error;
    let (DbErr::Query(RuntimeErr::SqlxError(cause)) | DbErr::Exec(RuntimeErr::SqlxError(cause))) = error else {
        return false;
    };
    let Error::Database(cause) = &**cause else { return false };
    let code = cause.code().and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 5 | 6))
}

/// Runs one job in a savepoint. An `Err` means that the savepoint, and with it the transaction, is in doubt.
async fn run_one(
    outer: &sea_orm::DatabaseTransaction,
    job: Job,
    delivers: &mut Vec<Deliver>,
) -> Result<(), StoreError> {
    let savepoint = match outer.begin().await {
        Ok(savepoint) => Tx::new(savepoint),
        Err(error) => {
            // The library has undone the outer transaction to undo this one: nothing of the batch may be kept.
            let error = StoreError::from(error);
            delivers.push(job(Err(error.again())).await.1);
            return Err(error);
        }
    };
    let (keep, deliver) = job(Ok(&savepoint)).await;
    delivers.push(deliver);
    let ended = if keep { savepoint.conn.commit().await } else { savepoint.conn.rollback().await };
    ended.map_err(StoreError::from)
}
