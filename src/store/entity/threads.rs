//! Rows of `threads`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "threads")]
pub struct Model {
    /// The column `id`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Vec<u8>,
    /// The column `board`.
    pub board: String,
    /// The column `home_board`.
    pub home_board: String,
    /// The column `title`.
    pub title: String,
    /// The column `seeking`.
    pub seeking: Option<String>,
    /// The column `warnings`.
    pub warnings: String,
    /// The column `state`.
    pub state: String,
    /// The column `pinned`.
    pub pinned: bool,
    /// The column `visible`.
    pub visible: bool,
    /// The column `seq`.
    pub seq: i64,
    /// The column `last_position`.
    pub last_position: i64,
    /// The column `replies`.
    pub replies: i64,
    /// The column `author`.
    pub author: Option<Vec<u8>>,
    /// The column `by_team`.
    pub by_team: bool,
    /// The column `created_ms`.
    pub created_ms: i64,
    /// The column `last_activity_ms`.
    pub last_activity_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}
