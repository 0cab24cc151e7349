//! The outbox: each thread's events, numbered without a gap, written in the transaction that causes them.

use sea_orm::{ActiveValue::Set, EntityTrait};

use super::entity::events;
use super::error::StoreError;
use super::source::{Source, Tx};
use crate::domain::event::Event;

/// Writes an event, not yet sent. Its number comes from `threads::next_seq` in the same transaction.
pub(crate) async fn insert(tx: &Tx, event: &Event) -> Result<(), StoreError> {
    let row = events::ActiveModel {
        thread: Set(event.thread.0.to_vec()),
        seq: Set(event.seq),
        kind: Set(event.kind.name().to_owned()),
        post: Set(event.post.map(|p| p.0.to_vec())),
        sent: Set(false),
    };
    events::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}
