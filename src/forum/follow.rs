//! Following threads: which, and what is new in them. Everything of it is sealed; others can't know who follows.

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::ids::ThreadId;
use crate::identity::follows::{self, Follows};
use crate::identity::member::Member;
use crate::store::{self, StoreError};

use super::read::{self, PublicThread};
use super::refusal::Refusal;

/// Follows a thread from now on: what stands there already is not news.
pub(crate) async fn follow(ctx: &Ctx, member: &Member, id: ThreadId) -> Result<(), Refusal> {
    let found = read::find_thread(ctx, Some(member), id).await?;
    let (thread, ..) = found.filter(|(thread, ..)| thread.visible).ok_or(Refusal::NotFound)?;
    let stands = follows::add(ctx, member, id, thread.last_position).await?;
    if stands { Ok(()) } else { Err(Refusal::TooManyFollowed) }
}

/// Follows it no more; no error when it is not followed, or not there any more.
pub(crate) async fn unfollow(ctx: &Ctx, member: &Member, id: ThreadId) -> Result<(), Refusal> {
    Ok(follows::remove(ctx, member, id).await?)
}

/// Everything from this position on is unread again.
pub(crate) async fn unread_from(ctx: &Ctx, member: &Member, id: ThreadId, position: i64) -> Result<(), Refusal> {
    let stands = follows::unread_from(ctx, member, id, position).await?;
    if stands { Ok(()) } else { Err(Refusal::NotFound) }
}

/// A followed thread that can be read.
#[derive(Clone, Debug)]
pub(crate) struct Followed {
    /// The thread.
    pub(crate) shown: PublicThread,
    /// Its board's name.
    pub(crate) board: String,
    /// How far its member read.
    pub(crate) read: i64,
    /// Posts behind that.
    pub(crate) news: i64,
}

/// What a member follows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Following {
    /// Threads that can be read: those with news first, then by their latest post.
    pub(crate) threads: Vec<Followed>,
    /// Threads that can't be read any more.
    pub(crate) gone: Vec<ThreadId>,
}

/// What a member follows, with what is new.
pub(crate) async fn list(ctx: &Ctx, boards: &[Board], follows: &Follows) -> Result<Following, StoreError> {
    let marks = follows.threads();
    let ids: Vec<ThreadId> = marks.iter().map(|(id, _)| *id).collect();
    let mut rows = store::threads::find_many(ctx.store.read(), &ids).await?;
    rows.retain(|thread| thread.visible);
    let mut threads: Vec<Followed> = Vec::with_capacity(rows.len());
    for shown in read::with_authors(ctx, boards, rows, ctx.now()).await? {
        let read = follows.mark(shown.thread.id).map_or(0, |mark| mark.read);
        let board = boards.iter().find(|board| board.code == shown.thread.board).map(|board| board.name.clone());
        let news = shown.thread.last_position.saturating_sub(read).max(0);
        threads.push(Followed { board: board.unwrap_or_default(), read, news, shown });
    }
    threads.sort_by_key(|one| (one.news == 0, std::cmp::Reverse(one.shown.thread.last_activity), one.shown.thread.id));
    let here = |id: &ThreadId| threads.iter().any(|one| one.shown.thread.id == *id);
    let gone = ids.into_iter().filter(|id| !here(id)).collect();
    Ok(Following { threads, gone })
}

/// In how many followed threads there is something new.
pub(crate) async fn with_news(ctx: &Ctx, follows: &Follows) -> Result<usize, StoreError> {
    let marks = follows.threads();
    let ids: Vec<ThreadId> = marks.iter().map(|(id, _)| *id).collect();
    let lasts = store::threads::last_positions(ctx.store.read(), &ids).await?;
    Ok(lasts.iter().filter(|(id, last)| follows.mark(*id).is_some_and(|mark| *last > mark.read)).count())
}
