//! Cheap gates of one node: pages, searches, sign-ins, seconds between acts.
//!
//! What always holds: keys are derived tags or the day's keyed hash of a network; all of it lies in memory and is gone
//! with the process. Deliberately absent: limits that must hold across nodes; those are read from rows
//! (`store::quotas`).

pub(crate) mod flow;
pub(crate) mod gaps;
pub(crate) mod gates;
pub(crate) mod names_given;
pub(crate) mod offers;
