//! Where queries read: a transaction, or the readers beside it.

use std::sync::{Mutex, PoisonError};

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend};

use crate::domain::change::Change;

/// A place to read from. Queries take `&impl Source`, writes take `&Tx`.
pub(crate) trait Source: Sync {
    /// The connection behind it.
    type Conn: ConnectionTrait;

    /// The connection.
    fn conn(&self) -> &Self::Conn;

    /// True on SQLite.
    fn is_sqlite(&self) -> bool {
        self.conn().get_database_backend() == DbBackend::Sqlite
    }
}

/// The readers: outside any transaction, each statement sees what is committed.
#[derive(Clone)]
pub(crate) struct Read(pub(super) DatabaseConnection);

/// One open write transaction (on SQLite a savepoint of the writer's).
pub(crate) struct Tx {
    pub(super) conn: DatabaseTransaction,
    /// What is told once this transaction is committed.
    changes: Mutex<Vec<Change>>,
}

impl Tx {
    /// A transaction that has just begun.
    pub(super) fn new(conn: DatabaseTransaction) -> Self {
        Self { conn, changes: Mutex::default() }
    }

    /// Notes what this node and the others are told after the commit, and never without it.
    pub(crate) fn tell(&self, change: Change) {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner).push(change);
    }

    /// What was noted.
    pub(super) fn take_changes(&self) -> Vec<Change> {
        std::mem::take(&mut *self.changes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Source for Read {
    type Conn = DatabaseConnection;

    fn conn(&self) -> &DatabaseConnection {
        &self.0
    }
}

impl Source for Tx {
    type Conn = DatabaseTransaction;

    fn conn(&self) -> &DatabaseTransaction {
        &self.conn
    }
}
