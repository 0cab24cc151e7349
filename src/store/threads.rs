//! Threads: their rows, positions and event numbers.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::domain::clock::Timestamp;
use crate::domain::ids::{BoardCode, ThreadId};
use crate::domain::keys::PersonaKey;
use crate::domain::thread::{Seeking, Thread, ThreadState};
use crate::domain::warning::Warnings;

use super::convert::{board_code, bytes, named};
use super::entity::threads;
use super::error::StoreError;
use super::source::{Source, Tx};

const TABLE: &str = "threads";

impl TryFrom<threads::Model> for Thread {
    type Error = StoreError;

    fn try_from(row: threads::Model) -> Result<Self, StoreError> {
        let seeking = row.seeking.as_deref().map(|name| named(TABLE, Seeking::from_name(name))).transpose()?;
        Ok(Self {
            id: ThreadId(bytes(TABLE, &row.id)?),
            board: board_code(TABLE, &row.board)?,
            home_board: board_code(TABLE, &row.home_board)?,
            title: row.title,
            seeking,
            warnings: Warnings::from_row(&row.warnings),
            state: named(TABLE, ThreadState::from_name(&row.state))?,
            pinned: row.pinned,
            visible: row.visible,
            seq: row.seq,
            last_position: row.last_position,
            replies: row.replies,
            author: row.author.map(|a| bytes(TABLE, &a).map(PersonaKey)).transpose()?,
            by_team: row.by_team,
            created: Timestamp(row.created_ms),
            last_activity: Timestamp(row.last_activity_ms),
        })
    }
}

/// All columns.
pub(super) fn to_row(thread: &Thread) -> threads::ActiveModel {
    threads::ActiveModel {
        id: Set(thread.id.0.to_vec()),
        board: Set(thread.board.as_str().to_owned()),
        home_board: Set(thread.home_board.as_str().to_owned()),
        title: Set(thread.title.clone()),
        seeking: Set(thread.seeking.map(|s| s.name().to_owned())),
        warnings: Set(thread.warnings.to_row()),
        state: Set(thread.state.name().to_owned()),
        pinned: Set(thread.pinned),
        visible: Set(thread.visible),
        seq: Set(thread.seq),
        last_position: Set(thread.last_position),
        replies: Set(thread.replies),
        author: Set(thread.author.map(|a| a.0.to_vec())),
        by_team: Set(thread.by_team),
        created_ms: Set(thread.created.0),
        last_activity_ms: Set(thread.last_activity.0),
    }
}

/// The thread of this id.
pub(crate) async fn find(source: &impl Source, id: ThreadId) -> Result<Option<Thread>, StoreError> {
    let row = threads::Entity::find_by_id(id.0.to_vec()).one(source.conn()).await?;
    row.map(Thread::try_from).transpose()
}

/// The threads of these ids, in no order.
pub(crate) async fn find_many(source: &impl Source, ids: &[ThreadId]) -> Result<Vec<Thread>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = ids.iter().map(|id| id.0.to_vec());
    let rows = threads::Entity::find().filter(threads::Column::Id.is_in(ids)).all(source.conn()).await?;
    rows.into_iter().map(Thread::try_from).collect()
}

/// The thread of this id, its row locked until the transaction ends (PostgreSQL; SQLite has one writer anyway).
/// Everything that changes a thread's posts takes this lock first: it gives `position` and `seq` their one order.
pub(crate) async fn lock(tx: &Tx, id: ThreadId) -> Result<Option<Thread>, StoreError> {
    let query = threads::Entity::find_by_id(id.0.to_vec());
    let query = if tx.is_sqlite() { query } else { query.lock_exclusive() };
    query.one(tx.conn()).await?.map(Thread::try_from).transpose()
}

/// The numbers of these threads' last events.
pub(crate) async fn seqs(source: &impl Source, ids: &[ThreadId]) -> Result<Vec<(ThreadId, i64)>, StoreError> {
    let rows: Vec<(Vec<u8>, i64)> = threads::Entity::find()
        .select_only()
        .columns([threads::Column::Id, threads::Column::Seq])
        .filter(threads::Column::Id.is_in(ids.iter().map(|id| id.0.to_vec())))
        .into_tuple()
        .all(source.conn())
        .await?;
    rows.into_iter().map(|(id, seq)| Ok((ThreadId(bytes(TABLE, &id)?), seq))).collect()
}

/// The last positions of those of these threads that can be seen.
pub(crate) async fn last_positions(source: &impl Source, ids: &[ThreadId]) -> Result<Vec<(ThreadId, i64)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(Vec<u8>, i64)> = threads::Entity::find()
        .select_only()
        .columns([threads::Column::Id, threads::Column::LastPosition])
        .filter(threads::Column::Id.is_in(ids.iter().map(|id| id.0.to_vec())))
        .filter(threads::Column::Visible.eq(true))
        .into_tuple()
        .all(source.conn())
        .await?;
    rows.into_iter().map(|(id, last)| Ok((ThreadId(bytes(TABLE, &id)?), last))).collect()
}

/// Writes a new thread; false when a thread of this id is there already (a repeat).
pub(crate) async fn insert(tx: &Tx, thread: &Thread) -> Result<bool, StoreError> {
    let written = threads::Entity::insert(to_row(thread))
        .on_conflict(OnConflict::column(threads::Column::Id).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(written > 0)
}

/// Writes all columns of a thread that is locked by this transaction.
pub(crate) async fn update(tx: &Tx, thread: &Thread) -> Result<(), StoreError> {
    to_row(thread).update(tx.conn()).await?;
    Ok(())
}

/// How many threads each board shows.
pub(crate) async fn count_visible(source: &impl Source) -> Result<Vec<(BoardCode, u64)>, StoreError> {
    let rows: Vec<(String, i64)> = threads::Entity::find()
        .select_only()
        .column(threads::Column::Board)
        .column_as(threads::Column::Id.count(), "threads")
        .filter(threads::Column::Visible.eq(true))
        .group_by(threads::Column::Board)
        .into_tuple()
        .all(source.conn())
        .await?;
    rows.into_iter().map(|(board, count)| Ok((board_code(TABLE, &board)?, u64::try_from(count).unwrap_or(0)))).collect()
}
