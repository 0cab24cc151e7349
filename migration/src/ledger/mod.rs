//! The schema of the ledger, a database of its own (CONTRACT §2.14): append-only steps, the same for both engines.
//!
//! What always holds: every key is a keyed hash, so rows lie in an order that tells nothing; no time is finer than the
//! month of expiry; on SQLite the tables are `WITHOUT ROWID`.

use sea_orm_migration::prelude::*;

mod m20261123_000001_create_ledger;

/// All steps of the ledger, in order.
#[derive(Debug)]
pub struct LedgerMigrator;

#[async_trait::async_trait]
impl MigratorTrait for LedgerMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20261123_000001_create_ledger::Migration)]
    }

    // A name of its own: should somebody set both to one server, neither takes the other's steps for its own.
    fn migration_table_name() -> DynIden {
        "ledger_migrations".into_iden()
    }
}
