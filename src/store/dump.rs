//! Reading the whole database as it was at one moment, while it is written, on a connection of its own.

use std::path::Path;

use futures_util::StreamExt;
use sea_orm::sea_query::{Alias, Expr, Order, Query, SelectStatement};
use sea_orm::{
    AccessMode, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, ExprTrait, IsolationLevel,
    QueryResult, StreamTrait, TransactionTrait,
};

use super::connect::Engine;
use super::error::StoreError;
use super::sqlite::{self, Role};
use super::tables::{Column, Holds, InBackup, Table};
use super::{postgres, schema};

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing.
    Null,
    /// Bytes.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

/// The database as it was when this was begun.
pub(crate) struct Snapshot {
    conn: DatabaseConnection,
    tx: DatabaseTransaction,
}

impl Snapshot {
    /// Begins: what is committed before this answers is in it, whatever is written later is not. SQLite reads beside
    /// its writer; PostgreSQL in one repeatable read.
    pub(crate) async fn begin(engine: &Engine) -> Result<Self, StoreError> {
        let (conn, level, mode) = match engine {
            Engine::Sqlite(path) => (one_reader(path).await?, None, None),
            Engine::Postgres(url) => (
                postgres::connect_for_schema(url).await?,
                Some(IsolationLevel::RepeatableRead),
                Some(AccessMode::ReadOnly),
            ),
        };
        let tx = conn.begin_with_config(level, mode).await?;
        // Both engines take the snapshot with the first statement that reads a table.
        schema::applied_names(&tx).await?;
        Ok(Self { conn, tx })
    }

    /// The steps of its schema.
    pub(crate) async fn steps(&self) -> Result<Vec<String>, StoreError> {
        schema::applied_names(&self.tx).await
    }

    /// A value of the site.
    pub(crate) async fn site_value(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let select = Query::select()
            .column(Alias::new("value"))
            .from(Alias::new("site"))
            .and_where(Expr::col(Alias::new("name")).eq(name))
            .to_owned();
        let row = self.tx.query_one(&select).await?;
        Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
    }

    /// Gives every row to `take` in the order of the key, which for tables of people is random; with `backup` only
    /// those that a backup takes.
    pub(crate) async fn each_row<E: From<StoreError>>(
        &self,
        table: &Table,
        backup: bool,
        mut take: impl FnMut(Vec<Cell>) -> Result<(), E>,
    ) -> Result<u64, E> {
        if backup && table.in_backup == InBackup::Nothing {
            return Ok(0);
        }
        let select = select(table, backup);
        let mut rows = self.tx.stream(&select).await.map_err(StoreError::from)?;
        let mut count = 0_u64;
        while let Some(row) = rows.next().await {
            let row = row.map_err(StoreError::from)?;
            let cells: Result<_, StoreError> = table.columns.iter().map(|column| cell(&row, column)).collect();
            take(cells?)?;
            count += 1;
        }
        Ok(count)
    }

    /// Ends it.
    pub(crate) async fn end(self) -> Result<(), StoreError> {
        self.tx.rollback().await?;
        Ok(self.conn.close().await?)
    }
}

/// One connection: a second one would see another moment.
async fn one_reader(path: &Path) -> Result<DatabaseConnection, StoreError> {
    let mut options = sqlite::options(path, Role::Reader);
    options.max_connections(1);
    Ok(Database::connect(options).await?)
}

fn select(table: &Table, backup: bool) -> SelectStatement {
    let mut select = Query::select();
    select.columns(table.columns.iter().map(|column| Alias::new(&column.name))).from(Alias::new(&table.name));
    for key in table.columns.iter().filter(|column| column.key) {
        select.order_by(Alias::new(&key.name), Order::Asc);
    }
    if backup && table.in_backup == InBackup::WithoutDrafts {
        select.and_where(Expr::col(Alias::new("expires_day")).is_null());
    }
    select
}

fn cell(row: &QueryResult, column: &Column) -> Result<Cell, StoreError> {
    let name = column.name.as_str();
    let found = match column.holds {
        Holds::Bytes => row.try_get::<Option<Vec<u8>>>("", name)?.map(Cell::Bytes),
        Holds::Text => row.try_get::<Option<String>>("", name)?.map(Cell::Text),
        Holds::Number => row.try_get::<Option<i64>>("", name)?.map(Cell::Number),
        Holds::Flag => row.try_get::<Option<bool>>("", name)?.map(Cell::Flag),
    };
    Ok(found.unwrap_or(Cell::Null))
}
