//! Queries of a restore: rows in the order of their keys, so many at a time; and what else only a restore changes.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::ids::PostId;
use crate::domain::keys::PersonaKey;
use crate::domain::persona::Persona;
use crate::domain::post::Post;

use super::entity::{members, personas, posts, threads};
use super::error::StoreError;
use super::members::Unlock;
use super::source::{Source, Tx};

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

/// Takes a face's row out, and its key out of all that it wrote.
pub(crate) async fn erase_persona(tx: &Tx, face: PersonaKey) -> Result<(), StoreError> {
    use sea_orm::sea_query::Expr;
    let none = || Expr::value(None::<Vec<u8>>);
    posts::Entity::update_many()
        .col_expr(posts::Column::Author, none())
        .filter(posts::Column::Author.eq(face.0.to_vec()))
        .exec(tx.conn())
        .await?;
    threads::Entity::update_many()
        .col_expr(threads::Column::Author, none())
        .filter(threads::Column::Author.eq(face.0.to_vec()))
        .exec(tx.conn())
        .await?;
    personas::Entity::delete_by_id(face.0.to_vec()).exec(tx.conn()).await?;
    Ok(())
}
