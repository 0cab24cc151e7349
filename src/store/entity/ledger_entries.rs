//! Rows of `ledger_entries`, in the ledger's own database.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_entries")]
pub struct Model {
    /// The column `kind`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The column `hash`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: Vec<u8>,
    /// The column `value`.
    pub value: Vec<u8>,
    /// The column `expires_month`.
    pub expires_month: i64,
}

impl ActiveModelBehavior for ActiveModel {}
