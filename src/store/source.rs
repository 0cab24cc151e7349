//! Where queries read: a transaction, or the readers beside it.

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend};

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
pub(crate) struct Tx(pub(super) DatabaseTransaction);

impl Source for Read {
    type Conn = DatabaseConnection;

    fn conn(&self) -> &DatabaseConnection {
        &self.0
    }
}

impl Source for Tx {
    type Conn = DatabaseTransaction;

    fn conn(&self) -> &DatabaseTransaction {
        &self.0
    }
}
