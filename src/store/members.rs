//! Members: a lookup that only the phrase yields, and the root wrapped under the phrase.
//!
//! While a phrase is being changed a member has two rows with one tag: the old one and a pending new one.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::convert::bytes;
use super::entity::members;
use super::error::StoreError;
use super::source::{Source, Tx};

/// One way in: a phrase's row.
pub(crate) struct Unlock {
    /// What the phrase yields to find it.
    pub(crate) lookup: [u8; 32],
    /// HMAC(root, "unlocks"): equal for the rows of one member.
    pub(crate) tag: [u8; 32],
    /// The root under the phrase's wrap key.
    pub(crate) wrapped_root: Vec<u8>,
    /// A new phrase that was neither confirmed nor used yet.
    pub(crate) pending: bool,
}

impl TryFrom<members::Model> for Unlock {
    type Error = StoreError;

    fn try_from(row: members::Model) -> Result<Self, StoreError> {
        Ok(Self {
            lookup: bytes("members", &row.lookup)?,
            tag: bytes("members", &row.tag)?,
            wrapped_root: row.wrapped_root,
            pending: row.pending,
        })
    }
}

/// The row of this lookup.
pub(crate) async fn find(source: &impl Source, lookup: &[u8; 32]) -> Result<Option<Unlock>, StoreError> {
    let row = members::Entity::find_by_id(lookup.to_vec()).one(source.conn()).await?;
    row.map(Unlock::try_from).transpose()
}

/// All rows of one member.
pub(crate) async fn list(source: &impl Source, tag: &[u8; 32]) -> Result<Vec<Unlock>, StoreError> {
    let rows = members::Entity::find().filter(members::Column::Tag.eq(tag.to_vec())).all(source.conn()).await?;
    rows.into_iter().map(Unlock::try_from).collect()
}

/// Writes a row.
pub(crate) async fn insert(tx: &Tx, unlock: &Unlock) -> Result<(), StoreError> {
    let row = members::ActiveModel {
        lookup: Set(unlock.lookup.to_vec()),
        tag: Set(unlock.tag.to_vec()),
        wrapped_root: Set(unlock.wrapped_root.clone()),
        pending: Set(unlock.pending),
    };
    members::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Removes a row; no error when it is gone.
pub(crate) async fn delete(tx: &Tx, lookup: &[u8; 32]) -> Result<(), StoreError> {
    members::Entity::delete_by_id(lookup.to_vec()).exec(tx.conn()).await?;
    Ok(())
}

/// A pending phrase becomes the phrase.
pub(crate) async fn confirm(tx: &Tx, lookup: &[u8; 32]) -> Result<(), StoreError> {
    let row = members::ActiveModel { lookup: Set(lookup.to_vec()), pending: Set(false), ..Default::default() };
    row.update(tx.conn()).await?;
    Ok(())
}
