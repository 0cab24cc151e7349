//! Rows of `ledger_rekeys`, in the ledger's own database.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_rekeys")]
pub struct Model {
    /// The column `old_hash`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub old_hash: Vec<u8>,
    /// The column `new_hash`.
    pub new_hash: Vec<u8>,
    /// The column `lookup`.
    pub lookup: Vec<u8>,
    /// The column `wrapped_root`.
    pub wrapped_root: Vec<u8>,
    /// The column `confirmed`.
    pub confirmed: bool,
    /// The column `expires_month`.
    pub expires_month: i64,
}

impl ActiveModelBehavior for ActiveModel {}
