//! Rows of `posts`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Vec<u8>,
    pub thread: Vec<u8>,
    pub position: Option<i64>,
    pub author: Option<Vec<u8>>,
    pub by_team: bool,
    pub departed: Option<i64>,
    pub body: String,
    pub html: String,
    pub pipeline: i64,
    pub warnings: String,
    pub reply_to: Option<i64>,
    pub state: String,
    pub first_answer: String,
    pub body_mac: Vec<u8>,
    pub receipt_hash: Option<Vec<u8>>,
    pub starts_thread: bool,
    pub created_ms: i64,
    pub published_ms: Option<i64>,
    pub edited: bool,
    pub due_ms: Option<i64>,
    pub pending_body: Option<String>,
    pub with_you: i64,
    pub same_here: i64,
    pub thank_you: i64,
    pub helpful: i64,
}

impl ActiveModelBehavior for ActiveModel {}
