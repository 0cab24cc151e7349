//! Tables of people: keyed by what only their holder can derive, without a time finer than a month.

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
        // No foreign key and no index order ties one of these tables to another: PostgreSQL would write the number of
        // the referring transaction into `xmax`, and a shared order is a link.
        crate::dialect::run(
            manager,
            "CREATE TABLE members (
                lookup {bytes} NOT NULL PRIMARY KEY,
                tag {bytes} NOT NULL,
                wrapped_root {bytes} NOT NULL,
                pending BOOLEAN NOT NULL
            ) {keyed};
            CREATE INDEX members_tag ON members (tag);
            CREATE TABLE sessions (
                key {bytes} NOT NULL PRIMARY KEY,
                tag {bytes} NOT NULL,
                sealed_root {bytes} NOT NULL,
                sealed_day {bytes} NOT NULL,
                ends_month BIGINT NOT NULL
            ) {keyed};
            CREATE INDEX sessions_tag ON sessions (tag);
            CREATE TABLE sealed_rows (
                key {bytes} NOT NULL PRIMARY KEY,
                revision {bytes} NOT NULL,
                value {bytes} NOT NULL,
                expires_day BIGINT NULL
            ) {keyed};
            CREATE TABLE personas (
                key {bytes} NOT NULL PRIMARY KEY,
                id {bytes} NOT NULL UNIQUE,
                board TEXT NOT NULL,
                handle TEXT NULL,
                thread {bytes} NULL,
                rolls BIGINT NOT NULL,
                posted BOOLEAN NOT NULL,
                trusted BOOLEAN NOT NULL,
                restricted_scope TEXT NULL,
                restricted_until BIGINT NULL
            ) {keyed};
            CREATE UNIQUE INDEX personas_handle ON personas (board, handle);
            CREATE TABLE used_handles (
                board TEXT NOT NULL,
                hash {bytes} NOT NULL,
                PRIMARY KEY (board, hash)
            ) {keyed};
            CREATE TABLE reactions (
                key {bytes} NOT NULL PRIMARY KEY,
                post {bytes} NOT NULL,
                kind TEXT NOT NULL
            ) {keyed};
            CREATE INDEX reactions_post ON reactions (post);
            CREATE TABLE used_proofs (
                hash {bytes} NOT NULL PRIMARY KEY,
                expires_day BIGINT NOT NULL
            ) {keyed};",
        )
        .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the schema only moves forward; restore the snapshot".to_owned()))
    }
}
