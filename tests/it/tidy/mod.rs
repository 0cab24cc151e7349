//! The rules of the house, enforced: order of rooms, doors of libraries, sizes, names, kept tables.
//!
//! Each rule has one table in its file, with a reason for each exception. The tables of exceptions may only shrink.

pub(crate) mod code;
mod doors;
mod frontend;
mod habits;
mod kept;
mod names;
mod rooms;
mod sizes;
