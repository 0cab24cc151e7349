//! Boards.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use crate::domain::board::{Board, Premoderation, ReadableBy};
use crate::domain::ids::BoardCode;
use crate::domain::warning::Warnings;

use super::convert::{board_code, named};
use super::entity::boards;
use super::error::StoreError;
use super::source::{Source, Tx};

impl TryFrom<boards::Model> for Board {
    type Error = StoreError;

    fn try_from(row: boards::Model) -> Result<Self, StoreError> {
        const TABLE: &str = "boards";
        Ok(Self {
            code: board_code(TABLE, &row.code)?,
            slug: row.slug,
            name: row.name,
            description: row.description,
            guidelines: row.guidelines,
            readable_by: named(TABLE, ReadableBy::from_name(&row.readable_by))?,
            indexing: row.indexing,
            premoderation: named(TABLE, Premoderation::from_name(&row.premoderation))?,
            slow_mode_s: u32::try_from(row.slow_mode_s).unwrap_or(0),
            one_off: row.one_off,
            one_off_unheld: row.one_off_unheld,
            presence: row.presence,
            auto_close_days: row.auto_close_days.and_then(|days| u32::try_from(days).ok()),
            archived: row.archived,
            default_warnings: Warnings::from_row(&row.default_warnings),
        })
    }
}

/// All boards in their order.
pub(crate) async fn list(source: &impl Source) -> Result<Vec<Board>, StoreError> {
    let rows = boards::Entity::find().order_by_asc(boards::Column::Place).all(source.conn()).await?;
    rows.into_iter().map(Board::try_from).collect()
}

/// The board of this code or slug.
pub(crate) async fn find(source: &impl Source, code_or_slug: &str) -> Result<Option<Board>, StoreError> {
    let by_either = boards::Column::Code.eq(code_or_slug).or(boards::Column::Slug.eq(code_or_slug));
    boards::Entity::find().filter(by_either).one(source.conn()).await?.map(Board::try_from).transpose()
}

/// The board of this code; its absence is a broken rule, since boards are archived, never deleted.
pub(crate) async fn get(source: &impl Source, code: &BoardCode) -> Result<Board, StoreError> {
    let row = boards::Entity::find_by_id(code.as_str()).one(source.conn()).await?;
    Board::try_from(row.ok_or(StoreError::Corrupt { table: "boards" })?)
}

/// Writes a board at its place in the order; an existing code or slug is left as it is.
pub(crate) async fn insert_if_absent(tx: &Tx, board: &Board, place: i64) -> Result<(), StoreError> {
    let row = boards::ActiveModel {
        code: Set(board.code.as_str().to_owned()),
        slug: Set(board.slug.clone()),
        place: Set(place),
        name: Set(board.name.clone()),
        description: Set(board.description.clone()),
        guidelines: Set(board.guidelines.clone()),
        readable_by: Set(board.readable_by.name().to_owned()),
        indexing: Set(board.indexing),
        premoderation: Set(board.premoderation.name().to_owned()),
        slow_mode_s: Set(i64::from(board.slow_mode_s)),
        one_off: Set(board.one_off),
        one_off_unheld: Set(board.one_off_unheld),
        presence: Set(board.presence),
        auto_close_days: Set(board.auto_close_days.map(i64::from)),
        archived: Set(board.archived),
        default_warnings: Set(board.default_warnings.to_row()),
    };
    boards::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
