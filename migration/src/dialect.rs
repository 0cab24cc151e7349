//! One text for both engines: the few words in which they differ.

use sea_orm_migration::prelude::*;

/// Runs the statements of `sql` after putting in the engine's words: `{bytes}` a byte string, `{keyed}` behind a table
/// that lies in the order of its key, `{collate}` a text compared byte by byte.
pub(crate) async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let sqlite = manager.get_database_backend() == sea_orm_migration::sea_orm::DbBackend::Sqlite;
    let (bytes, keyed) = if sqlite { ("BLOB", "WITHOUT ROWID") } else { ("BYTEA", "") };
    let sql = sql.replace("{bytes}", bytes).replace("{keyed}", keyed);
    manager.get_connection().execute_unprepared(&sql).await.map(|_| ())
}
