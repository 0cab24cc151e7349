//! Wiring, task group, shutdown.
