//! Queries of a restore: rows in the order of their keys, so many at a time.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::ids::PostId;
use crate::domain::keys::PersonaKey;
use crate::domain::persona::Persona;
use crate::domain::post::Post;

use super::entity::{members, personas, posts};
use super::error::StoreError;
use super::members::Unlock;
use super::source::Source;

/// Rows at a time.
const ROWS: u64 = 500;

/// Ways in behind this lookup.
pub(crate) async fn members_after(source: &impl Source, after: Option<[u8; 32]>) -> Result<Vec<Unlock>, StoreError> {
    let mut find = members::Entity::find().order_by_asc(members::Column::Lookup).limit(ROWS);
    if let Some(after) = after {
        find = find.filter(members::Column::Lookup.gt(after.to_vec()));
    }
    find.all(source.conn()).await?.into_iter().map(Unlock::try_from).collect()
}

/// Posts behind this id.
pub(crate) async fn posts_after(source: &impl Source, after: Option<PostId>) -> Result<Vec<Post>, StoreError> {
    let mut find = posts::Entity::find().order_by_asc(posts::Column::Id).limit(ROWS);
    if let Some(after) = after {
        find = find.filter(posts::Column::Id.gt(after.0.to_vec()));
    }
    find.all(source.conn()).await?.into_iter().map(Post::try_from).collect()
}

/// Faces behind this key.
pub(crate) async fn personas_after(
    source: &impl Source,
    after: Option<PersonaKey>,
) -> Result<Vec<Persona>, StoreError> {
    let mut find = personas::Entity::find().order_by_asc(personas::Column::Key).limit(ROWS);
    if let Some(after) = after {
        find = find.filter(personas::Column::Key.gt(after.0.to_vec()));
    }
    find.all(source.conn()).await?.into_iter().map(Persona::try_from).collect()
}
