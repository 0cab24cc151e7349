//! One board's threads as one list: pinned ones first, then the rest, cut wherever its reader wants.

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::ids::ThreadId;
use crate::domain::thread::Seeking;
use crate::store::StoreError;

use super::read::{After, Place, PublicThread, Sort, board_page};

/// Where a piece of the list begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// At its top.
    Top,
    /// Behind a pinned thread.
    Pinned(ThreadId),
    /// Behind another thread.
    After(After),
}

/// Which threads, in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// The order. Those that wait for an answer are listed without pinned ones.
    pub(crate) sort: Sort,
    /// Only threads whose writers would like this.
    pub(crate) seeking: Option<Seeking>,
}

/// At most `limit` (from 1) threads, and where the next piece begins; `None` behind the last one.
pub(crate) async fn threads(
    ctx: &Ctx,
    board: Board,
    wish: Wish,
    from: From,
    limit: u64,
) -> Result<(Vec<PublicThread>, Option<From>), StoreError> {
    let place = match from {
        From::Top | From::Pinned(_) => Place::Start,
        From::After(after) => Place::After(after),
    };
    let page = board_page(ctx, board, wish.sort, wish.seeking, place, limit).await?;
    let wanted = page.pinned.into_iter().filter(|t| wish.seeking.is_none() || t.thread.seeking == wish.seeking);
    let mut items: Vec<PublicThread> = wanted.collect();
    if let From::Pinned(last) = from {
        // A thread that was unpinned meanwhile stands below: then all pinned ones are shown again rather than none.
        let seen = items.iter().position(|t| t.thread.id == last).map_or(0, |at| at + 1);
        items.drain(..seen);
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit || (items.len() == limit && !page.threads.is_empty());
    if more {
        items.truncate(limit);
        let next = items.last().map(|last| From::Pinned(last.thread.id));
        return Ok((items, next));
    }
    let room = limit - items.len();
    let cut = page.threads.len() > room;
    items.extend(page.threads.into_iter().take(room));
    let next = if cut { items.last().map(|last| wish.sort.place(&last.thread)) } else { page.next };
    Ok((items, next.map(From::After)))
}
