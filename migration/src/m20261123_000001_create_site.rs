//! The site's own values and its boards.

use sea_orm_migration::prelude::*;

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::dialect::run(
            manager,
            "CREATE TABLE site (
                name TEXT NOT NULL PRIMARY KEY,
                value {bytes} NOT NULL
            ) {keyed};
            CREATE TABLE boards (
                code TEXT NOT NULL PRIMARY KEY,
                slug TEXT NOT NULL UNIQUE,
                place BIGINT NOT NULL,
                name TEXT NOT NULL,
                description TEXT NOT NULL,
                guidelines TEXT NOT NULL,
                readable_by TEXT NOT NULL,
                indexing BOOLEAN NOT NULL,
                premoderation TEXT NOT NULL,
                slow_mode_s BIGINT NOT NULL,
                one_off BOOLEAN NOT NULL,
                one_off_unheld BOOLEAN NOT NULL,
                presence BOOLEAN NOT NULL,
                auto_close_days BIGINT NULL,
                archived BOOLEAN NOT NULL,
                default_warnings TEXT NOT NULL
            ) {keyed};",
        )
        .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the schema only moves forward; restore the snapshot".to_owned()))
    }
}
