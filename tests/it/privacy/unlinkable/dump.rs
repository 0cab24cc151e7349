//! Everything that lies in a database, read raw: each table, each column, and where and by what each row was written.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use super::pages;

/// One value as it lies there.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Nothing,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// One table with its columns; names that begin with `@` are the engine's own: pages, places, transactions.
#[derive(Clone, Debug)]
pub struct Table {
    pub columns: Vec<String>,
    /// Which columns are the primary key.
    pub key: Vec<usize>,
    pub rows: Vec<Vec<Value>>,
}

/// All tables.
#[derive(Clone, Debug)]
pub struct Dump(pub BTreeMap<String, Table>);

impl Table {
    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// A row's primary key: what makes it the same row in two dumps.
    pub fn key_of(&self, row: &[Value]) -> String {
        format!("{:?}", self.key.iter().map(|at| &row[*at]).collect::<Vec<_>>())
    }
}

impl Dump {
    /// Reads everything. On SQLite the write-ahead log is folded in first, so that the file holds all pages.
    pub async fn read(conn: &DatabaseConnection) -> Self {
        if conn.get_database_backend() == DbBackend::Sqlite { sqlite(conn).await } else { postgres(conn).await }
    }
}

/// Rows of a query, each value as text.
pub async fn texts(conn: &DatabaseConnection, sql: &str) -> Vec<Vec<Option<String>>> {
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (0..row.column_names().len()).map(|at| row.try_get_by_index(at).unwrap()).collect()).collect()
}

/// The first word of each row.
pub async fn names(conn: &DatabaseConnection, sql: &str) -> Vec<String> {
    texts(conn, sql).await.into_iter().map(|mut row| row.remove(0).unwrap_or_default()).collect()
}

/// A letter for the kind, then the value: `n12`, `tword`, `b00ff`.
fn value(text: Option<String>) -> Value {
    let Some(text) = text else { return Value::Nothing };
    let (kind, rest) = text.split_at(1);
    match kind {
        "n" => Value::Number(rest.parse().unwrap()),
        "b" => Value::Bytes(data_encoding::HEXLOWER_PERMISSIVE.decode(rest.as_bytes()).unwrap()),
        _ => Value::Text(rest.to_owned()),
    }
}

async fn sqlite(conn: &DatabaseConnection) -> Dump {
    conn.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    let file = names(conn, "SELECT file FROM pragma_database_list WHERE name = 'main'").await.remove(0);
    let file = std::fs::read(file).unwrap();
    let list =
        "SELECT name, CAST(rootpage AS TEXT) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut dump = BTreeMap::new();
    for row in texts(conn, list).await {
        let [Some(name), Some(root)] = row.as_slice() else { panic!("a table has a name and a page") };
        let table = sqlite_table(conn, name, &pages::walk(&file, root.parse().unwrap())).await;
        dump.insert(name.clone(), table);
    }
    Dump(dump)
}

async fn sqlite_table(conn: &DatabaseConnection, name: &str, places: &[pages::Place]) -> Table {
    let about = texts(conn, &format!("SELECT name, CAST(pk AS TEXT) FROM pragma_table_info('{name}')")).await;
    let without_rowid = conn
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, format!("SELECT rowid FROM {name} LIMIT 1")))
        .await
        .is_err();
    let mut columns: Vec<String> = about.iter().map(|row| row[0].clone().unwrap()).collect();
    let mut order: Vec<(u32, usize)> =
        about.iter().enumerate().map(|(at, row)| (row[1].as_deref().unwrap().parse().unwrap(), at)).collect();
    order.retain(|(pk, _)| *pk > 0);
    order.sort_unstable();
    let key: Vec<usize> = order.iter().map(|(_, at)| *at).collect();
    let raw = |c: &str| {
        format!(
            "CASE typeof({c}) WHEN 'null' THEN NULL WHEN 'blob' THEN 'b' || hex({c}) \
             WHEN 'integer' THEN 'n' || {c} ELSE 't' || {c} END"
        )
    };
    let mut selected: Vec<String> = columns.iter().map(|c| raw(c)).collect();
    let by = if without_rowid {
        key.iter().map(|at| columns[*at].clone()).collect::<Vec<_>>().join(", ")
    } else {
        columns.push("@rowid".to_owned());
        selected.push("'n' || rowid".to_owned());
        "rowid".to_owned()
    };
    let read = texts(conn, &format!("SELECT {} FROM {name} ORDER BY {by}", selected.join(", "))).await;
    // Both the walk over the pages and the query go in the order of the key.
    assert_eq!(read.len(), places.len(), "{name}: the walk over the pages sees each row once");
    columns.extend(["@page".to_owned(), "@place".to_owned()]);
    let rows = read.into_iter().zip(places).map(|(row, place)| {
        let mut row: Vec<Value> = row.into_iter().map(value).collect();
        row.extend([Value::Number(place.page), Value::Number(place.offset)]);
        row
    });
    Table { columns, key, rows: rows.collect() }
}

async fn postgres(conn: &DatabaseConnection) -> Dump {
    let list = "SELECT table_name::text FROM information_schema.tables \
                WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'";
    let mut dump = BTreeMap::new();
    for name in names(conn, list).await {
        let table = postgres_table(conn, &name).await;
        dump.insert(name, table);
    }
    Dump(dump)
}

async fn postgres_table(conn: &DatabaseConnection, name: &str) -> Table {
    let about = texts(
        conn,
        &format!(
            "SELECT column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{name}' ORDER BY ordinal_position"
        ),
    )
    .await;
    let keyed = names(
        conn,
        &format!(
            "SELECT a.attname::text FROM pg_index i, unnest(i.indkey) k \
             JOIN pg_attribute a ON a.attnum = k WHERE i.indrelid = '{name}'::regclass \
             AND a.attrelid = i.indrelid AND i.indisprimary"
        ),
    )
    .await;
    let mut columns: Vec<String> = about.iter().map(|row| row[0].clone().unwrap()).collect();
    let mut selected: Vec<String> = about
        .iter()
        .map(|row| {
            let c = row[0].as_deref().unwrap();
            match row[1].as_deref().unwrap() {
                "bytea" => format!("'b' || encode({c}, 'hex')"),
                "bigint" | "integer" | "smallint" => format!("'n' || {c}"),
                "boolean" => format!("'n' || {c}::int"),
                _ => format!("'t' || {c}::text"),
            }
        })
        .collect();
    for system in ["xmin", "xmax", "cmin"] {
        columns.push(format!("@{system}"));
        selected.push(format!("'n' || {system}::text"));
    }
    for (part, index) in [("block", 0), ("line", 1)] {
        columns.push(format!("@{part}"));
        selected.push(format!("'n' || ((ctid::text::point)[{index}])::bigint"));
    }
    let key = keyed.iter().map(|name| columns.iter().position(|c| c == name).unwrap()).collect();
    let read = texts(conn, &format!("SELECT {} FROM {name}", selected.join(", "))).await;
    Table { columns, key, rows: read.into_iter().map(|row| row.into_iter().map(value).collect()).collect() }
}
