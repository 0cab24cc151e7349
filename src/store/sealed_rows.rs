//! Everything personal: rows keyed by HMAC(root, kind), sealed under the root, changed by compare-and-set.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::convert::bytes;
use super::entity::sealed_rows;
use super::error::StoreError;
use super::source::{Source, Tx};

/// A sealed row. Its revision is random: it counts nothing.
#[derive(Clone)]
pub(crate) struct SealedRow {
    /// HMAC(root, kind).
    pub(crate) key: [u8; 32],
    /// Random, new at each change, authenticated with the value.
    pub(crate) revision: [u8; 16],
    /// The sealed, padded value.
    pub(crate) value: Vec<u8>,
    /// Of drafts: the UTC day after which they go; `None` for what stays.
    pub(crate) expires_day: Option<i64>,
}

impl TryFrom<sealed_rows::Model> for SealedRow {
    type Error = StoreError;

    fn try_from(row: sealed_rows::Model) -> Result<Self, StoreError> {
        Ok(Self {
            key: bytes("sealed_rows", &row.key)?,
            revision: bytes("sealed_rows", &row.revision)?,
            value: row.value,
            expires_day: row.expires_day,
        })
    }
}

/// The row of this key.
pub(crate) async fn find(source: &impl Source, key: &[u8; 32]) -> Result<Option<SealedRow>, StoreError> {
    let row = sealed_rows::Entity::find_by_id(key.to_vec()).one(source.conn()).await?;
    row.map(SealedRow::try_from).transpose()
}

/// The rows of these keys, in no order.
pub(crate) async fn find_many(source: &impl Source, keys: &[[u8; 32]]) -> Result<Vec<SealedRow>, StoreError> {
    let keys = keys.iter().map(|k| k.to_vec());
    let rows = sealed_rows::Entity::find().filter(sealed_rows::Column::Key.is_in(keys)).all(source.conn()).await?;
    rows.into_iter().map(SealedRow::try_from).collect()
}

/// Writes `row` if the stored revision still is `was` (`None`: if there is none yet). False when somebody was faster.
pub(crate) async fn compare_and_set(tx: &Tx, row: &SealedRow, was: Option<[u8; 16]>) -> Result<bool, StoreError> {
    let model = sealed_rows::ActiveModel {
        key: Set(row.key.to_vec()),
        revision: Set(row.revision.to_vec()),
        value: Set(row.value.clone()),
        expires_day: Set(row.expires_day),
    };
    let written = match was {
        None => {
            sealed_rows::Entity::insert(model)
                .on_conflict(OnConflict::column(sealed_rows::Column::Key).do_nothing().to_owned())
                .exec_without_returning(tx.conn())
                .await?
        }
        Some(was) => {
            sealed_rows::Entity::update_many()
                .set(model)
                .filter(sealed_rows::Column::Key.eq(row.key.to_vec()))
                .filter(sealed_rows::Column::Revision.eq(was.to_vec()))
                .exec(tx.conn())
                .await?
                .rows_affected
        }
    };
    Ok(written > 0)
}

/// Removes a row; no error when it is gone.
pub(crate) async fn delete(tx: &Tx, key: &[u8; 32]) -> Result<(), StoreError> {
    sealed_rows::Entity::delete_by_id(key.to_vec()).exec(tx.conn()).await?;
    Ok(())
}

/// Removes rows; no error for those that are gone.
pub(crate) async fn delete_many(tx: &Tx, keys: &[[u8; 32]]) -> Result<(), StoreError> {
    for some in keys.chunks(500) {
        let these = sealed_rows::Column::Key.is_in(some.iter().map(|key| key.to_vec()));
        sealed_rows::Entity::delete_many().filter(these).exec(tx.conn()).await?;
    }
    Ok(())
}

/// Sweeps rows whose day lies before this one.
pub(crate) async fn delete_expired(tx: &Tx, today: i64) -> Result<(), StoreError> {
    sealed_rows::Entity::delete_many().filter(sealed_rows::Column::ExpiresDay.lt(today)).exec(tx.conn()).await?;
    Ok(())
}
