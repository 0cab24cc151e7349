//! Rows of `personas`.

use sea_orm::entity::prelude::*;

/// A row; the migration says what its columns hold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "personas")]
pub struct Model {
    /// The column `key`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// The column `id`.
    pub id: Vec<u8>,
    /// The column `board`.
    pub board: String,
    /// The column `handle`.
    pub handle: Option<String>,
    /// The column `thread`.
    pub thread: Option<Vec<u8>>,
    /// The column `rolls`.
    pub rolls: i64,
    /// The column `posted`.
    pub posted: bool,
    /// The column `trusted`.
    pub trusted: bool,
    /// The column `restricted_scope`.
    pub restricted_scope: Option<String>,
    /// The column `restricted_until_hour`.
    pub restricted_until_hour: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
