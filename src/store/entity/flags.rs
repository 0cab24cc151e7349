//! Rows of `flags`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "flags")]
pub struct Model {
    /// The column `post`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub post: Vec<u8>,
    /// The column `kind`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The column `noted_ms`.
    pub noted_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}
