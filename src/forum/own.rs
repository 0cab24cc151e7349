//! Finding one's own: a post and its thread, locked, if the member's faces wrote it.

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::ids::PostId;
use crate::domain::post::Post;
use crate::domain::thread::Thread;
use crate::identity::member::Member;
use crate::store::{self, Tx};

use super::refusal::Refusal;
use super::reply::home_board;
use super::writer::{Act, Writer, judge};

/// One's own post and everything that a change of it needs, locked in this transaction.
pub(crate) struct Own {
    /// The post.
    pub(crate) post: Post,
    /// Its thread.
    pub(crate) thread: Thread,
    /// Its board.
    pub(crate) board: Board,
    /// Its writer.
    pub(crate) writer: Writer,
}

/// Reads and locks. `NotFound` when the post is somebody else's, or there is none.
pub(crate) async fn lock_post(ctx: &Ctx, tx: &Tx, member: &Member, id: PostId) -> Result<Own, Refusal> {
    // Which thread, is read before the locks; everything that may change is read after them.
    let thread = store::posts::find(tx, id).await?.ok_or(Refusal::NotFound)?.thread;
    member.hold(tx).await?;
    let thread = store::threads::lock(tx, thread).await?.ok_or(Refusal::NotFound)?;
    let post = store::posts::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    let board = store::boards::get(tx, &thread.board).await?;
    let home = home_board(tx, &board, &thread).await?;
    let writer = judge(ctx, tx, member, &home, Act::Change).await?;
    let own = post.author.is_some_and(|author| writer.faces.find(author).is_some_and(|face| !face.persona.retired()));
    if own { Ok(Own { post, thread, board, writer }) } else { Err(Refusal::NotFound) }
}
