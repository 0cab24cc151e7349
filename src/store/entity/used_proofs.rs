//! Rows of `used_proofs`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "used_proofs")]
pub struct Model {
    /// The column `hash`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: Vec<u8>,
    /// The column `expires_day`.
    pub expires_day: i64,
}

impl ActiveModelBehavior for ActiveModel {}
