//! HTTP: routes, layers, extractors, pages, API.

pub(crate) mod api;
pub mod body;
pub(crate) mod carry;
pub(crate) mod cookies;
pub(crate) mod did;
pub(crate) mod draw;
pub mod error;
pub(crate) mod extract;
pub(crate) mod fault;
pub mod headers;
pub mod health;
pub mod host;
pub mod layers;
pub mod origin;
pub(crate) mod own_path;
pub(crate) mod pace;
pub(crate) mod pages;
pub(crate) mod router;
pub(crate) mod state;
pub(crate) mod viewer;
