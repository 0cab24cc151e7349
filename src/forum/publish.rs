//! Publication: the one function in which a post gets its position.

use crate::domain::clock::Timestamp;
use crate::domain::event::EventKind;
use crate::domain::post::{Post, PostState};
use crate::domain::thread::Thread;
use crate::store::{self, StoreError, Tx};

use super::notify;

/// Publishes a post in a thread that this transaction has locked: gives it the next `position`, the thread the next
/// `seq`, tells the faces that it answers, and writes the event. Called for a reply that may appear at once, a released
/// one, and a waiting one whose minute has come. The caller writes the post's row.
pub(crate) async fn give_position(
    tx: &Tx,
    thread: &mut Thread,
    post: &mut Post,
    now: Timestamp,
) -> Result<(), StoreError> {
    let minute = now.to_minute();
    thread.last_position = thread.last_position.saturating_add(1);
    thread.last_activity = thread.last_activity.max(minute);
    if post.starts_thread {
        thread.visible = true;
        thread.created = minute;
    } else {
        thread.replies = thread.replies.saturating_add(1);
    }
    post.position = Some(thread.last_position);
    post.published = Some(minute);
    post.state = PostState::Published;
    // What it was before is in nobody's row: see `reply::answered_mac`.
    post.first_answer = PostState::Published;
    post.due = None;
    notify::tell_faces(tx, thread, post, now).await?;
    store::events::record(tx, thread, EventKind::PostCreated, Some(post.id)).await
}
