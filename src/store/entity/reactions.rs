//! Rows of `reactions`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reactions")]
pub struct Model {
    /// The column `key`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// The column `post`.
    pub post: Vec<u8>,
    /// The column `kind`.
    pub kind: String,
}

impl ActiveModelBehavior for ActiveModel {}
