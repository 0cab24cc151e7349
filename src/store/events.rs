//! The outbox: each thread's events, numbered without a gap, written in the transaction that causes them.

use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

use super::convert::{bytes, named};
use super::entity::events;
use super::error::StoreError;
use super::source::{Source, Tx};
use super::threads;
use crate::domain::change::Change;
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::thread::Thread;

const TABLE: &str = "events";
/// Rows of one statement.
const ROWS: usize = 500;

impl TryFrom<events::Model> for Event {
    type Error = StoreError;

    fn try_from(row: events::Model) -> Result<Self, StoreError> {
        Ok(Self {
            thread: ThreadId(bytes(TABLE, &row.thread)?),
            seq: row.seq,
            kind: named(TABLE, EventKind::from_name(&row.kind))?,
            post: row.post.map(|post| bytes(TABLE, &post).map(PostId)).transpose()?,
        })
    }
}

/// Numbers and writes one event of a thread that this transaction has locked, and the thread's row with it. Readers
/// are told after the commit.
pub(crate) async fn record(
    tx: &Tx,
    thread: &mut Thread,
    kind: EventKind,
    post: Option<PostId>,
) -> Result<(), StoreError> {
    thread.seq = thread.seq.saturating_add(1);
    let row = events::ActiveModel {
        thread: Set(thread.id.0.to_vec()),
        seq: Set(thread.seq),
        kind: Set(kind.name().to_owned()),
        post: Set(post.map(|p| p.0.to_vec())),
        sent: Set(false),
    };
    events::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    tx.tell(Change::Thread { thread: thread.id, seq: thread.seq });
    tx.tell(Change::Board { board: thread.board.clone() });
    threads::update(tx, thread).await
}

/// [`record`] for many posts of one thread, in this order.
pub(crate) async fn record_many(tx: &Tx, thread: &mut Thread, news: &[(EventKind, PostId)]) -> Result<(), StoreError> {
    for some in news.chunks(ROWS) {
        let rows = some.iter().map(|(kind, post)| {
            thread.seq = thread.seq.saturating_add(1);
            events::ActiveModel {
                thread: Set(thread.id.0.to_vec()),
                seq: Set(thread.seq),
                kind: Set(kind.name().to_owned()),
                post: Set(Some(post.0.to_vec())),
                sent: Set(false),
            }
        });
        events::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    tx.tell(Change::Thread { thread: thread.id, seq: thread.seq });
    tx.tell(Change::Board { board: thread.board.clone() });
    threads::update(tx, thread).await
}

/// Events of a thread behind a number, in order, at most `limit`.
pub(crate) async fn list_after(
    source: &impl Source,
    thread: ThreadId,
    after: i64,
    limit: u64,
) -> Result<Vec<Event>, StoreError> {
    let rows = events::Entity::find()
        .filter(events::Column::Thread.eq(thread.0.to_vec()))
        .filter(events::Column::Seq.gt(after))
        .order_by_asc(events::Column::Seq)
        .limit(limit)
        .all(source.conn())
        .await?;
    rows.into_iter().map(Event::try_from).collect()
}

/// Events that nobody has told the other nodes of, at most `limit`; no other node claims them while this transaction
/// runs.
pub(crate) async fn claim_unsent(tx: &Tx, limit: u64) -> Result<Vec<Event>, StoreError> {
    // The condition as the partial index has it: a bound value would not be recognised.
    let mut query = events::Entity::find().filter(Expr::cust("NOT sent")).limit(limit);
    if !tx.is_sqlite() {
        query = query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    query.all(tx.conn()).await?.into_iter().map(Event::try_from).collect()
}

/// Notes that the other nodes were told of a thread's events up to a number.
pub(crate) async fn mark_sent(tx: &Tx, thread: ThreadId, up_to: i64) -> Result<(), StoreError> {
    events::Entity::update_many()
        .col_expr(events::Column::Sent, Expr::value(true))
        .filter(events::Column::Thread.eq(thread.0.to_vec()))
        .filter(Expr::col(events::Column::Seq).lte(up_to))
        .filter(Expr::cust("NOT sent"))
        .exec(tx.conn())
        .await?;
    Ok(())
}
