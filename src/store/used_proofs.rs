//! Solved proofs of work that were used: each opens one account.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::used_proofs;
use super::error::StoreError;
use super::source::{Source, Tx};

/// Claims a proof; false when it was used before.
pub(crate) async fn claim(tx: &Tx, hash: &[u8; 32], expires_day: i64) -> Result<bool, StoreError> {
    let row = used_proofs::ActiveModel { hash: Set(hash.to_vec()), expires_day: Set(expires_day) };
    let written = used_proofs::Entity::insert(row)
        .on_conflict(OnConflict::column(used_proofs::Column::Hash).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(written > 0)
}

/// Sweeps claims whose day lies before this one.
pub(crate) async fn delete_expired(tx: &Tx, today: i64) -> Result<(), StoreError> {
    used_proofs::Entity::delete_many().filter(used_proofs::Column::ExpiresDay.lt(today)).exec(tx.conn()).await?;
    Ok(())
}
