//! What handlers ask of a request.

pub(crate) mod json;
pub(crate) mod once;
pub(crate) mod params;
pub(crate) mod path;
pub(crate) mod strict;
pub(crate) mod wrong;
