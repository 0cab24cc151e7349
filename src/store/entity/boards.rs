//! Rows of `boards`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "boards")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub slug: String,
    pub place: i64,
    pub name: String,
    pub description: String,
    pub guidelines: String,
    pub readable_by: String,
    pub indexing: bool,
    pub premoderation: String,
    pub slow_mode_s: i64,
    pub one_off: bool,
    pub one_off_unheld: bool,
    pub presence: bool,
    pub auto_close_days: Option<i64>,
    pub archived: bool,
    pub default_warnings: String,
}

impl ActiveModelBehavior for ActiveModel {}
