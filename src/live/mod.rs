//! Events to readers. Not there yet: nothing in this room is built; a page that is loaded again shows what is new.
//!
//! What always holds: the database is the truth; an event is a row before anybody is told. Deliberately absent: text on
//! the bus, a sign of who is typing, and anything in a frame that differs between two readers of one audience.
