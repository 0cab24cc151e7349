//! Flags of posts, for the lane of what can't wait.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::domain::flag::Flag;
use crate::domain::ids::PostId;

use super::entity::flags;
use super::error::StoreError;
use super::source::{Source, Tx};

/// Posts named in one statement.
const POSTS: usize = 500;

/// Notes a flag; the same one again moves to the later minute.
pub(crate) async fn put(tx: &Tx, flag: Flag) -> Result<(), StoreError> {
    let row = flags::ActiveModel {
        post: Set(flag.post.0.to_vec()),
        kind: Set(flag.kind.name().to_owned()),
        noted_ms: Set(flag.noted.to_minute().0),
    };
    let key = [flags::Column::Post, flags::Column::Kind];
    flags::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).update_column(flags::Column::NotedMs).to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Takes all flags of posts away: their texts are gone.
pub(crate) async fn delete_of(tx: &Tx, posts: &[PostId]) -> Result<(), StoreError> {
    for some in posts.chunks(POSTS) {
        let these = flags::Column::Post.is_in(some.iter().map(|post| post.0.to_vec()));
        flags::Entity::delete_many().filter(these).exec(tx.conn()).await?;
    }
    Ok(())
}
