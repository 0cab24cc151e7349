//! Flags of posts: addressed to a post, never to a member or a face.

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
        // The minute is that of the post or of its change, which stands in `posts` too.
        crate::dialect::run(
            manager,
            "CREATE TABLE flags (
                post {bytes} NOT NULL,
                kind TEXT NOT NULL,
                noted_ms BIGINT NOT NULL,
                PRIMARY KEY (post, kind)
            ) {keyed};",
        )
        .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the schema only moves forward; restore the snapshot".to_owned()))
    }
}
