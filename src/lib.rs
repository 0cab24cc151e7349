//! Leeward: an anonymous peer-support forum server.
//!
//! `app`, `config`, `domain` and `markup` are shown; the other rooms are private, so that the
//! compiler reports dead code. `docs/ARCHITECTURE.md` has the map and the rules of import.

pub mod app;
mod bus;
mod commands;
pub mod config;
mod ctx;
pub mod domain;
mod forum;
mod identity;
mod library;
mod limits;
mod live;
pub mod markup;
mod moderation;
mod privacy;
mod store;
mod view;
mod web;
