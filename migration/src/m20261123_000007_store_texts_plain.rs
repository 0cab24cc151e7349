//! Texts of people uncompressed on PostgreSQL, so that a search of its files finds a text, and shows that one is gone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite compresses nothing. What PostgreSQL has compressed stays so until it is written again.
        if manager.get_database_backend() == DbBackend::Sqlite {
            return Ok(());
        }
        crate::dialect::run(
            manager,
            "ALTER TABLE posts ALTER COLUMN body SET STORAGE EXTERNAL;
            ALTER TABLE posts ALTER COLUMN html SET STORAGE EXTERNAL;
            ALTER TABLE posts ALTER COLUMN pending_body SET STORAGE EXTERNAL;
            ALTER TABLE threads ALTER COLUMN title SET STORAGE EXTERNAL;",
        )
        .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the schema only moves forward; restore the snapshot".to_owned()))
    }
}
