//! Many rows at once, for filling an empty database: the same rows as one by one, several to a statement.
//!
//! Deliberately without checks: whoever calls it has made positions, numbers and names that fit together.

use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::domain::event::Event;
use crate::domain::ids::PostId;
use crate::domain::persona::Persona;
use crate::domain::post::{Post, ReactionKind};
use crate::domain::thread::Thread;

use super::entity;
use super::error::StoreError;
use super::members::Unlock;
use super::sessions::SessionRow;
use super::source::Tx;
use super::{personas as persona_rows, posts as post_rows, threads as thread_rows};

/// Values of one statement: SQLite takes 32,766. Beyond some hundred rows a statement gains nothing.
const VALUES: usize = 8_000;
/// Columns of the widest table.
const WIDEST: usize = 25;
/// Rows of one statement.
const ROWS: usize = VALUES / WIDEST;

/// Writes rows, [`ROWS`] to a statement.
async fn insert<E, A>(tx: &Tx, rows: Vec<A>) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: sea_orm::ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(ROWS)).exec_without_returning(super::Source::conn(tx)).await?;
    }
    Ok(())
}

/// Writes members.
pub(crate) async fn members(tx: &Tx, members: &[Unlock]) -> Result<(), StoreError> {
    let row = |unlock: &Unlock| entity::members::ActiveModel {
        lookup: Set(unlock.lookup.to_vec()),
        tag: Set(unlock.tag.to_vec()),
        wrapped_root: Set(unlock.wrapped_root.clone()),
        pending: Set(unlock.pending),
    };
    insert::<entity::members::Entity, _>(tx, members.iter().map(row).collect()).await
}

/// Writes faces.
pub(crate) async fn personas(tx: &Tx, personas: &[Persona]) -> Result<(), StoreError> {
    insert::<entity::personas::Entity, _>(tx, personas.iter().map(persona_rows::to_row).collect()).await
}

/// Writes threads.
pub(crate) async fn threads(tx: &Tx, threads: &[Thread]) -> Result<(), StoreError> {
    insert::<entity::threads::Entity, _>(tx, threads.iter().map(thread_rows::to_row).collect()).await
}

/// Writes posts with their counts of reactions, without receipts.
pub(crate) async fn posts(tx: &Tx, posts: &[Post]) -> Result<(), StoreError> {
    let row = |post: &Post| entity::posts::ActiveModel {
        receipt_hash: Set(None),
        with_you: Set(post.reactions.with_you),
        same_here: Set(post.reactions.same_here),
        thank_you: Set(post.reactions.thank_you),
        helpful: Set(post.reactions.helpful),
        ..post_rows::to_row(post)
    };
    insert::<entity::posts::Entity, _>(tx, posts.iter().map(row).collect()).await
}

/// Writes events as sent: nobody was there to hear them.
pub(crate) async fn events(tx: &Tx, events: &[Event]) -> Result<(), StoreError> {
    let row = |event: &Event| entity::events::ActiveModel {
        thread: Set(event.thread.0.to_vec()),
        seq: Set(event.seq),
        kind: Set(event.kind.name().to_owned()),
        post: Set(event.post.map(|post| post.0.to_vec())),
        sent: Set(true),
    };
    insert::<entity::events::Entity, _>(tx, events.iter().map(row).collect()).await
}

/// A reaction's row: its key, its post, its kind.
pub(crate) type Given = ([u8; 32], PostId, ReactionKind);

/// Writes reactions. Their counts stand on the posts.
pub(crate) async fn reactions(tx: &Tx, reactions: &[Given]) -> Result<(), StoreError> {
    let row = |(key, post, kind): &Given| entity::reactions::ActiveModel {
        key: Set(key.to_vec()),
        post: Set(post.0.to_vec()),
        kind: Set(kind.name().to_owned()),
    };
    insert::<entity::reactions::Entity, _>(tx, reactions.iter().map(row).collect()).await
}

/// Writes sessions.
pub(crate) async fn sessions(tx: &Tx, sessions: &[SessionRow]) -> Result<(), StoreError> {
    let row = |session: &SessionRow| entity::sessions::ActiveModel {
        key: Set(session.key.to_vec()),
        tag: Set(session.tag.to_vec()),
        sealed_root: Set(session.sealed_root.clone()),
        sealed_day: Set(session.sealed_day.clone()),
        ends_month: Set(i64::from(session.ends_month)),
    };
    insert::<entity::sessions::Entity, _>(tx, sessions.iter().map(row).collect()).await
}
