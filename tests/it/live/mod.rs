//! Live readers (CONTRACT §6): real sockets against the real router.

mod illegal;
mod socket;
mod stream;
