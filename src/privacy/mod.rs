//! Network keys in memory, and what is kept for how long.
//!
//! What always holds: a client's address is read in [`network`] alone and leaves it as the day's keyed hash; every
//! table has a line in [`retention`]. Deliberately absent: any store of addresses, and accounts that end by silence.

pub mod network;
pub mod retention;
