//! Events to readers: one socket or one open page each.
//!
//! What always holds: the database is the truth; an event is a row before anybody is told, and what is told shows the
//! post as it is now. One drawing and one serialisation for each event and audience, shared by all readers. One task a
//! reader; no queue without a bound: who does not take their frames is let go and comes back with their last number.
//! Deliberately absent: text on the bus, a sign of who is typing, anything in a frame that differs between two readers
//! of one audience, and any memory of who read what.

pub(crate) mod ears;
pub(crate) mod frame;
pub(crate) mod hub;
pub(crate) mod mine;
pub(crate) mod presence;
pub(crate) mod protocol;
pub(crate) mod reader;
pub(crate) mod reading;
pub(crate) mod relay;
pub(crate) mod seats;
pub(crate) mod taste;
pub(crate) mod text;
