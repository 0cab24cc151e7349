//! Rows of `sealed_rows`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sealed_rows")]
pub struct Model {
    /// The column `key`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// The column `revision`.
    pub revision: Vec<u8>,
    /// The column `value`.
    pub value: Vec<u8>,
    /// The column `expires_day`.
    pub expires_day: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
