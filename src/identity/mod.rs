//! Phrases, keys, faces' tags, sealed rows, sessions, handles, pictures.
//!
//! What always holds: every derivation has a label of its own and fields of fixed length, so no two of them can
//! ever be handed the same bytes; secrets are wiped when dropped and have no `Debug`. People joined under these
//! labels: none of them may ever change. Deliberately absent: a server key (who loses the key file loses no
//! member) and anything that lets two faces of one member be joined without the root.

pub mod avatar;
pub mod derive;
pub(crate) mod faces;
pub(crate) mod follows;
pub mod handles;
pub(crate) mod join;
pub mod keys;
pub mod marks;
pub(crate) mod member;
pub(crate) mod mutes;
pub(crate) mod naming;
pub(crate) mod new_phrase;
pub(crate) mod personal;
pub mod phrase;
mod phrase_typo;
pub(crate) mod proof;
pub mod seal;
pub(crate) mod sealed;
pub(crate) mod seen;
pub mod session;
pub(crate) mod settings;
pub mod stamp;
pub mod tags;
pub(crate) mod wait;
