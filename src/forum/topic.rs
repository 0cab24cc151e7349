//! What the writer of a thread may change of it: the title for 24 hours, and closing it.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::event::EventKind;
use crate::domain::ids::ThreadId;
use crate::domain::thread::{TITLE_EDIT_MS, Thread, ThreadState};
use crate::identity::member::Member;
use crate::store::{self, Tx};

use super::refusal::Refusal;
use super::reply::home_board;
use super::writer::{Act, judge};

/// What is to change.
#[derive(Clone, Default)]
pub(crate) struct Change {
    /// A new title.
    pub(crate) title: Option<String>,
    /// Close the thread.
    pub(crate) close: bool,
}

/// Changes a thread of one's own. Closing a closed thread changes nothing.
pub(crate) async fn change(
    ctx: &Arc<Ctx>,
    member: Arc<Member>,
    id: ThreadId,
    change: Change,
) -> Result<Thread, Refusal> {
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store
        .tx(move |tx| {
            Box::pin(async move {
                let mut thread = lock_own(&ctx, tx, &member, id).await?;
                if let Some(title) = change.title.filter(|title| *title != thread.title) {
                    // An emptied title belongs to a deleted first post: it does not come back.
                    if thread.title.is_empty() {
                        return Err(Refusal::WrongState);
                    }
                    if ctx.now().since_ms(thread.created) > TITLE_EDIT_MS {
                        return Err(Refusal::TooLate);
                    }
                    thread.title = title;
                    tell(tx, &mut thread, EventKind::ThreadRetitled).await?;
                }
                if change.close && thread.state == ThreadState::Open {
                    thread.state = ThreadState::Closed;
                    tell(tx, &mut thread, EventKind::ThreadClosed).await?;
                }
                Ok(thread)
            })
        })
        .await
}

/// An event for readers, or only the row while there are none.
async fn tell(tx: &Tx, thread: &mut Thread, kind: EventKind) -> Result<(), Refusal> {
    if thread.visible {
        store::events::record(tx, thread, kind, None).await?;
    } else {
        store::threads::update(tx, thread).await?;
    }
    Ok(())
}

async fn lock_own(ctx: &Ctx, tx: &Tx, member: &Member, id: ThreadId) -> Result<Thread, Refusal> {
    member.hold(tx).await?;
    let thread = store::threads::lock(tx, id).await?.ok_or(Refusal::NotFound)?;
    let board = store::boards::get(tx, &thread.board).await?;
    let home = home_board(tx, &board, &thread).await?;
    let writer = judge(ctx, tx, member, &home, Act::Change).await?;
    let own = thread.author.and_then(|author| writer.faces.find(author)).is_some_and(|face| !face.persona.retired());
    if own { Ok(thread) } else { Err(Refusal::NotFound) }
}
