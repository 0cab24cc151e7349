//! Rows of `ledger_values`, in the ledger's own database.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_values")]
pub struct Model {
    /// The column `name`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The column `value`.
    pub value: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
