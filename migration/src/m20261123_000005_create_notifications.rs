//! What names were told: a reply to a post, a reply in a thread.

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
        // The key is random. The post tells its minute to everybody; here stands nothing finer than the month in which
        // the row goes. Whether it was read stands in no row of a face: that is a fact of its member.
        crate::dialect::run(
            manager,
            "CREATE TABLE notifications (
                key {bytes} NOT NULL PRIMARY KEY,
                persona {bytes} NOT NULL,
                kind TEXT NOT NULL,
                post {bytes} NOT NULL,
                ends_month BIGINT NOT NULL
            ) {keyed};
            CREATE INDEX notifications_persona ON notifications (persona);
            CREATE INDEX notifications_ends ON notifications (ends_month);",
        )
        .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the schema only moves forward; restore the snapshot".to_owned()))
    }
}
