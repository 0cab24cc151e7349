//! Rows of `sessions`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    pub tag: Vec<u8>,
    pub sealed_root: Vec<u8>,
    pub sealed_day: Vec<u8>,
    pub ends_month: i64,
}

impl ActiveModelBehavior for ActiveModel {}
