//! Threads, posts and their events.

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
        // Lists read by keyset: each order has an index that holds its filter, its order and the id as the last word.
        // `position` is NULL before publication; both engines let a unique index hold many NULLs.
        crate::dialect::run(
            manager,
            "CREATE TABLE threads (
                id {bytes} NOT NULL PRIMARY KEY,
                board TEXT NOT NULL,
                home_board TEXT NOT NULL,
                title TEXT NOT NULL,
                seeking TEXT NULL,
                warnings TEXT NOT NULL,
                state TEXT NOT NULL,
                pinned BOOLEAN NOT NULL,
                visible BOOLEAN NOT NULL,
                seq BIGINT NOT NULL,
                last_position BIGINT NOT NULL,
                replies BIGINT NOT NULL,
                author {bytes} NULL,
                by_team BOOLEAN NOT NULL,
                created_ms BIGINT NOT NULL,
                last_activity_ms BIGINT NOT NULL
            ) {keyed};
            CREATE INDEX threads_active ON threads (board, visible, pinned, last_activity_ms, id);
            CREATE INDEX threads_newest ON threads (board, visible, pinned, created_ms, id);
            CREATE INDEX threads_unanswered ON threads (board, visible, replies, created_ms, id);
            CREATE INDEX threads_waiting ON threads (visible, replies, created_ms);
            CREATE TABLE posts (
                id {bytes} NOT NULL PRIMARY KEY,
                thread {bytes} NOT NULL,
                position BIGINT NULL,
                author {bytes} NULL,
                by_team BOOLEAN NOT NULL,
                departed BIGINT NULL,
                body TEXT NOT NULL,
                html TEXT NOT NULL,
                pipeline BIGINT NOT NULL,
                warnings TEXT NOT NULL,
                reply_to BIGINT NULL,
                state TEXT NOT NULL,
                first_answer TEXT NOT NULL,
                body_mac {bytes} NOT NULL,
                receipt_hash {bytes} NULL,
                starts_thread BOOLEAN NOT NULL,
                created_ms BIGINT NOT NULL,
                published_ms BIGINT NULL,
                edited BOOLEAN NOT NULL,
                due_ms BIGINT NULL,
                pending_body TEXT NULL,
                with_you BIGINT NOT NULL,
                same_here BIGINT NOT NULL,
                thank_you BIGINT NOT NULL,
                helpful BIGINT NOT NULL
            ) {keyed};
            CREATE UNIQUE INDEX posts_position ON posts (thread, position);
            CREATE INDEX posts_author ON posts (author, created_ms);
            CREATE UNIQUE INDEX posts_receipt ON posts (receipt_hash);
            CREATE INDEX posts_due ON posts (due_ms) WHERE due_ms IS NOT NULL;
            CREATE INDEX posts_published ON posts (published_ms);
            CREATE INDEX posts_held ON posts (state, created_ms) WHERE position IS NULL;
            CREATE TABLE events (
                thread {bytes} NOT NULL,
                seq BIGINT NOT NULL,
                kind TEXT NOT NULL,
                post {bytes} NULL,
                sent BOOLEAN NOT NULL,
                PRIMARY KEY (thread, seq)
            ) {keyed};
            CREATE INDEX events_unsent ON events (sent) WHERE NOT sent;",
        )
        .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the schema only moves forward; restore the snapshot".to_owned()))
    }
}
