//! Rows as sea-orm sees them, private to the store. A row is not a domain type: columns would be posted or served by
//! accident; each table's query file turns rows into values.
pub(super) mod boards;
pub(super) mod events;
pub(super) mod flags;
pub(super) mod ledger_entries;
pub(super) mod ledger_rekeys;
pub(super) mod ledger_values;
pub(super) mod members;
pub(super) mod notifications;
pub(super) mod personas;
pub(super) mod posts;
pub(super) mod reactions;
pub(super) mod sealed_rows;
pub(super) mod sessions;
pub(super) mod site;
pub(super) mod threads;
pub(super) mod used_handles;
pub(super) mod used_proofs;
