//! Rows of `used_handles`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "used_handles")]
pub struct Model {
    /// The column `board`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub board: String,
    /// The column `hash`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
