//! The outbox: each thread's events, numbered without a gap, written in the transaction that causes them.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::event::{Event, EventKind};
use crate::domain::ids::{PostId, ThreadId};

use super::convert::{bytes, named};
use super::entity::events;
use super::error::StoreError;
use super::source::{Source, Tx};

/// Writes an event, not yet sent. Its number comes from `threads::next_seq` in the same transaction.
pub(crate) async fn insert(tx: &Tx, event: &Event) -> Result<(), StoreError> {
    let row = events::ActiveModel {
        thread: Set(event.thread.0.to_vec()),
        seq: Set(event.seq),
        kind: Set(event.kind.name().to_owned()),
        post: Set(event.post.map(|p| p.0.to_vec())),
        sent: Set(false),
    };
    events::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Events of a thread after `seq`, in order, at most `limit`.
pub(crate) async fn list_after(
    source: &impl Source,
    thread: ThreadId,
    seq: i64,
    limit: u64,
) -> Result<Vec<Event>, StoreError> {
    let rows = events::Entity::find()
        .filter(events::Column::Thread.eq(thread.0.to_vec()))
        .filter(events::Column::Seq.gt(seq))
        .order_by_asc(events::Column::Seq)
        .limit(limit)
        .all(source.conn())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Event {
                thread: ThreadId(bytes("events", &row.thread)?),
                seq: row.seq,
                kind: named("events", EventKind::from_name(&row.kind))?,
                post: row.post.map(|p| bytes("events", &p).map(PostId)).transpose()?,
            })
        })
        .collect()
}
