//! Rows of `sessions`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// The column `key`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// The column `tag`.
    pub tag: Vec<u8>,
    /// The column `sealed_root`.
    pub sealed_root: Vec<u8>,
    /// The column `sealed_day`.
    pub sealed_day: Vec<u8>,
    /// The column `ends_month`.
    pub ends_month: i64,
}

impl ActiveModelBehavior for ActiveModel {}
