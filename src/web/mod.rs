//! HTTP: routes, layers, extractors, pages, API.

pub mod body;
pub mod error;
pub mod headers;
pub mod health;
pub mod host;
pub mod layers;
pub mod origin;
