//! The lines of a copy. The first says what it is; then each table: its columns, its rows, how many they were; the last
//! one bears the SHA-256 of all before it. A row is an array, everything else an object.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::dump::Cell;
use crate::store::load::Shape;
use crate::store::tables::Holds;

/// The version of these lines.
pub(in crate::commands) const VERSION: u32 = 1;

/// The first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::commands) struct Header {
    /// Always `copy`.
    pub(in crate::commands) leeward: String,
    /// [`VERSION`].
    pub(in crate::commands) version: u32,
    /// `backup` or `export`.
    pub(in crate::commands) kind: String,
    /// The minute at which it was begun.
    pub(in crate::commands) made: String,
    /// The month of that minute, as `Timestamp::month` counts.
    pub(in crate::commands) month: i32,
    /// Which ledger belongs to it, in hexadecimal digits.
    pub(in crate::commands) ledger: Option<String>,
    /// The steps of its schema.
    pub(in crate::commands) steps: Vec<String>,
    /// Its tables, in order.
    pub(in crate::commands) tables: Vec<String>,
}

/// The line before a table's rows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableLine {
    /// Its name.
    pub(super) table: String,
    /// Names of columns, and what they hold.
    pub(super) columns: Vec<(String, String)>,
}

/// The line after a table's rows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountLine {
    /// How many there were.
    pub(super) rows: u64,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LastLine {
    /// SHA-256 (FIPS 180-4) of all bytes before this line, in hexadecimal digits.
    pub(super) sha256: String,
}

impl TableLine {
    /// The line of a shape.
    pub(super) fn of(shape: &Shape) -> Self {
        let columns = shape.columns.iter().map(|(name, holds)| (name.clone(), holds.word().to_owned()));
        Self { table: shape.table.clone(), columns: columns.collect() }
    }

    /// The shape of this line; `None` when a name or a word is none of ours.
    pub(super) fn shape(self) -> Option<Shape> {
        let plain = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let columns: Option<Vec<_>> = self
            .columns
            .into_iter()
            .map(|(name, word)| Holds::from_word(&word).filter(|_| plain(&name)).map(|holds| (name, holds)))
            .collect();
        columns.filter(|_| plain(&self.table)).map(|columns| Shape { table: self.table, columns })
    }
}

/// A cell as it stands in a row.
pub(super) fn cell_value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Bytes(bytes) => Value::String(BASE64.encode(&bytes)),
        Cell::Text(text) => Value::String(text),
        Cell::Number(number) => Value::from(number),
        Cell::Flag(flag) => Value::Bool(flag),
    }
}

/// The cell of a value; `None` when it does not fit its column.
pub(super) fn cell(value: Value, holds: Holds) -> Option<Cell> {
    match (value, holds) {
        (Value::Null, _) => Some(Cell::Null),
        (Value::String(text), Holds::Bytes) => BASE64.decode(text.as_bytes()).ok().map(Cell::Bytes),
        (Value::String(text), Holds::Text) => Some(Cell::Text(text)),
        (Value::Number(number), Holds::Number) => number.as_i64().map(Cell::Number),
        (Value::Bool(flag), Holds::Flag) => Some(Cell::Flag(flag)),
        _ => None,
    }
}
