//! Rows of `sealed_rows`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sealed_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    pub revision: Vec<u8>,
    pub value: Vec<u8>,
    pub expires_day: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
