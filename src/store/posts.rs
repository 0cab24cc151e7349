//! Posts.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::domain::clock::Timestamp;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::keys::PersonaKey;
use crate::domain::post::{Post, PostState, ReactionCounts};
use crate::domain::warning::Warnings;

use super::convert::{bytes, named};
use super::entity::posts;
use super::error::StoreError;
use super::source::{Source, Tx};

const TABLE: &str = "posts";

impl TryFrom<posts::Model> for Post {
    type Error = StoreError;

    fn try_from(row: posts::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: PostId(bytes(TABLE, &row.id)?),
            thread: ThreadId(bytes(TABLE, &row.thread)?),
            position: row.position,
            author: row.author.map(|a| bytes(TABLE, &a).map(PersonaKey)).transpose()?,
            by_team: row.by_team,
            departed: row.departed,
            body: row.body,
            html: row.html,
            pipeline: i32::try_from(row.pipeline).unwrap_or(0),
            warnings: Warnings::from_row(&row.warnings),
            reply_to: row.reply_to,
            state: named(TABLE, PostState::from_name(&row.state))?,
            first_answer: named(TABLE, PostState::from_name(&row.first_answer))?,
            body_mac: row.body_mac,
            with_receipt: row.receipt_hash.is_some(),
            starts_thread: row.starts_thread,
            created: Timestamp(row.created_ms),
            published: row.published_ms.map(Timestamp),
            edited: row.edited,
            due: row.due_ms.map(Timestamp),
            pending_body: row.pending_body,
            reactions: ReactionCounts {
                with_you: row.with_you,
                same_here: row.same_here,
                thank_you: row.thank_you,
                helpful: row.helpful,
            },
        })
    }
}

/// All columns but the receipt's hash and the reaction counts, which have writers of their own.
pub(super) fn to_row(post: &Post) -> posts::ActiveModel {
    posts::ActiveModel {
        id: Set(post.id.0.to_vec()),
        thread: Set(post.thread.0.to_vec()),
        position: Set(post.position),
        author: Set(post.author.map(|a| a.0.to_vec())),
        by_team: Set(post.by_team),
        departed: Set(post.departed),
        body: Set(post.body.clone()),
        html: Set(post.html.clone()),
        pipeline: Set(i64::from(post.pipeline)),
        warnings: Set(post.warnings.to_row()),
        reply_to: Set(post.reply_to),
        state: Set(post.state.name().to_owned()),
        first_answer: Set(post.first_answer.name().to_owned()),
        body_mac: Set(post.body_mac.clone()),
        starts_thread: Set(post.starts_thread),
        created_ms: Set(post.created.0),
        published_ms: Set(post.published.map(|t| t.0)),
        edited: Set(post.edited),
        due_ms: Set(post.due.map(|t| t.0)),
        pending_body: Set(post.pending_body.clone()),
        ..Default::default()
    }
}

/// Claims a post's id by writing its row: `INSERT … ON CONFLICT DO NOTHING`. False when a row with this id is there:
/// the same once-only key was used before, on whichever node (on PostgreSQL the second waits for the first).
pub(crate) async fn claim(tx: &Tx, post: &Post) -> Result<bool, StoreError> {
    let mut row = to_row(post);
    row.receipt_hash = Set(None);
    row.with_you = Set(0);
    row.same_here = Set(0);
    row.thank_you = Set(0);
    row.helpful = Set(0);
    let written = posts::Entity::insert(row)
        .on_conflict(OnConflict::column(posts::Column::Id).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(written > 0)
}

/// Writes all columns of a post that exists, but its receipt and reactions.
pub(crate) async fn update(tx: &Tx, post: &Post) -> Result<(), StoreError> {
    to_row(post).update(tx.conn()).await?;
    Ok(())
}

/// Notes the hash of the receipt that was given for a post.
pub(crate) async fn set_receipt(tx: &Tx, id: PostId, hash: &[u8; 32]) -> Result<(), StoreError> {
    let row =
        posts::ActiveModel { id: Set(id.0.to_vec()), receipt_hash: Set(Some(hash.to_vec())), ..Default::default() };
    row.update(tx.conn()).await?;
    Ok(())
}

/// The post of this id.
pub(crate) async fn find(source: &impl Source, id: PostId) -> Result<Option<Post>, StoreError> {
    posts::Entity::find_by_id(id.0.to_vec()).one(source.conn()).await?.map(Post::try_from).transpose()
}

/// These posts, in no order.
pub(crate) async fn find_many(source: &impl Source, ids: &[PostId]) -> Result<Vec<Post>, StoreError> {
    let query = posts::Entity::find().filter(posts::Column::Id.is_in(ids.iter().map(|id| id.0.to_vec())));
    query.all(source.conn()).await?.into_iter().map(Post::try_from).collect()
}

/// The post whose receipt hashes to this.
pub(crate) async fn find_by_receipt(source: &impl Source, hash: &[u8; 32]) -> Result<Option<Post>, StoreError> {
    let query = posts::Entity::find().filter(posts::Column::ReceiptHash.eq(hash.to_vec()));
    query.one(source.conn()).await?.map(Post::try_from).transpose()
}

/// The post at a position.
pub(crate) async fn find_at(source: &impl Source, thread: ThreadId, position: i64) -> Result<Option<Post>, StoreError> {
    let query = posts::Entity::find()
        .filter(posts::Column::Thread.eq(thread.0.to_vec()))
        .filter(posts::Column::Position.eq(position));
    query.one(source.conn()).await?.map(Post::try_from).transpose()
}

/// Published posts of a thread behind a position, in order, at most `limit`.
pub(crate) async fn list_after(
    source: &impl Source,
    thread: ThreadId,
    after: i64,
    limit: u64,
) -> Result<Vec<Post>, StoreError> {
    let rows = posts::Entity::find()
        .filter(posts::Column::Thread.eq(thread.0.to_vec()))
        .filter(posts::Column::Position.gt(after))
        .order_by_asc(posts::Column::Position)
        .limit(limit)
        .all(source.conn())
        .await?;
    rows.into_iter().map(Post::try_from).collect()
}

/// Posts in a thread by these faces that have no position yet (held, waiting), by id.
pub(crate) async fn list_unpublished(
    source: &impl Source,
    thread: ThreadId,
    authors: &[PersonaKey],
) -> Result<Vec<Post>, StoreError> {
    if authors.is_empty() {
        return Ok(Vec::new());
    }
    let rows = posts::Entity::find()
        .filter(posts::Column::Author.is_in(authors.iter().map(|a| a.0.to_vec())))
        .filter(posts::Column::Thread.eq(thread.0.to_vec()))
        .filter(posts::Column::Position.is_null())
        .filter(posts::Column::State.is_in(["held", "waiting", "asked"]))
        .order_by_asc(posts::Column::CreatedMs)
        .order_by_asc(posts::Column::Id)
        .all(source.conn())
        .await?;
    rows.into_iter().map(Post::try_from).collect()
}

/// The ids of all posts of these faces, face by face, oldest first.
pub(crate) async fn ids_of(source: &impl Source, authors: &[PersonaKey]) -> Result<Vec<PostId>, StoreError> {
    let mut ids = Vec::new();
    // Engines bound the number of values in one question.
    for some in authors.chunks(500) {
        let rows: Vec<Vec<u8>> = posts::Entity::find()
            .select_only()
            .column(posts::Column::Id)
            .filter(posts::Column::Author.is_in(some.iter().map(|a| a.0.to_vec())))
            .order_by_asc(posts::Column::Author)
            .order_by_asc(posts::Column::CreatedMs)
            .order_by_asc(posts::Column::Id)
            .into_tuple()
            .all(source.conn())
            .await?;
        for id in rows {
            ids.push(PostId(bytes(TABLE, &id)?));
        }
    }
    Ok(ids)
}

/// Which of these faces spoke in a thread (held and deleted posts count: a face is one's voice there for good).
pub(crate) async fn authors_in(
    source: &impl Source,
    thread: ThreadId,
    authors: &[PersonaKey],
) -> Result<Vec<PersonaKey>, StoreError> {
    if authors.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<Option<Vec<u8>>> = posts::Entity::find()
        .select_only()
        .column(posts::Column::Author)
        .distinct()
        .filter(posts::Column::Author.is_in(authors.iter().map(|a| a.0.to_vec())))
        .filter(posts::Column::Thread.eq(thread.0.to_vec()))
        .into_tuple()
        .all(source.conn())
        .await?;
    found.into_iter().flatten().map(|key| Ok(PersonaKey(bytes(TABLE, &key)?))).collect()
}

/// The greatest number given to somebody who left, in a thread; 0 when nobody did.
pub(crate) async fn last_departed(source: &impl Source, thread: ThreadId) -> Result<i64, StoreError> {
    let row: Option<Option<i64>> = posts::Entity::find()
        .select_only()
        .column_as(posts::Column::Departed.max(), "last")
        .filter(posts::Column::Thread.eq(thread.0.to_vec()))
        .into_tuple()
        .one(source.conn())
        .await?;
    Ok(row.flatten().unwrap_or(0))
}

/// The numbers of those who started these threads and left; threads whose first writer is there are left out.
pub(crate) async fn departed_starters(
    source: &impl Source,
    threads: &[ThreadId],
) -> Result<Vec<(ThreadId, i64)>, StoreError> {
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(Vec<u8>, Option<i64>)> = posts::Entity::find()
        .select_only()
        .column(posts::Column::Thread)
        .column(posts::Column::Departed)
        .filter(posts::Column::Thread.is_in(threads.iter().map(|id| id.0.to_vec())))
        .filter(posts::Column::StartsThread.eq(true))
        .filter(posts::Column::Departed.is_not_null())
        .into_tuple()
        .all(source.conn())
        .await?;
    rows.into_iter().map(|(id, number)| Ok((ThreadId(bytes(TABLE, &id)?), number.unwrap_or(1)))).collect()
}

/// Waiting posts whose minute has come, at most `limit`.
pub(crate) async fn list_due(source: &impl Source, now: Timestamp, limit: u64) -> Result<Vec<PostId>, StoreError> {
    let rows: Vec<Vec<u8>> = posts::Entity::find()
        .select_only()
        .column(posts::Column::Id)
        .filter(posts::Column::DueMs.lte(now.0))
        .filter(posts::Column::State.eq("waiting"))
        .order_by_asc(posts::Column::DueMs)
        .limit(limit)
        .into_tuple()
        .all(source.conn())
        .await?;
    rows.into_iter().map(|id| Ok(PostId(bytes(TABLE, &id)?))).collect()
}

/// Held posts and held edits, oldest first, at most `limit`.
pub(crate) async fn list_held(source: &impl Source, limit: u64) -> Result<Vec<Post>, StoreError> {
    let rows = posts::Entity::find()
        .filter(posts::Column::State.eq("held").or(posts::Column::PendingBody.is_not_null()))
        .order_by_asc(posts::Column::CreatedMs)
        .limit(limit)
        .all(source.conn())
        .await?;
    rows.into_iter().map(Post::try_from).collect()
}

/// In how many published replies of its thread a text is quoted: replies to its position that hold a quotation.
pub(crate) async fn count_quotes(source: &impl Source, thread: ThreadId, position: i64) -> Result<u64, StoreError> {
    let count = posts::Entity::find()
        .filter(posts::Column::Thread.eq(thread.0.to_vec()))
        .filter(posts::Column::ReplyTo.eq(position))
        .filter(posts::Column::State.is_in(["published", "folded"]))
        .filter(posts::Column::Body.contains("> "))
        .count(source.conn())
        .await?;
    Ok(count)
}
