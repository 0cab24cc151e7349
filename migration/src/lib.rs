//! The database schema of Leeward: append-only steps, the same for SQLite and PostgreSQL.
//!
//! What always holds: a table of people (members, sessions, sealed rows, personas, reactions, notifications) has a
//! random or derived key, no serial number and no time finer than a month; on SQLite it is `WITHOUT ROWID`, so that its
//! rows lie in the order of their keys and tell nothing of when they came (CONTRACT §2.6).

pub use ledger::LedgerMigrator;
pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::prelude::*;

mod dialect;
mod ledger;
mod m20261123_000001_create_site;
mod m20261123_000002_create_people;
mod m20261123_000003_create_forum;
mod m20261123_000004_round_restrictions;
mod m20261123_000005_create_notifications;
mod m20261123_000007_store_texts_plain;
mod m20261123_000008_create_flags;
mod m20261123_000020_cover_records;

/// All steps, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_create_site::Migration),
            Box::new(m20261123_000002_create_people::Migration),
            Box::new(m20261123_000003_create_forum::Migration),
            Box::new(m20261123_000004_round_restrictions::Migration),
            Box::new(m20261123_000005_create_notifications::Migration),
            Box::new(m20261123_000007_store_texts_plain::Migration),
            Box::new(m20261123_000008_create_flags::Migration),
            Box::new(m20261123_000020_cover_records::Migration),
        ]
    }
}
