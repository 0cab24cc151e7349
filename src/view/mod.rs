//! Domain to HTML: templates and typed page contexts; the only user of minijinja.
//!
//! What always holds: every page has one context struct here and one template in `frontend/pages/`; every word that
//! a page says comes from `frontend/strings/`; text is escaped unless it is an [`html::Html`], which only the markup
//! pipeline and this room's own parts make; times leave as minutes or coarser. Deliberately absent: reading the
//! clock, the database, status codes, and any decision about who may see what: a context arrives with it decided.

pub mod assets;
pub mod board;
pub mod composer;
pub mod documents;
pub mod drafts;
pub mod edit;
pub mod engine;
pub mod error;
pub mod face;
pub mod following;
pub mod form;
pub mod gate;
pub mod home;
pub mod html;
pub mod join;
pub mod leaving;
pub mod live;
pub mod me;
mod mirror;
pub mod outcome;
pub mod page;
pub mod post;
pub(crate) mod public;
pub mod returned;
pub mod samples;
pub mod script;
pub mod sign_in;
pub mod stream;
pub mod support;
pub mod thread;
pub mod when;
pub mod words;
pub mod write;
