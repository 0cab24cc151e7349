//! What all faces of one member have written: read in the writing transaction, kept nowhere.

use sea_orm::{ConnectionTrait, Statement, Value};

use crate::domain::clock::{DAY_MS, Timestamp};
use crate::domain::keys::PersonaKey;
use crate::domain::level::Record;

use super::error::StoreError;
use super::source::{Source, Tx};

/// Posts removed by decision within so many days keep a member from level 2.
const REMOVAL_DAYS: i64 = 30;

/// Keeps two writes of one member on two nodes apart until the transaction ends; SQLite has one writer anyway.
/// `lock` is derived from the member's root, so the number says nothing to others.
pub(crate) async fn lock_member(tx: &Tx, lock: i64) -> Result<(), StoreError> {
    if !tx.is_sqlite() {
        let sql = "SELECT pg_advisory_xact_lock($1)";
        tx.conn()
            .execute_raw(Statement::from_sql_and_values(tx.conn().get_database_backend(), sql, [lock.into()]))
            .await?;
    }
    Ok(())
}

/// The record of these faces together.
pub(crate) async fn record(source: &impl Source, faces: &[PersonaKey], now: Timestamp) -> Result<Record, StoreError> {
    if faces.is_empty() {
        return Ok(Record::default());
    }
    let holders: Vec<String> = (0..faces.len()).map(|n| format!("${}", n + 3)).collect();
    // A deleted post still counts; one removed by decision counts only against its writer.
    let sql = format!(
        "SELECT \
           CAST(COALESCE(SUM(CASE WHEN published_ms IS NOT NULL AND state <> 'removed' THEN 1 ELSE 0 END), 0) \
             AS BIGINT) AS approved, \
           MIN(CASE WHEN published_ms IS NOT NULL AND state <> 'removed' THEN published_ms END) AS first_ms, \
           COUNT(DISTINCT CASE WHEN published_ms IS NOT NULL AND state <> 'removed' \
             THEN published_ms / {DAY_MS} END) AS days, \
           CAST(COALESCE(SUM(CASE WHEN state = 'removed' AND created_ms >= $2 THEN 1 ELSE 0 END), 0) \
             AS BIGINT) AS removed, \
           CAST(COALESCE(SUM(CASE WHEN starts_thread AND created_ms >= $1 THEN 1 ELSE 0 END), 0) \
             AS BIGINT) AS threads, \
           CAST(COALESCE(SUM(CASE WHEN NOT starts_thread AND created_ms >= $1 THEN 1 ELSE 0 END), 0) \
             AS BIGINT) AS replies \
         FROM posts WHERE author IN ({})",
        holders.join(", ")
    );
    let mut values: Vec<Value> = vec![now.to_day().0.into(), now.plus_ms(-REMOVAL_DAYS * DAY_MS).0.into()];
    values.extend(faces.iter().map(|key| Value::from(key.0.to_vec())));
    let statement = Statement::from_sql_and_values(source.conn().get_database_backend(), sql, values);
    let row = source.conn().query_one_raw(statement).await?.ok_or(StoreError::Bug("an aggregate answers one row"))?;
    Ok(Record {
        approved: row.try_get("", "approved")?,
        first_day: row.try_get::<Option<i64>>("", "first_ms")?.map(|ms| Timestamp(ms).day()),
        days: row.try_get("", "days")?,
        removed_lately: row.try_get("", "removed")?,
        threads_today: row.try_get("", "threads")?,
        replies_today: row.try_get("", "replies")?,
    })
}

/// How many posts each of these faces has that were not deleted, removed or never published.
pub(crate) async fn posts_by_face(
    source: &impl Source,
    faces: &[PersonaKey],
) -> Result<Vec<(PersonaKey, u64)>, StoreError> {
    if faces.is_empty() {
        return Ok(Vec::new());
    }
    let holders: Vec<String> = (1..=faces.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT author, COUNT(*) AS posts FROM posts \
         WHERE author IN ({}) AND state NOT IN ('deleted', 'removed') GROUP BY author",
        holders.join(", ")
    );
    let values = faces.iter().map(|key| Value::from(key.0.to_vec()));
    let statement = Statement::from_sql_and_values(source.conn().get_database_backend(), sql, values);
    let rows = source.conn().query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            let key: Vec<u8> = row.try_get("", "author")?;
            let count: i64 = row.try_get("", "posts")?;
            Ok((PersonaKey(super::convert::bytes("posts", &key)?), u64::try_from(count).unwrap_or(0)))
        })
        .collect()
}
