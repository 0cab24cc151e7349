//! Wiring, task group, shutdown.

#[doc(hidden)]
pub mod probe;
