//! Rows of `threads`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "threads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Vec<u8>,
    pub board: String,
    pub home_board: String,
    pub title: String,
    pub seeking: Option<String>,
    pub warnings: String,
    pub state: String,
    pub pinned: bool,
    pub visible: bool,
    pub seq: i64,
    pub last_position: i64,
    pub replies: i64,
    pub author: Option<Vec<u8>>,
    pub by_team: bool,
    pub created_ms: i64,
    pub last_activity_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}
