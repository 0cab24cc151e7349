//! Steps from zero make what the entities read.

use std::collections::BTreeSet;

use leeward::app::store_probe::{StoreProbe, entity_columns, ledger_columns, schema_steps};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::harness::app;

/// Table, column, may be NULL, part of the key.
type Columns = BTreeSet<(String, String, bool, bool)>;

async fn rows(conn: &DatabaseConnection, sql: &str) -> Vec<sea_orm::QueryResult> {
    conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap()
}

async fn in_sqlite(conn: &DatabaseConnection) -> Columns {
    let sql = "SELECT m.name AS t, i.name AS c, i.\"notnull\" AS n, i.pk AS k \
               FROM sqlite_master m JOIN pragma_table_info(m.name) i WHERE m.type = 'table'";
    let of = |row: sea_orm::QueryResult| {
        let (table, column): (String, String) = (row.try_get("", "t").unwrap(), row.try_get("", "c").unwrap());
        let (not_null, key): (i64, i64) = (row.try_get("", "n").unwrap(), row.try_get("", "k").unwrap());
        (table, column, not_null == 0, key > 0)
    };
    rows(conn, sql).await.into_iter().map(of).collect()
}

async fn in_postgres(conn: &DatabaseConnection) -> Columns {
    let sql = "SELECT c.table_name::text AS t, c.column_name::text AS c, c.is_nullable = 'YES' AS n, \
               EXISTS (SELECT 1 FROM information_schema.table_constraints x \
                       JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name) \
                       WHERE x.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name \
                       AND k.column_name = c.column_name) AS k \
               FROM information_schema.columns c WHERE c.table_schema = current_schema()";
    let of = |row: sea_orm::QueryResult| {
        let (table, column): (String, String) = (row.try_get("", "t").unwrap(), row.try_get("", "c").unwrap());
        let (null, key): (bool, bool) = (row.try_get("", "n").unwrap(), row.try_get("", "k").unwrap());
        (table, column, null, key)
    };
    rows(conn, sql).await.into_iter().map(of).collect()
}

#[tokio::test]
async fn the_steps_from_zero_make_the_columns_that_the_entities_read() {
    let app = app::start().await;
    let conn = app.raw().await;
    let sqlite = conn.get_database_backend() == DbBackend::Sqlite;
    let mut made = if sqlite { in_sqlite(&conn).await } else { in_postgres(&conn).await };
    made.retain(|(table, ..)| table != "seaql_migrations");
    let read: Columns = entity_columns().into_iter().collect();
    assert!(read.len() > 60, "the entities are looked through: {}", read.len());
    let unread: Vec<_> = made.difference(&read).collect();
    let unmade: Vec<_> = read.difference(&made).collect();
    assert!(unread.is_empty() && unmade.is_empty(), "made, not read: {unread:?}\nread, not made: {unmade:?}");
    conn.close().await.unwrap();
    app.end().await;
}

#[tokio::test]
async fn the_steps_of_the_ledger_make_the_columns_that_its_entities_read() {
    let app = app::start().await;
    let conn = sea_orm::Database::connect(app.config.data.ledger().reveal()).await.unwrap();
    let mut made = in_sqlite(&conn).await;
    made.retain(|(table, ..)| table != "ledger_migrations");
    assert_eq!(made, ledger_columns().into_iter().collect::<Columns>());
    conn.close().await.unwrap();
    app.end().await;
}

#[tokio::test]
async fn a_second_run_of_the_steps_changes_nothing() {
    let app = app::start().await;
    let conn = app.raw().await;
    let applied = "SELECT version FROM seaql_migrations";
    let first = rows(&conn, applied).await.len();
    let again = app::open(&app.config, &app.clock).await;
    again.close(std::time::Duration::from_secs(5)).await;
    assert_eq!((first, rows(&conn, applied).await.len()), (schema_steps(), schema_steps()));
    conn.close().await.unwrap();
    app.end().await;
}

#[tokio::test]
async fn on_sqlite_tables_of_people_lie_in_the_order_of_their_keys() {
    let app = app::start().await;
    let conn = app.raw().await;
    if conn.get_database_backend() == DbBackend::Sqlite {
        let people = ["members", "sessions", "sealed_rows", "personas", "reactions", "notifications", "used_handles"];
        for table in people.into_iter().chain(["posts", "threads"]) {
            let found = conn.execute_unprepared(&format!("SELECT rowid FROM {table}")).await;
            assert!(found.is_err(), "{table} has row numbers, which tell the order in which people came");
        }
    }
    conn.close().await.unwrap();
    app.end().await;
}

#[tokio::test]
async fn an_older_restriction_ends_in_whole_hours_and_not_earlier_than_it_was_to() {
    let app = app::start().await;
    let conn = app.raw().await;
    let sqlite = conn.get_database_backend() == DbBackend::Sqlite;
    // As an older version left it: ends in milliseconds.
    conn.execute_unprepared(
        "ALTER TABLE personas RENAME COLUMN restricted_until_hour TO restricted_until; \
         DELETE FROM seaql_migrations WHERE version = 'm20261123_000004_round_restrictions';",
    )
    .await
    .unwrap();
    // 2026-11-23T12:00:00Z is hour 498,732.
    for (n, until) in [(1, "1795435200000"), (2, "1795435200001"), (3, "1795438800000"), (4, "NULL")] {
        let bytes = if sqlite { format!("x'0{n}'") } else { format!("'\\x0{n}'") };
        let row = format!(
            "INSERT INTO personas (key, id, board, rolls, posted, trusted, restricted_scope, restricted_until) \
             VALUES ({bytes}, {bytes}, 'k7', 0, true, false, 'board', {until})"
        );
        conn.execute_unprepared(&row).await.unwrap();
    }
    StoreProbe::open(&app.config).await.unwrap_or_else(|error| panic!("{error}")).close().await;
    let found = rows(&conn, "SELECT restricted_until_hour AS hour FROM personas ORDER BY key").await;
    let hours: Vec<Option<i64>> = found.iter().map(|row| row.try_get("", "hour").unwrap()).collect();
    assert_eq!(hours, [Some(498_732), Some(498_733), Some(498_733), None]);
    conn.close().await.unwrap();
    app.end().await;
}
