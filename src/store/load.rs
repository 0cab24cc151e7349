//! Writing rows of a copy into a database that was just made.

use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{ConnectionTrait, Value};

use super::dump::Cell;
use super::error::StoreError;
use super::source::{Source, Tx};
use super::tables::Holds;

/// Values of one statement: SQLite takes 32,766.
const VALUES: usize = 8_000;

/// A table of a copy: its columns may be those of an older schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Its name.
    pub(crate) table: String,
    /// Names of its columns, and what they hold.
    pub(crate) columns: Vec<(String, Holds)>,
}

impl Shape {
    /// Rows of one statement.
    pub(crate) fn rows_at_once(&self) -> usize {
        (VALUES / self.columns.len().max(1)).max(1)
    }
}

/// Writes rows; each has as many cells as the shape has columns.
pub(crate) async fn rows(tx: &Tx, shape: &Shape, rows: Vec<Vec<Cell>>) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut insert = Query::insert();
    insert.into_table(Alias::new(&shape.table)).columns(shape.columns.iter().map(|(name, _)| Alias::new(name)));
    for row in rows {
        let values = row.into_iter().zip(&shape.columns).map(|(cell, (_, holds))| Expr::val(value(cell, *holds)));
        insert.values(values).map_err(|_| StoreError::Bug("a row has as many cells as columns"))?;
    }
    tx.conn().execute(&insert).await?;
    Ok(())
}

/// A cell as the column's type; PostgreSQL wants to know the type of a NULL, too.
fn value(cell: Cell, holds: Holds) -> Value {
    match (cell, holds) {
        (Cell::Bytes(bytes), _) => Value::from(bytes),
        (Cell::Text(text), _) => Value::from(text),
        (Cell::Number(number), _) => Value::from(number),
        (Cell::Flag(flag), _) => Value::from(flag),
        (Cell::Null, Holds::Bytes) => Value::from(None::<Vec<u8>>),
        (Cell::Null, Holds::Text) => Value::from(None::<String>),
        (Cell::Null, Holds::Number) => Value::from(None::<i64>),
        (Cell::Null, Holds::Flag) => Value::from(None::<bool>),
    }
}

/// Empties a table.
pub(crate) async fn empty(tx: &Tx, table: &str) -> Result<(), StoreError> {
    tx.conn().execute(&Query::delete().from_table(Alias::new(table)).to_owned()).await?;
    Ok(())
}
