//! What deleting leaves in the files of PostgreSQL: dead rows, until their tables are written anew. SQLite overwrites
//! what it deletes (`secure_delete`) and folds its log in at each sweep, so there is nothing to do.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement, TransactionTrait};

use super::connect::{Store, WriteSide};
use super::error::StoreError;
use super::postgres;

/// Tables that hold words or keys of people, the small ones first.
const TABLES: [&str; 7] = ["members", "sessions", "sealed_rows", "personas", "reactions", "threads", "posts"];
/// When it was done last: a month, as `Timestamp::month` counts.
const DONE: &str = "rewritten_month";
/// Keeps other nodes from doing the same.
const LOCK: &str = "SELECT pg_try_advisory_xact_lock(4907216530112)";
/// Nobody waits longer for a table than this for its turn to begin: a long reader makes it fail, and it is tried again.
const PATIENCE: &str = "SET lock_timeout = '2s'";

impl Store {
    /// Writes the tables of people anew (`VACUUM FULL`), once a month, by one node; each table is locked meanwhile.
    /// True when it was done now. Always false on SQLite. Fails when somebody holds a table; try again later.
    pub(crate) async fn rewrite(&self, month: i32) -> Result<bool, StoreError> {
        let WriteSide::Postgres { url, .. } = &self.write else { return Ok(false) };
        let known = super::site::find(self.read(), DONE).await?;
        if known.is_some_and(|done| done == month.to_be_bytes()) {
            return Ok(false);
        }
        let conn = postgres::connect_for_schema(url).await?;
        let done = rewrite_all(&conn, month).await;
        conn.close().await?;
        Ok(done?)
    }
}

async fn rewrite_all(conn: &DatabaseConnection, month: i32) -> Result<bool, DbErr> {
    let guard = conn.begin().await?;
    let row = guard.query_one_raw(Statement::from_string(conn.get_database_backend(), LOCK)).await?;
    if !row.is_some_and(|row| row.try_get_by_index(0).unwrap_or(false)) {
        return Ok(false);
    }
    // The guard's connection is taken, so all of these run on the other one.
    conn.execute_unprepared(PATIENCE).await?;
    for table in TABLES {
        conn.execute_unprepared(&format!("VACUUM (FULL) {table}")).await?;
    }
    let sql = "INSERT INTO site (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value";
    let values = [DONE.into(), month.to_be_bytes().to_vec().into()];
    guard.execute_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    guard.commit().await?;
    Ok(true)
}
