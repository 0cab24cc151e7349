//! The database: `Store`, `Tx`, one file of queries for each table.
//!
//! What always holds: every write goes through [`Store::tx`]; on SQLite one writer runs the transactions that wait
//! together as savepoints of one commit; nothing is answered before that commit is on the disk. Deliberately absent:
//! rows outside this room (queries take and return values of `domain`), counters on people, engine branches elsewhere.

mod connect;
mod convert;
mod entity;
mod error;
mod group_commit;
mod postgres;
mod rewrite;
mod source;
mod sqlite;
mod teller;

pub(crate) mod beside;
pub(crate) mod boards;
pub(crate) mod bulk;
pub(crate) mod dump;
pub(crate) mod events;
pub(crate) mod flags;
pub(crate) mod leaving;
pub(crate) mod ledger;
pub(crate) mod lists;
pub(crate) mod load;
pub(crate) mod members;
pub(crate) mod notifications;
pub(crate) mod personas;
pub(crate) mod posts;
#[doc(hidden)]
pub mod probe;
pub(crate) mod quotas;
pub(crate) mod reactions;
pub(crate) mod replay;
pub(crate) mod schema;
pub(crate) mod sealed_rows;
pub(crate) mod sessions;
pub(crate) mod site;
pub(crate) mod tables;
pub(crate) mod threads;
pub(crate) mod used_proofs;

pub(crate) use connect::{Engine, Store};
pub(crate) use error::StoreError;
pub(crate) use group_commit::BATCH;
pub(crate) use schema::Pending;
pub(crate) use source::{Source, Tx};
