//! Faces. Keyed by the hash of a tag that only the member's root yields.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::domain::clock::Timestamp;
use crate::domain::ids::{BoardCode, PersonaId, ThreadId};
use crate::domain::keys::PersonaKey;
use crate::domain::persona::{Persona, Scope};

use super::convert::{board_code, bytes, named};
use super::entity::{personas, used_handles};
use super::error::StoreError;
use super::source::{Source, Tx};

const TABLE: &str = "personas";

impl TryFrom<personas::Model> for Persona {
    type Error = StoreError;

    fn try_from(row: personas::Model) -> Result<Self, StoreError> {
        let scope = match row.restricted_scope.as_deref() {
            None => None,
            Some("board") => Some(Scope::Board),
            Some("site") => Some(Scope::Site),
            Some(_) => return Err(StoreError::Corrupt { table: TABLE }),
        };
        Ok(Self {
            key: PersonaKey(bytes(TABLE, &row.key)?),
            id: PersonaId(bytes(TABLE, &row.id)?),
            board: board_code(TABLE, &row.board)?,
            handle: row.handle,
            thread: row.thread.map(|t| bytes(TABLE, &t).map(ThreadId)).transpose()?,
            rolls: named(TABLE, u32::try_from(row.rolls).ok())?,
            posted: row.posted,
            trusted: row.trusted,
            restricted: scope.map(|s| (s, row.restricted_until_hour.map(Timestamp::from_hour))),
        })
    }
}

/// All columns.
pub(super) fn to_row(persona: &Persona) -> personas::ActiveModel {
    personas::ActiveModel {
        key: Set(persona.key.0.to_vec()),
        id: Set(persona.id.0.to_vec()),
        board: Set(persona.board.as_str().to_owned()),
        handle: Set(persona.handle.clone()),
        thread: Set(persona.thread.map(|t| t.0.to_vec())),
        rolls: Set(i64::from(persona.rolls)),
        posted: Set(persona.posted),
        trusted: Set(persona.trusted),
        restricted_scope: Set(persona.restricted.map(|(scope, _)| match scope {
            Scope::Board => "board".to_owned(),
            Scope::Site => "site".to_owned(),
        })),
        restricted_until_hour: Set(persona.restricted.and_then(|(_, until)| until).map(Timestamp::hour_up)),
    }
}

/// The faces of these keys, in no order.
pub(crate) async fn find_many(source: &impl Source, keys: &[PersonaKey]) -> Result<Vec<Persona>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let keys = keys.iter().map(|k| k.0.to_vec());
    let rows = personas::Entity::find().filter(personas::Column::Key.is_in(keys)).all(source.conn()).await?;
    rows.into_iter().map(Persona::try_from).collect()
}

/// The face of this public id.
pub(crate) async fn find_by_id(source: &impl Source, id: PersonaId) -> Result<Option<Persona>, StoreError> {
    let row = personas::Entity::find().filter(personas::Column::Id.eq(id.0.to_vec())).one(source.conn()).await?;
    row.map(Persona::try_from).transpose()
}

/// The faces of these public ids, in no order.
pub(crate) async fn find_by_ids(source: &impl Source, ids: &[PersonaId]) -> Result<Vec<Persona>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = ids.iter().map(|id| id.0.to_vec());
    let rows = personas::Entity::find().filter(personas::Column::Id.is_in(ids)).all(source.conn()).await?;
    rows.into_iter().map(Persona::try_from).collect()
}

/// Writes a new face; false when its handle stands on this board already (try the next candidate).
pub(crate) async fn insert(tx: &Tx, persona: &Persona) -> Result<bool, StoreError> {
    let written = personas::Entity::insert(to_row(persona))
        .on_conflict(OnConflict::columns([personas::Column::Board, personas::Column::Handle]).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(written > 0)
}

/// Writes all columns of a face that exists.
pub(crate) async fn update(tx: &Tx, persona: &Persona) -> Result<(), StoreError> {
    to_row(persona).update(tx.conn()).await?;
    Ok(())
}

/// Whether a handle stands on a board now.
pub(crate) async fn handle_stands(source: &impl Source, board: &BoardCode, handle: &str) -> Result<bool, StoreError> {
    let count = personas::Entity::find()
        .filter(personas::Column::Board.eq(board.as_str()))
        .filter(personas::Column::Handle.eq(handle))
        .count(source.conn())
        .await?;
    Ok(count > 0)
}

/// Whether a handle was used on a board by a face that is gone.
pub(crate) async fn handle_was_used(
    source: &impl Source,
    board: &BoardCode,
    hash: &[u8; 32],
) -> Result<bool, StoreError> {
    let row = used_handles::Entity::find_by_id((board.as_str().to_owned(), hash.to_vec())).one(source.conn()).await?;
    Ok(row.is_some())
}

/// Keeps a given-up handle as a keyed hash, so that nobody gets it again.
pub(crate) async fn keep_used_handle(tx: &Tx, board: &BoardCode, hash: &[u8; 32]) -> Result<(), StoreError> {
    let row = used_handles::ActiveModel { board: Set(board.as_str().to_owned()), hash: Set(hash.to_vec()) };
    used_handles::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// How many names were ever given on a board: those that stand and those given up.
pub(crate) async fn count_handles(source: &impl Source, board: &BoardCode) -> Result<u64, StoreError> {
    let standing = personas::Entity::find()
        .filter(personas::Column::Board.eq(board.as_str()))
        .filter(personas::Column::Handle.is_not_null())
        .count(source.conn())
        .await?;
    let used = used_handles::Entity::find()
        .filter(used_handles::Column::Board.eq(board.as_str()))
        .count(source.conn())
        .await?;
    Ok(standing + used)
}
