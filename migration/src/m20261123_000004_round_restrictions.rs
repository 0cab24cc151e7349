//! The end of a restriction in whole hours, rounded up: a table of people bears no finer time (CONTRACT §2.6).

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
        // The name changes with the unit, so that a program of the step before fails rather than misreads hours.
        crate::dialect::run(
            manager,
            "ALTER TABLE personas RENAME COLUMN restricted_until TO restricted_until_hour;
            UPDATE personas SET restricted_until_hour = (restricted_until_hour + 3599999) / 3600000
                WHERE restricted_until_hour IS NOT NULL;",
        )
        .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the schema only moves forward; restore the snapshot".to_owned()))
    }
}
