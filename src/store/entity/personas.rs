//! Rows of `personas`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "personas")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    pub id: Vec<u8>,
    pub board: String,
    pub handle: Option<String>,
    pub thread: Option<Vec<u8>>,
    pub rolls: i64,
    pub posted: bool,
    pub trusted: bool,
    pub restricted_scope: Option<String>,
    pub restricted_until: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
