//! What happens before publishing, and after a report.
//!
//! What always holds: the gate is one pure function; every way in which a text can appear (post, reply, edit) asks
//! it. Whether a text speaks of a crisis, and
//! what in it could tell who wrote it, are pure functions too; neither changes what becomes of a post. Deliberately
//! absent: bans; guesses about who somebody is.

pub(crate) mod crisis;
pub(crate) mod effects;
pub(crate) mod gate;
pub(crate) mod hints;
pub(crate) mod normal;
