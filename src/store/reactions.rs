//! Reactions: keyed by HMAC(root, "reaction" ‖ post ‖ kind). The counts stand on the post; no face stands anywhere.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::change::Change;
use crate::domain::ids::PostId;
use crate::domain::post::{Post, ReactionKind};

use super::convert::{bytes, named};
use super::entity::{posts, reactions};
use super::error::StoreError;
use super::source::{Source, Tx};

/// Gives a reaction; false when it was given before.
pub(crate) async fn insert(tx: &Tx, key: &[u8; 32], post: &Post, kind: ReactionKind) -> Result<bool, StoreError> {
    let row = reactions::ActiveModel {
        key: Set(key.to_vec()),
        post: Set(post.id.0.to_vec()),
        kind: Set(kind.name().to_owned()),
    };
    let written = reactions::Entity::insert(row)
        .on_conflict(OnConflict::column(reactions::Column::Key).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    if written > 0 {
        count(tx, post, kind, 1).await?;
    }
    Ok(written > 0)
}

/// Takes a reaction back; false when there was none.
pub(crate) async fn delete(tx: &Tx, key: &[u8; 32], post: &Post, kind: ReactionKind) -> Result<bool, StoreError> {
    let gone = reactions::Entity::delete_by_id(key.to_vec()).exec(tx.conn()).await?.rows_affected > 0;
    if gone {
        count(tx, post, kind, -1).await?;
    }
    Ok(gone)
}

/// Which of these keys stand: the caller's own reactions on a page.
pub(crate) async fn find_many(
    source: &impl Source,
    keys: &[[u8; 32]],
) -> Result<Vec<(PostId, ReactionKind)>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let keys = keys.iter().map(|k| k.to_vec());
    let rows = reactions::Entity::find().filter(reactions::Column::Key.is_in(keys)).all(source.conn()).await?;
    rows.into_iter()
        .map(|row| {
            let kind = named("reactions", ReactionKind::from_name(&row.kind))?;
            Ok((PostId(bytes("reactions", &row.post)?), kind))
        })
        .collect()
}

/// Reactions behind a key, in the order of keys, at most `limit`: whoever holds a root finds theirs by making the keys
/// anew.
pub(crate) async fn page(
    source: &impl Source,
    after: Option<[u8; 32]>,
    limit: u64,
) -> Result<Vec<([u8; 32], PostId, ReactionKind)>, StoreError> {
    let mut query = reactions::Entity::find().order_by_asc(reactions::Column::Key).limit(limit);
    if let Some(after) = after {
        query = query.filter(reactions::Column::Key.gt(after.to_vec()));
    }
    let row = |row: reactions::Model| {
        let kind = named("reactions", ReactionKind::from_name(&row.kind))?;
        Ok((bytes("reactions", &row.key)?, PostId(bytes("reactions", &row.post)?), kind))
    };
    query.all(source.conn()).await?.into_iter().map(row).collect()
}

async fn count(tx: &Tx, post: &Post, kind: ReactionKind, by: i64) -> Result<(), StoreError> {
    let column = match kind {
        ReactionKind::WithYou => posts::Column::WithYou,
        ReactionKind::SameHere => posts::Column::SameHere,
        ReactionKind::ThankYou => posts::Column::ThankYou,
        ReactionKind::Helpful => posts::Column::Helpful,
    };
    posts::Entity::update_many()
        .col_expr(column, Expr::col(column).add(by))
        .filter(posts::Column::Id.eq(post.id.0.to_vec()))
        .exec(tx.conn())
        .await?;
    tx.tell(Change::Reactions { thread: post.thread, post: post.id });
    Ok(())
}
