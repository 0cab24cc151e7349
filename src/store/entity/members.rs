//! Rows of `members`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "members")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub lookup: Vec<u8>,
    pub tag: Vec<u8>,
    pub wrapped_root: Vec<u8>,
    pub pending: bool,
}

impl ActiveModelBehavior for ActiveModel {}
