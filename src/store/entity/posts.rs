//! Rows of `posts`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    /// The column `id`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Vec<u8>,
    /// The column `thread`.
    pub thread: Vec<u8>,
    /// The column `position`.
    pub position: Option<i64>,
    /// The column `author`.
    pub author: Option<Vec<u8>>,
    /// The column `by_team`.
    pub by_team: bool,
    /// The column `departed`.
    pub departed: Option<i64>,
    /// The column `body`.
    pub body: String,
    /// The column `html`.
    pub html: String,
    /// The column `pipeline`.
    pub pipeline: i64,
    /// The column `warnings`.
    pub warnings: String,
    /// The column `reply_to`.
    pub reply_to: Option<i64>,
    /// The column `state`.
    pub state: String,
    /// The column `first_answer`.
    pub first_answer: String,
    /// The column `body_mac`.
    pub body_mac: Vec<u8>,
    /// The column `receipt_hash`.
    pub receipt_hash: Option<Vec<u8>>,
    /// The column `starts_thread`.
    pub starts_thread: bool,
    /// The column `created_ms`.
    pub created_ms: i64,
    /// The column `published_ms`.
    pub published_ms: Option<i64>,
    /// The column `edited`.
    pub edited: bool,
    /// The column `due_ms`.
    pub due_ms: Option<i64>,
    /// The column `pending_body`.
    pub pending_body: Option<String>,
    /// The column `with_you`.
    pub with_you: i64,
    /// The column `same_here`.
    pub same_here: i64,
    /// The column `thank_you`.
    pub thank_you: i64,
    /// The column `helpful`.
    pub helpful: i64,
}

impl ActiveModelBehavior for ActiveModel {}
