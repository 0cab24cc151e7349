//! Network keys in memory, what is kept for how long, and what the ledger of erasures means.
//!
//! What always holds: a client's address is read in [`network`] alone and leaves it as the day's keyed hash; every
//! table has a line in [`retention`]; what the ledger names is hashed under its own key.
//! Deliberately absent: any store of addresses, and accounts that end by silence.

pub(crate) mod ledger;
pub mod network;
pub mod retention;
