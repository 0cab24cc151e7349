//! Lists of threads, read by keyset: the cost of a page does not grow with what lies before it.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    Statement,
};

use crate::domain::clock::Timestamp;
use crate::domain::ids::{BoardCode, ThreadId};
use crate::domain::thread::{Seeking, Thread};

use super::entity::threads;
use super::error::StoreError;
use super::source::Source;

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Last activity first.
    Active,
    /// Newest first.
    Newest,
    /// Without a reply, oldest first: who waits longest is met first.
    Unanswered,
}

/// A place in a list: the time of its order, and the thread that stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct After {
    /// The time by which the list is ordered.
    pub(crate) at: Timestamp,
    /// The thread.
    pub(crate) id: ThreadId,
}

impl Sort {
    fn column(self) -> threads::Column {
        match self {
            Self::Active => threads::Column::LastActivityMs,
            Self::Newest | Self::Unanswered => threads::Column::CreatedMs,
        }
    }

    fn order(self) -> Order {
        match self {
            Self::Active | Self::Newest => Order::Desc,
            Self::Unanswered => Order::Asc,
        }
    }

    /// The place of a thread in this order.
    pub(crate) fn place(self, thread: &Thread) -> After {
        let at = match self {
            Self::Active => thread.last_activity,
            Self::Newest | Self::Unanswered => thread.created,
        };
        After { at, id: thread.id }
    }
}

fn visible_in(board: &BoardCode) -> Select<threads::Entity> {
    threads::Entity::find().filter(threads::Column::Board.eq(board.as_str())).filter(threads::Column::Visible.eq(true))
}

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The first one.
    Start,
    /// The one behind a thread.
    After(After),
    /// The one before a thread.
    Before(After),
}

/// A page of a board's threads that are not pinned, at most `limit`, in the order of the list.
pub(crate) async fn of_board(
    source: &impl Source,
    board: &BoardCode,
    sort: Sort,
    seeking: Option<Seeking>,
    place: Place,
    limit: u64,
) -> Result<Vec<Thread>, StoreError> {
    let mut query = visible_in(board).filter(threads::Column::Pinned.eq(false));
    if sort == Sort::Unanswered {
        query = query.filter(threads::Column::Replies.eq(0));
    }
    if let Some(seeking) = seeking {
        query = query.filter(threads::Column::Seeking.eq(seeking.name()));
    }
    let column = sort.column();
    // The page before a thread is read backwards from it, then turned round.
    let backwards = matches!(place, Place::Before(_));
    let order = match (sort.order(), backwards) {
        (Order::Asc, false) | (Order::Desc, true) => Order::Asc,
        _ => Order::Desc,
    };
    if let Place::After(from) | Place::Before(from) = place {
        let id = from.id.0.to_vec();
        let same_time = column.eq(from.at.0);
        let (beyond, id_beyond) = match order {
            Order::Asc => (column.gt(from.at.0), threads::Column::Id.gt(id)),
            _ => (column.lt(from.at.0), threads::Column::Id.lt(id)),
        };
        query = query.filter(Condition::any().add(beyond).add(Condition::all().add(same_time).add(id_beyond)));
    }
    let rows = query
        .order_by(column, order.clone())
        .order_by(threads::Column::Id, order)
        .limit(limit)
        .all(source.conn())
        .await?;
    let mut list: Vec<Thread> = rows.into_iter().map(Thread::try_from).collect::<Result<_, _>>()?;
    if backwards {
        list.reverse();
    }
    Ok(list)
}

/// A board's pinned threads, oldest first.
pub(crate) async fn pinned(source: &impl Source, board: &BoardCode) -> Result<Vec<Thread>, StoreError> {
    let rows = visible_in(board)
        .filter(threads::Column::Pinned.eq(true))
        .order_by_asc(threads::Column::CreatedMs)
        .order_by_asc(threads::Column::Id)
        .limit(20)
        .all(source.conn())
        .await?;
    rows.into_iter().map(Thread::try_from).collect()
}

/// Threads on these boards that wait for a first reply, newest first, at most `limit`.
pub(crate) async fn waiting_for_a_reply(
    source: &impl Source,
    boards: &[BoardCode],
    since: Timestamp,
    limit: u64,
) -> Result<Vec<Thread>, StoreError> {
    let rows = threads::Entity::find()
        .filter(threads::Column::Board.is_in(boards.iter().map(BoardCode::as_str)))
        .filter(threads::Column::Visible.eq(true))
        .filter(threads::Column::Pinned.eq(false))
        .filter(threads::Column::State.eq("open"))
        .filter(threads::Column::Replies.eq(0))
        .filter(threads::Column::CreatedMs.gte(since.0))
        .order_by_desc(threads::Column::CreatedMs)
        .limit(limit)
        .all(source.conn())
        .await?;
    rows.into_iter().map(Thread::try_from).collect()
}

/// How many posts of each board since a moment can be read: without deleted ones, and without what the team pinned.
/// Boards without one are left out. The index of `published_ms` finds the rows, the rest stands in them.
pub(crate) async fn published_since(
    source: &impl Source,
    since: Timestamp,
) -> Result<Vec<(BoardCode, i64)>, StoreError> {
    let sql = "SELECT t.board AS board, COUNT(*) AS posts FROM posts p JOIN threads t ON t.id = p.thread \
               WHERE p.published_ms >= $1 AND p.state IN ('published', 'folded') AND t.visible \
               AND NOT (t.pinned AND p.by_team) GROUP BY t.board";
    let backend = source.conn().get_database_backend();
    let rows = source.conn().query_all_raw(Statement::from_sql_and_values(backend, sql, [since.0.into()])).await?;
    rows.iter()
        .map(|row| {
            let board: String = row.try_get("", "board")?;
            Ok((super::convert::board_code("threads", &board)?, row.try_get("", "posts")?))
        })
        .collect()
}
