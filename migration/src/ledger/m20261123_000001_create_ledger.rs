//! The ledger's key, its entries, and the changes of phrases.

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
            "CREATE TABLE ledger_values (
                name TEXT NOT NULL PRIMARY KEY,
                value {bytes} NOT NULL
            ) {keyed};
            CREATE TABLE ledger_entries (
                kind TEXT NOT NULL,
                hash {bytes} NOT NULL,
                value {bytes} NOT NULL,
                expires_month BIGINT NOT NULL,
                PRIMARY KEY (kind, hash)
            ) {keyed};
            CREATE TABLE ledger_rekeys (
                old_hash {bytes} NOT NULL PRIMARY KEY,
                new_hash {bytes} NOT NULL,
                lookup {bytes} NOT NULL,
                wrapped_root {bytes} NOT NULL,
                confirmed BOOLEAN NOT NULL,
                expires_month BIGINT NOT NULL
            ) {keyed};
            CREATE INDEX ledger_rekeys_new ON ledger_rekeys (new_hash);",
        )
        .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the schema only moves forward".to_owned()))
    }
}
