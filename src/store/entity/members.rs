//! Rows of `members`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "members")]
pub struct Model {
    /// The column `lookup`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lookup: Vec<u8>,
    /// The column `tag`.
    pub tag: Vec<u8>,
    /// The column `wrapped_root`.
    pub wrapped_root: Vec<u8>,
    /// The column `pending`.
    pub pending: bool,
}

impl ActiveModelBehavior for ActiveModel {}
