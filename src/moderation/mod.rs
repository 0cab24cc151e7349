//! What happens before publishing, and after a report.
//!
//! What always holds: the gate is one pure function; every way in which a text can appear (post, reply, edit) asks
//! it. Deliberately absent: bans; guesses about who somebody is.

pub(crate) mod effects;
pub(crate) mod gate;
