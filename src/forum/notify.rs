//! Telling the faces that a new post answers, in the transaction that publishes it.

use crate::domain::clock::{DAY_MS, Timestamp};
use crate::domain::keys::PersonaKey;
use crate::domain::notification::NotificationKind;
use crate::domain::post::Post;
use crate::domain::thread::Thread;
use crate::identity::derive::{Label, digest};
use crate::store::notifications::New;
use crate::store::{self, StoreError, Tx};

const NOTIFICATION: Label = Label::new(b"leeward v1 notification");

/// Days for which a notification is shown.
pub(crate) const SHOWN_DAYS: i64 = 90;

/// Tells the face that is answered and the face that started the thread, each once, and never the writer's own.
pub(super) async fn tell_faces(tx: &Tx, thread: &Thread, post: &Post, now: Timestamp) -> Result<(), StoreError> {
    if post.starts_thread {
        return Ok(());
    }
    let answered = match post.reply_to {
        Some(position) => store::posts::find_at(tx, thread.id, position).await?,
        None => None,
    };
    let answered = answered.filter(|answered| answered.departed.is_none()).and_then(|answered| answered.author);
    let starter = thread.author.filter(|starter| answered != Some(*starter));
    let told = [(answered, NotificationKind::Answer), (starter, NotificationKind::Reply)];
    for (face, kind) in told {
        if let Some(face) = face.filter(|face| post.author != Some(*face)) {
            store::notifications::insert(tx, &new(face, kind, post, now)).await?;
        }
    }
    Ok(())
}

fn new(face: PersonaKey, kind: NotificationKind, post: &Post, now: Timestamp) -> New {
    let key = digest(&NOTIFICATION, &[&face.0, &post.id.0]);
    New { key, face, kind, post: post.id, ends_month: now.plus_ms(SHOWN_DAYS * DAY_MS).month() }
}
