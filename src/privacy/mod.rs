//! Network keys in memory, retention, leaving, export, deletion.

pub mod network;
