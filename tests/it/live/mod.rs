//! Live readers (CONTRACT §6): real sockets against the real router.

mod chaos;
mod illegal;
mod late;
mod lengths;
mod me;
mod model;
mod nodes;
mod socket;
mod stream;
mod world;
