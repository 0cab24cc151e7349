//! Small conversions between columns and values, each naming the table that it reads.

use crate::domain::ids::BoardCode;

use super::error::StoreError;

/// Bytes of a fixed length out of a column.
pub(super) fn bytes<const N: usize>(table: &'static str, column: &[u8]) -> Result<[u8; N], StoreError> {
    column.try_into().map_err(|_| StoreError::Corrupt { table })
}

/// A board code out of a column.
pub(super) fn board_code(table: &'static str, column: &str) -> Result<BoardCode, StoreError> {
    column.parse().map_err(|_| StoreError::Corrupt { table })
}

/// A value with a name out of a column.
pub(super) fn named<T>(table: &'static str, value: Option<T>) -> Result<T, StoreError> {
    value.ok_or(StoreError::Corrupt { table })
}
