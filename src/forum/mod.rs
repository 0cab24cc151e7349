//! What members do: read, start, reply, edit, remove, react, follow, mute.
//!
//! What always holds: one use case is one function; pages, API and commands call the same. A request that writes for a
//! face writes nothing for its member. Nothing is answered before the commit. Deliberately absent: HTTP, HTML of pages,
//! counters on people.

pub(crate) mod drafts;
pub(crate) mod edit;
pub(crate) mod export;
pub(crate) mod follow;
pub(crate) mod give_up;
pub(crate) mod guidelines;
pub(crate) mod install;
pub(crate) mod leave;
pub(crate) mod list;
pub(crate) mod mute;
pub(crate) mod names;
pub(crate) mod news;
pub(crate) mod notify;
pub(crate) mod own;
pub(crate) mod publish;
pub(crate) mod react;
pub(crate) mod read;
pub(crate) mod refusal;
pub(crate) mod release;
pub(crate) mod remove;
pub(crate) mod replay;
pub(crate) mod reply;
pub(crate) mod retire;
pub(crate) mod start;
pub(crate) mod text;
pub(crate) mod topic;
pub(crate) mod updates;
pub(crate) mod waiting;
pub(crate) mod writer;
