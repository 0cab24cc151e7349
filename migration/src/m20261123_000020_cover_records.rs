//! What a writer's limits are judged by, whole in an index.

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
        // Every write reads the record of its writer, from all their posts, and which of their faces spoke in the
        // thread. In the rows these columns stand behind the text, so that was each post's whole text, each time.
        crate::dialect::run(
            manager,
            "DROP INDEX posts_author;
            CREATE INDEX posts_record ON posts (author, thread, created_ms, published_ms, state, starts_thread);",
        )
        .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the schema only moves forward; restore the snapshot".to_owned()))
    }
}
