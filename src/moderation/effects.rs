//! What a decision does to its target: each effect changes the rows and writes the event that readers are told by, in
//! the decision's own transaction. Decisions themselves come with the panel; until then the tests of live readers are
//! the only callers.

use crate::domain::event::EventKind;
use crate::domain::ids::{BoardCode, PostId, ThreadId};
use crate::domain::post::PostState;
use crate::domain::thread::ThreadState;
use crate::domain::warning::Warnings;
use crate::store::{self, StoreError, Tx};

/// An effect on a published post, or on a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The post is closed until one press opens it.
    Fold(PostId),
    /// The post's text goes out of sight.
    Remove(PostId),
    /// The post's text comes back, or opens again.
    Restore(PostId),
    /// The post bears these warnings, and its board's.
    Warn(PostId, Warnings),
    /// The thread takes no replies.
    Lock(ThreadId),
    /// The thread takes replies again.
    Unlock(ThreadId),
    /// The thread stands on this board.
    Move(ThreadId, BoardCode),
    /// The thread is gone.
    RemoveThread(ThreadId),
}

/// Carries out an effect. False when there is no such target, or nothing to change: then nothing is written.
pub(crate) async fn carry_out(tx: &Tx, effect: &Effect) -> Result<bool, StoreError> {
    match effect {
        Effect::Fold(post) => turn(tx, *post, PostState::Folded, EventKind::PostFolded).await,
        Effect::Remove(post) => turn(tx, *post, PostState::Removed, EventKind::PostRemoved).await,
        Effect::Restore(post) => turn(tx, *post, PostState::Published, EventKind::PostRestored).await,
        Effect::Warn(post, warnings) => warn(tx, *post, warnings).await,
        Effect::Lock(thread) => set_state(tx, *thread, ThreadState::Locked, EventKind::ThreadLocked).await,
        Effect::Unlock(thread) => set_state(tx, *thread, ThreadState::Open, EventKind::ThreadUnlocked).await,
        Effect::Move(thread, board) => relocate(tx, *thread, board).await,
        Effect::RemoveThread(thread) => remove_thread(tx, *thread).await,
    }
}

async fn turn(tx: &Tx, id: PostId, state: PostState, kind: EventKind) -> Result<bool, StoreError> {
    let Some(post) = store::posts::find(tx, id).await? else { return Ok(false) };
    let Some(mut thread) = store::threads::lock(tx, post.thread).await? else { return Ok(false) };
    // Read again behind the lock: its writer may have deleted it meanwhile.
    let Some(mut post) = store::posts::find(tx, id).await? else { return Ok(false) };
    let gone = post.position.is_none() || post.state == PostState::Deleted;
    if gone || post.state == state {
        return Ok(false);
    }
    post.state = state;
    store::posts::update(tx, &post).await?;
    store::events::record(tx, &mut thread, kind, Some(id)).await?;
    Ok(true)
}

async fn warn(tx: &Tx, id: PostId, warnings: &Warnings) -> Result<bool, StoreError> {
    let Some(post) = store::posts::find(tx, id).await? else { return Ok(false) };
    let Some(mut thread) = store::threads::lock(tx, post.thread).await? else { return Ok(false) };
    let Some(mut post) = store::posts::find(tx, id).await? else { return Ok(false) };
    if post.position.is_none() || post.warnings == *warnings {
        return Ok(false);
    }
    post.warnings = warnings.clone();
    store::posts::update(tx, &post).await?;
    store::events::record(tx, &mut thread, EventKind::PostWarned, Some(id)).await?;
    Ok(true)
}

async fn set_state(tx: &Tx, id: ThreadId, state: ThreadState, kind: EventKind) -> Result<bool, StoreError> {
    let Some(mut thread) = store::threads::lock(tx, id).await? else { return Ok(false) };
    if thread.state == state || !thread.visible {
        return Ok(false);
    }
    thread.state = state;
    store::events::record(tx, &mut thread, kind, None).await?;
    Ok(true)
}

async fn relocate(tx: &Tx, id: ThreadId, board: &BoardCode) -> Result<bool, StoreError> {
    let Some(mut thread) = store::threads::lock(tx, id).await? else { return Ok(false) };
    if thread.board == *board || !thread.visible {
        return Ok(false);
    }
    // Its faces stay those of its home board.
    thread.board = board.clone();
    store::events::record(tx, &mut thread, EventKind::ThreadMoved, None).await?;
    Ok(true)
}

async fn remove_thread(tx: &Tx, id: ThreadId) -> Result<bool, StoreError> {
    let Some(mut thread) = store::threads::lock(tx, id).await? else { return Ok(false) };
    if !thread.visible {
        return Ok(false);
    }
    thread.visible = false;
    store::events::record(tx, &mut thread, EventKind::ThreadRemoved, None).await?;
    Ok(true)
}
