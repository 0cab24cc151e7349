//! What happened in a thread since a reader last looked: its events, each with its post as everybody sees it *now*.
//! A text that was taken away after its event is not in the answer.

use crate::ctx::Ctx;
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::{BoardCode, PostId, ThreadId};
use crate::domain::persona::Persona;
use crate::domain::thread::Thread;
use crate::identity::faces::Faces;
use crate::identity::member::Member;
use crate::store::{self, StoreError};

use super::read::{self, PublicPost};

/// One event of a thread, with what it is about.
#[derive(Clone, Debug)]
pub(crate) struct News {
    /// Its number.
    pub(crate) seq: i64,
    /// What happened.
    pub(crate) kind: EventKind,
    /// The post as all readers see it now; `None` for changes of the thread itself.
    pub(crate) post: Option<PublicPost>,
}

/// Events of a thread behind a number, in order, at most `limit`. Fewer than `limit` is all there are.
pub(crate) async fn after(ctx: &Ctx, thread: ThreadId, seq: i64, limit: u64) -> Result<Vec<News>, StoreError> {
    let source = ctx.store.read();
    let events = store::events::list_after(source, thread, seq, limit).await?;
    let mut ids: Vec<PostId> = events.iter().filter_map(|event| event.post).collect();
    if ids.is_empty() {
        return Ok(events.into_iter().map(|event| news(event, &[])).collect());
    }
    ids.sort_unstable();
    ids.dedup();
    let Some(thread) = store::threads::find(source, thread).await? else { return Ok(Vec::new()) };
    let posts = store::posts::find_many(source, &ids).await?;
    let posts = read::present(ctx, None, &Faces::default(), &thread, posts).await?;
    Ok(events.into_iter().map(|event| news(event, &posts)).collect())
}

fn news(event: Event, posts: &[PublicPost]) -> News {
    let post = event.post.and_then(|id| posts.iter().find(|shown| shown.post.id == id).cloned());
    News { seq: event.seq, kind: event.kind, post }
}

/// One published post as all readers see it now, for its counts; `None` when there is none.
pub(crate) async fn post_now(ctx: &Ctx, id: PostId) -> Result<Option<PublicPost>, StoreError> {
    let source = ctx.store.read();
    let post = store::posts::find(source, id).await?.filter(|post| post.position.is_some());
    let Some(post) = post else { return Ok(None) };
    let Some(thread) = store::threads::find(source, post.thread).await? else { return Ok(None) };
    Ok(read::present(ctx, None, &Faces::default(), &thread, vec![post]).await?.pop())
}

/// The number of each thread's last event.
pub(crate) async fn seqs(ctx: &Ctx, threads: &[ThreadId]) -> Result<Vec<(ThreadId, i64)>, StoreError> {
    let mut all = Vec::with_capacity(threads.len());
    // Engines bound the number of values in one question.
    for some in threads.chunks(500) {
        all.extend(store::threads::seqs(ctx.store.read(), some).await?);
    }
    Ok(all)
}

/// A thread that a reader may follow.
pub(crate) struct Followed {
    /// The thread, with the number of its last event.
    pub(crate) thread: Thread,
    /// Its board counts readers.
    pub(crate) presence: bool,
    /// The face with which this reader spoke here.
    pub(crate) speaking: Option<Persona>,
}

/// A thread that this reader may read now; `None` when there is none for them.
pub(crate) async fn follow(ctx: &Ctx, reader: Option<&Member>, id: ThreadId) -> Result<Option<Followed>, StoreError> {
    let Some((thread, board, faces)) = read::find_thread(ctx, reader, id).await? else { return Ok(None) };
    let spoke = store::posts::authors_in(ctx.store.read(), id, &faces.keys()).await?;
    let face = spoke.first().and_then(|key| faces.find(*key)).or_else(|| faces.one_off_in(id));
    let speaking = face.map(|face| face.persona.clone()).filter(|persona| !persona.retired());
    Ok(Some(Followed { thread, presence: board.presence, speaking }))
}

/// Whether this reader may read a board; `None` when there is none.
pub(crate) async fn may_read_board(
    ctx: &Ctx,
    reader: Option<&Member>,
    code: &str,
) -> Result<Option<BoardCode>, StoreError> {
    let board = read::find_board(ctx, code).await?;
    Ok(board.filter(|board| read::may_read(board, reader)).map(|board| board.code))
}
