//! Pure values and pure decisions.
//!
//! What always holds: everything here is a value or a function of values. Deliberately absent: IO, async, SQL,
//! serde, reading the clock. Time and randomness are traits that others fill.

pub mod board;
pub mod change;
pub mod clock;
pub mod entropy;
pub mod event;
pub mod flag;
pub mod ids;
pub mod keys;
pub mod language;
pub mod level;
pub mod network;
pub mod notification;
pub mod persona;
pub mod post;
pub mod thread;
pub mod warning;
