//! Rows of `boards`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "boards")]
pub struct Model {
    /// The column `code`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// The column `slug`.
    pub slug: String,
    /// The column `place`.
    pub place: i64,
    /// The column `name`.
    pub name: String,
    /// The column `description`.
    pub description: String,
    /// The column `guidelines`.
    pub guidelines: String,
    /// The column `readable_by`.
    pub readable_by: String,
    /// The column `indexing`.
    pub indexing: bool,
    /// The column `premoderation`.
    pub premoderation: String,
    /// The column `slow_mode_s`.
    pub slow_mode_s: i64,
    /// The column `one_off`.
    pub one_off: bool,
    /// The column `one_off_unheld`.
    pub one_off_unheld: bool,
    /// The column `presence`.
    pub presence: bool,
    /// The column `auto_close_days`.
    pub auto_close_days: Option<i64>,
    /// The column `archived`.
    pub archived: bool,
    /// The column `default_warnings`.
    pub default_warnings: String,
}

impl ActiveModelBehavior for ActiveModel {}
