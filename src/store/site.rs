//! The site's own values: salt, epoch, the key of used handles.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::entity::site;
use super::error::StoreError;
use super::source::{Source, Tx};

/// The value of this name; `None` when it was never set.
pub(crate) async fn find(source: &impl Source, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(site::Entity::find_by_id(name).one(source.conn()).await?.map(|row| row.value))
}

/// Sets the value, whatever it was.
pub(crate) async fn set(tx: &Tx, name: &str, value: &[u8]) -> Result<(), StoreError> {
    let row = site::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_vec()) };
    site::Entity::insert(row)
        .on_conflict(OnConflict::column(site::Column::Name).update_column(site::Column::Value).to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Sets the value unless another node was first; read it afterwards.
pub(crate) async fn set_if_absent(tx: &Tx, name: &str, value: &[u8]) -> Result<(), StoreError> {
    let row = site::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_vec()) };
    site::Entity::insert(row)
        .on_conflict(OnConflict::column(site::Column::Name).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
