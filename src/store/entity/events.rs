//! Rows of `events`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    /// The column `thread`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub thread: Vec<u8>,
    /// The column `seq`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The column `kind`.
    pub kind: String,
    /// The column `post`.
    pub post: Option<Vec<u8>>,
    /// The column `sent`.
    pub sent: bool,
}

impl ActiveModelBehavior for ActiveModel {}
