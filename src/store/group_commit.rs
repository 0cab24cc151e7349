//! SQLite's one writer: transactions that wait together share one commit.
//!
//! A commit costs one `fsync`. While it runs, further transactions queue; the writer then takes all that wait (up to
//! [`BATCH`]) and runs each in a savepoint of its own, so that one that fails takes nothing of the others with it.
//! Nobody is answered before the commit that carries their savepoint has returned.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::{DatabaseConnection, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::error::StoreError;
use super::source::Tx;

/// Most transactions of one commit: bounds how long the first of them waits for the last.
const BATCH: usize = 64;
/// Transactions that may wait before senders do.
const QUEUE: usize = 256;

/// Tells a waiting caller how the commit went.
type Deliver = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// One transaction: runs in its savepoint (or learns that there is none), answers whether to keep it and how to tell
/// the caller.
type Job = Box<dyn for<'t> FnOnce(Result<&'t Tx, StoreError>) -> BoxFuture<'t, (bool, Deliver)> + Send>;

/// The sending side of the writer's queue.
#[derive(Clone)]
pub(super) struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// A writer and the loop that does its work; the loop ends when all senders are gone, or between two commits once
    /// `stop` was given and nothing waits.
    pub(super) fn new(conn: DatabaseConnection, stop: CancellationToken) -> (Self, impl Future<Output = ()> + Send) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        (Self(sender), work_off(conn, receiver, stop))
    }

    /// Runs `work` in a savepoint and answers after the commit.
    pub(super) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            Box::pin(async move {
                let result = match tx {
                    Ok(tx) => match AssertUnwindSafe(work(tx)).catch_unwind().await {
                        Ok(result) => result,
                        Err(_) => Err(E::from(StoreError::Bug("a transaction panicked"))),
                    },
                    Err(error) => Err(E::from(error)),
                };
                let keep = result.is_ok();
                let deliver: Deliver = Box::new(move |committed| {
                    let result = match (result, committed) {
                        (Ok(value), Ok(())) => Ok(value),
                        (Ok(_), Err(error)) => Err(E::from(error)),
                        (Err(error), _) => Err(error),
                    };
                    // The caller may have gone away; its transaction stands all the same.
                    drop(answer.send(result));
                });
                (keep, deliver)
            })
        });
        if self.0.send(job).await.is_err() {
            return Err(E::from(StoreError::Bug("the writer has stopped")));
        }
        answered.await.unwrap_or_else(|_| Err(E::from(StoreError::Bug("the writer dropped a transaction"))))
    }
}

/// The loop: one commit for all that wait.
async fn work_off(conn: DatabaseConnection, mut jobs: mpsc::Receiver<Job>, stop: CancellationToken) {
    loop {
        let first = tokio::select! {
            biased;
            job = jobs.recv() => job,
            () = stop.cancelled() => None,
        };
        let Some(first) = first else { return };
        let mut delivers = Vec::new();
        let committed = commit_batch(&conn, first, &mut jobs, &mut delivers).await;
        let mut error = committed.err();
        for deliver in delivers {
            deliver(match error.take() {
                None => Ok(()),
                Some(e) => {
                    error = Some(again(&e));
                    Err(e)
                }
            });
        }
    }
}

/// The same failure for the next caller.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(e) => StoreError::Unavailable(Box::new(sea_orm::DbErr::Custom(e.to_string()))),
        StoreError::Exists => StoreError::Exists,
        StoreError::Corrupt { table } => StoreError::Corrupt { table },
        StoreError::Bug(rule) => StoreError::Bug(rule),
    }
}

async fn commit_batch(
    conn: &DatabaseConnection,
    first: Job,
    jobs: &mut mpsc::Receiver<Job>,
    delivers: &mut Vec<Deliver>,
) -> Result<(), StoreError> {
    // Immediate: a deferred transaction that reads before it writes fails at once when another process writes.
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let outer = match conn.begin_with_options(options).await {
        Ok(outer) => outer,
        Err(error) => {
            delivers.push(first(Err(error.into())).await.1);
            return Ok(());
        }
    };
    let mut next = Some(first);
    let mut run = 0;
    while let Some(job) = next.take() {
        run_one(&outer, job, delivers).await?;
        run += 1;
        if run < BATCH {
            next = jobs.try_recv().ok();
        }
    }
    outer.commit().await.map_err(StoreError::from)
}

async fn run_one(
    outer: &sea_orm::DatabaseTransaction,
    job: Job,
    delivers: &mut Vec<Deliver>,
) -> Result<(), StoreError> {
    let savepoint = match outer.begin().await {
        Ok(savepoint) => Tx(savepoint),
        Err(error) => {
            delivers.push(job(Err(error.into())).await.1);
            return Ok(());
        }
    };
    let (keep, deliver) = job(Ok(&savepoint)).await;
    delivers.push(deliver);
    if keep {
        savepoint.0.commit().await?
    } else {
        savepoint.0.rollback().await?
    }
    Ok(())
}
