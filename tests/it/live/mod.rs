//! Live readers (CONTRACT §6): real sockets against the real router.

mod model;
mod socket;
mod stream;
mod world;
