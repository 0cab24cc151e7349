//! Rows of `notifications`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notifications")]
pub struct Model {
    /// The column `key`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// The column `persona`.
    pub persona: Vec<u8>,
    /// The column `kind`.
    pub kind: String,
    /// The column `post`.
    pub post: Vec<u8>,
    /// The column `ends_month`.
    pub ends_month: i64,
}

impl ActiveModelBehavior for ActiveModel {}
