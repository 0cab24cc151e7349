//! Doors for tests to the writing side: transactions that go wrong in every way that we can think of.

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use tokio::sync::Notify;

use super::connect::Store;
use super::error::StoreError;
use super::source::Tx;

/// What a transaction does after it has written its row.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Nothing: it is to be kept.
    Ends,
    /// Waits until it is told to go on, so that others queue behind it.
    WaitsFor(Arc<Notify>),
    /// Answers with an error.
    Fails,
    /// Panics while it runs.
    Panics,
    /// Panics before it runs.
    PanicsAtOnce,
    /// Ends the transaction that it shares with others, as SQLite does by itself when the disk is full.
    EndsAll,
    /// The same, and takes it for success.
    EndsAllUnnoticed,
    /// Lets a statement fail and takes it for success.
    FailsUnnoticed,
    /// Lets the database grow by no further page, and writes more than is left.
    FillsTheDisk,
}

/// Writes a row of this name and takes a turn.
pub(crate) async fn put(store: &Store, name: &str, turn: Turn) -> Result<(), StoreError> {
    let name = name.to_owned();
    store
        .tx(move |tx| {
            if matches!(turn, Turn::PanicsAtOnce) {
                broken();
            }
            Box::pin(async move {
                super::site::set_if_absent(tx, &name, b"there").await?;
                take(tx, turn).await
            })
        })
        .await
}

async fn take(tx: &Tx, turn: Turn) -> Result<(), StoreError> {
    match turn {
        Turn::Ends | Turn::PanicsAtOnce => {}
        Turn::WaitsFor(go) => go.notified().await,
        Turn::Fails => return Err(StoreError::unavailable("a test wants it so")),
        Turn::Panics => broken(),
        Turn::EndsAll => {
            tx.conn.execute_unprepared("ROLLBACK").await?;
            return Err(StoreError::unavailable("a test wants it so"));
        }
        Turn::EndsAllUnnoticed => {
            tx.conn.execute_unprepared("ROLLBACK").await?;
        }
        Turn::FailsUnnoticed => drop(tx.conn.execute_unprepared("SELECT * FROM no_such_table").await),
        Turn::FillsTheDisk => {
            tx.conn.execute_unprepared("PRAGMA max_page_count = 1").await?;
            super::site::set_if_absent(tx, "a long value", &vec![1; 1 << 20]).await?;
        }
    }
    Ok(())
}

/// A panic as a bug would make it: the bound is not known to the compiler.
fn broken() {
    let none: Vec<u8> = Vec::new();
    let _ = none.split_at(std::hint::black_box(1));
}
