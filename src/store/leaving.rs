//! What giving up a face asks of posts and threads: many rows to a statement, since some faces wrote thousands.

use std::collections::BTreeSet;

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::event::EventKind;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::keys::PersonaKey;
use crate::domain::post::PostState;
use crate::domain::thread::Thread;
use crate::domain::warning::Warnings;

use super::convert::{bytes, named};
use super::entity::{personas, posts, threads};
use super::error::StoreError;
use super::source::{Source, Tx};

/// Rows named in one statement.
const ROWS: usize = 500;

/// A post of a face, without its text.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    /// The post.
    pub(crate) id: PostId,
    /// Its thread.
    pub(crate) thread: ThreadId,
    /// Its position; `None` before publication.
    pub(crate) position: Option<i64>,
    /// Its state.
    pub(crate) state: PostState,
    /// It is its thread's first.
    pub(crate) starts_thread: bool,
    /// The number of somebody who left; `None` while its face bears a name.
    pub(crate) departed: Option<i64>,
    /// A text that waits for a moderator.
    pub(crate) pending_body: Option<String>,
}

type TraceRow = (Vec<u8>, Vec<u8>, Option<i64>, String, bool, Option<i64>, Option<String>);

/// All posts of a face, in no promised order.
pub(crate) async fn traces(tx: &Tx, author: PersonaKey) -> Result<Vec<Trace>, StoreError> {
    let rows: Vec<TraceRow> = posts::Entity::find()
        .select_only()
        .columns([posts::Column::Id, posts::Column::Thread, posts::Column::Position, posts::Column::State])
        .columns([posts::Column::StartsThread, posts::Column::Departed, posts::Column::PendingBody])
        .filter(posts::Column::Author.eq(author.0.to_vec()))
        .into_tuple()
        .all(tx.conn())
        .await?;
    rows.into_iter()
        .map(|(id, thread, position, state, starts_thread, departed, pending_body)| {
            Ok(Trace {
                id: PostId(bytes("posts", &id)?),
                thread: ThreadId(bytes("posts", &thread)?),
                position,
                state: named("posts", PostState::from_name(&state))?,
                starts_thread,
                departed,
                pending_body,
            })
        })
        .collect()
}

/// The threads in which a face wrote, their rows locked until the transaction ends, in the order of ids: two who leave
/// at once lock shared threads in the same order.
pub(crate) async fn lock_threads_of(tx: &Tx, author: PersonaKey) -> Result<Vec<Thread>, StoreError> {
    let ids: Vec<Vec<u8>> = posts::Entity::find()
        .select_only()
        .column(posts::Column::Thread)
        .distinct()
        .filter(posts::Column::Author.eq(author.0.to_vec()))
        .into_tuple()
        .all(tx.conn())
        .await?;
    let ids = ids.iter().map(|id| Ok(ThreadId(bytes("posts", id)?))).collect::<Result<_, StoreError>>()?;
    lock_threads(tx, ids).await
}

/// Threads, their rows locked until the transaction ends, in the order of ids.
pub(crate) async fn lock_threads(tx: &Tx, ids: BTreeSet<ThreadId>) -> Result<Vec<Thread>, StoreError> {
    let ids: Vec<Vec<u8>> = ids.into_iter().map(|id| id.0.to_vec()).collect();
    let mut locked = Vec::with_capacity(ids.len());
    for some in ids.chunks(ROWS) {
        let query = threads::Entity::find()
            .filter(threads::Column::Id.is_in(some.iter().cloned()))
            .order_by_asc(threads::Column::Id);
        let query = if tx.is_sqlite() { query } else { query.lock_exclusive() };
        for row in query.all(tx.conn()).await? {
            locked.push(Thread::try_from(row)?);
        }
    }
    Ok(locked)
}

/// Takes the text out of posts; a tombstone stays of each.
pub(crate) async fn empty(tx: &Tx, ids: &[PostId]) -> Result<(), StoreError> {
    for some in ids.chunks(ROWS) {
        let row = posts::ActiveModel {
            state: Set(PostState::Deleted.name().to_owned()),
            body: Set(String::new()),
            html: Set(String::new()),
            pending_body: Set(None),
            due_ms: Set(None),
            warnings: Set(Warnings::default().to_row()),
            ..Default::default()
        };
        let these = posts::Column::Id.is_in(some.iter().map(|id| id.0.to_vec()));
        posts::Entity::update_many().set(row).filter(these).exec(tx.conn()).await?;
    }
    Ok(())
}

/// Gives posts the number of somebody who left, and takes texts away that waited for a moderator.
pub(crate) async fn number(tx: &Tx, ids: &[PostId], departed: i64) -> Result<(), StoreError> {
    for some in ids.chunks(ROWS) {
        let row = posts::ActiveModel { departed: Set(Some(departed)), pending_body: Set(None), ..Default::default() };
        let these = posts::Column::Id.is_in(some.iter().map(|id| id.0.to_vec()));
        posts::Entity::update_many().set(row).filter(these).exec(tx.conn()).await?;
    }
    Ok(())
}

/// Events of a thread that this transaction has locked, and the thread's row with them, changed or not.
pub(crate) async fn record(tx: &Tx, thread: &mut Thread, news: &[(EventKind, PostId)]) -> Result<(), StoreError> {
    if news.is_empty() {
        super::threads::update(tx, thread).await
    } else {
        super::events::record_many(tx, thread, news).await
    }
}

/// A face's row goes, and no post leads to it any more: nor do its receipts, nor the marks of what was typed.
pub(crate) async fn forget_face(tx: &Tx, author: PersonaKey) -> Result<(), StoreError> {
    posts::Entity::update_many()
        .col_expr(posts::Column::Author, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(posts::Column::ReceiptHash, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(posts::Column::BodyMac, Expr::value(Vec::<u8>::new()))
        .filter(posts::Column::Author.eq(author.0.to_vec()))
        .exec(tx.conn())
        .await?;
    personas::Entity::delete_by_id(author.0.to_vec()).exec(tx.conn()).await?;
    Ok(())
}
