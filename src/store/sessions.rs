//! Sessions: found by the hash of their token, holding the root sealed under the token. No time but a month.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::convert::bytes;
use super::entity::sessions;
use super::error::StoreError;
use super::source::{Source, Tx};
use crate::domain::change::Change;

/// A session's row.
#[derive(Clone)]
pub(crate) struct SessionRow {
    /// The hash of its token.
    pub(crate) key: [u8; 32],
    /// HMAC(root, "sessions"): equal for the sessions of one member.
    pub(crate) tag: [u8; 32],
    /// The root sealed under a key derived from the token.
    pub(crate) sealed_root: Vec<u8>,
    /// The day of signing in, sealed under the root.
    pub(crate) sealed_day: Vec<u8>,
    /// The month in which it ends, see `Timestamp::month`.
    pub(crate) ends_month: i32,
}

impl TryFrom<sessions::Model> for SessionRow {
    type Error = StoreError;

    fn try_from(row: sessions::Model) -> Result<Self, StoreError> {
        Ok(Self {
            key: bytes("sessions", &row.key)?,
            tag: bytes("sessions", &row.tag)?,
            sealed_root: row.sealed_root,
            sealed_day: row.sealed_day,
            ends_month: i32::try_from(row.ends_month).unwrap_or(0),
        })
    }
}

/// The session of this key.
pub(crate) async fn find(source: &impl Source, key: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
    let row = sessions::Entity::find_by_id(key.to_vec()).one(source.conn()).await?;
    row.map(SessionRow::try_from).transpose()
}

/// All sessions of one member, in the order of their keys.
pub(crate) async fn list(source: &impl Source, tag: &[u8; 32]) -> Result<Vec<SessionRow>, StoreError> {
    let rows = sessions::Entity::find().filter(sessions::Column::Tag.eq(tag.to_vec())).all(source.conn()).await?;
    rows.into_iter().map(SessionRow::try_from).collect()
}

/// Writes a session.
pub(crate) async fn insert(tx: &Tx, row: &SessionRow) -> Result<(), StoreError> {
    let row = sessions::ActiveModel {
        key: Set(row.key.to_vec()),
        tag: Set(row.tag.to_vec()),
        sealed_root: Set(row.sealed_root.clone()),
        sealed_day: Set(row.sealed_day.clone()),
        ends_month: Set(i64::from(row.ends_month)),
    };
    sessions::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Which of these sessions live.
pub(crate) async fn living(source: &impl Source, keys: &[[u8; 32]]) -> Result<Vec<[u8; 32]>, StoreError> {
    let rows: Vec<Vec<u8>> = sessions::Entity::find()
        .select_only()
        .column(sessions::Column::Key)
        .filter(sessions::Column::Key.is_in(keys.iter().map(|key| key.to_vec())))
        .into_tuple()
        .all(source.conn())
        .await?;
    rows.iter().map(|key| bytes("sessions", key)).collect()
}

/// Whether this session lives, read in the writing transaction; `SessionEnded` when it does not. It only reads: no row
/// lock touches rows of members.
pub(crate) async fn demand(tx: &Tx, key: &[u8; 32]) -> Result<(), StoreError> {
    if living(tx, &[*key]).await?.is_empty() { Err(StoreError::SessionEnded) } else { Ok(()) }
}

/// Ends one session; answers whether it was there. Its sockets close after the commit.
pub(crate) async fn delete(tx: &Tx, key: &[u8; 32]) -> Result<bool, StoreError> {
    let gone = sessions::Entity::delete_by_id(key.to_vec()).exec(tx.conn()).await?.rows_affected > 0;
    if gone {
        tx.tell(Change::Session { key: *key });
    }
    Ok(gone)
}

/// Ends all sessions of a member but one.
pub(crate) async fn delete_others(tx: &Tx, tag: &[u8; 32], keep: &[u8; 32]) -> Result<(), StoreError> {
    for row in list(tx, tag).await? {
        if row.key != *keep {
            delete(tx, &row.key).await?;
        }
    }
    Ok(())
}

/// Ends all sessions of a member.
pub(crate) async fn delete_all(tx: &Tx, tag: &[u8; 32]) -> Result<(), StoreError> {
    for row in list(tx, tag).await? {
        delete(tx, &row.key).await?;
    }
    Ok(())
}

/// Sweeps sessions whose month lies before this one.
pub(crate) async fn delete_ended(tx: &Tx, month: i32) -> Result<(), StoreError> {
    sessions::Entity::delete_many().filter(sessions::Column::EndsMonth.lt(i64::from(month))).exec(tx.conn()).await?;
    Ok(())
}
