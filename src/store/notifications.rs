//! What names were told. A row is addressed to a face; who has read it stands with the member, sealed.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::change::Change;
use crate::domain::clock::Timestamp;
use crate::domain::ids::{PersonaId, PostId, ThreadId};
use crate::domain::keys::PersonaKey;
use crate::domain::notification::NotificationKind;

use super::convert::{bytes, named};
use super::entity::{notifications, personas, posts, threads};
use super::error::StoreError;
use super::source::{Source, Tx};

const TABLE: &str = "notifications";

/// A notification to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct New {
    /// Tells nothing, and is the same for the same post and face.
    pub(crate) key: [u8; 32],
    /// Who is told.
    pub(crate) face: PersonaKey,
    /// Why.
    pub(crate) kind: NotificationKind,
    /// Of which post.
    pub(crate) post: PostId,
    /// The last month in which it is kept.
    pub(crate) ends_month: i32,
}

/// A notification whose post can be read now.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Why.
    pub(crate) kind: NotificationKind,
    /// The post.
    pub(crate) post: PostId,
    /// Its thread.
    pub(crate) thread: ThreadId,
    /// Its place there.
    pub(crate) position: i64,
    /// The position that it answers.
    pub(crate) answers: Option<i64>,
    /// When it was published.
    pub(crate) published: Timestamp,
    /// The public id of the face that wrote it; `None` of the team's.
    pub(crate) writer: Option<PersonaId>,
}

/// Writes a notification, once, and lets the face's own sockets know.
pub(crate) async fn insert(tx: &Tx, new: &New) -> Result<(), StoreError> {
    let row = notifications::ActiveModel {
        key: Set(new.key.to_vec()),
        persona: Set(new.face.0.to_vec()),
        kind: Set(new.kind.name().to_owned()),
        post: Set(new.post.0.to_vec()),
        ends_month: Set(i64::from(new.ends_month)),
    };
    notifications::Entity::insert(row)
        .on_conflict(OnConflict::column(notifications::Column::Key).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    tx.tell(Change::Face { face: new.face });
    Ok(())
}

/// One row as the join gives it: kind, post, thread, position, what it answers, when, who.
type Row = (String, Vec<u8>, Vec<u8>, Option<i64>, Option<i64>, Option<i64>, Option<Vec<u8>>);

/// What these faces were told since a moment, newest first, at most `limit`: of posts that can be read in threads that
/// can be seen.
pub(crate) async fn of_faces(
    source: &impl Source,
    faces: &[PersonaKey],
    since: Timestamp,
    limit: u64,
) -> Result<Vec<Told>, StoreError> {
    if faces.is_empty() {
        return Ok(Vec::new());
    }
    let post =
        notifications::Entity::belongs_to(posts::Entity).from(notifications::Column::Post).to(posts::Column::Id).into();
    let thread = posts::Entity::belongs_to(threads::Entity).from(posts::Column::Thread).to(threads::Column::Id).into();
    let writer =
        posts::Entity::belongs_to(personas::Entity).from(posts::Column::Author).to(personas::Column::Key).into();
    let rows: Vec<Row> = notifications::Entity::find()
        .select_only()
        .column(notifications::Column::Kind)
        .column(posts::Column::Id)
        .column(posts::Column::Thread)
        .column(posts::Column::Position)
        .column(posts::Column::ReplyTo)
        .column(posts::Column::PublishedMs)
        .column_as(personas::Column::Id, "writer")
        .join(JoinType::InnerJoin, post)
        .join(JoinType::InnerJoin, thread)
        .join(JoinType::LeftJoin, writer)
        .filter(notifications::Column::Persona.is_in(faces.iter().map(|face| face.0.to_vec())))
        .filter(posts::Column::State.is_in(["published", "folded"]))
        .filter(posts::Column::PublishedMs.gt(since.0))
        .filter(threads::Column::Visible.eq(true))
        .order_by_desc(posts::Column::PublishedMs)
        .order_by_desc(posts::Column::Position)
        .limit(limit)
        .into_tuple()
        .all(source.conn())
        .await?;
    rows.into_iter().map(told).collect()
}

fn told((kind, post, thread, position, answers, published, writer): Row) -> Result<Told, StoreError> {
    Ok(Told {
        kind: named(TABLE, NotificationKind::from_name(&kind))?,
        post: PostId(bytes(TABLE, &post)?),
        thread: ThreadId(bytes(TABLE, &thread)?),
        position: named(TABLE, position)?,
        answers,
        published: Timestamp(published.unwrap_or(0)),
        writer: writer.map(|id| bytes(TABLE, &id).map(PersonaId)).transpose()?,
    })
}

/// Removes everything that a face was told.
pub(crate) async fn delete_of(tx: &Tx, face: PersonaKey) -> Result<(), StoreError> {
    let all = notifications::Entity::delete_many().filter(notifications::Column::Persona.eq(face.0.to_vec()));
    all.exec(tx.conn()).await?;
    Ok(())
}

/// Sweeps those whose last month is over.
pub(crate) async fn delete_ended(tx: &Tx, month: i32) -> Result<(), StoreError> {
    let ended = notifications::Entity::delete_many().filter(notifications::Column::EndsMonth.lt(month));
    ended.exec(tx.conn()).await?;
    Ok(())
}
