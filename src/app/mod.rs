//! Wiring, task group, shutdown.

pub mod view_probe;
