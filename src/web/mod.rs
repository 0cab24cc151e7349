//! HTTP: routes, layers, extractors, pages, API; with `app` the only user of axum.
//!
//! What always holds: a handler extracts, makes one call, answers; every form works by plain POST with a redirect after
//! it; a refusal of a form is the same form with all that was typed; failures become an answer in one layer, so no
//! handler draws one; every route is on the list of [`router`]. Deliberately absent: SQL and rows (`store` and `bus`
//! are not named here), form tokens, addresses of clients, and any word of a page, which the catalogue holds.

pub(crate) mod api;
pub mod body;
pub(crate) mod carry;
pub mod code;
pub(crate) mod cookies;
pub(crate) mod did;
pub(crate) mod draw;
pub mod error;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod fault;
pub mod headers;
pub mod health;
pub mod host;
pub mod kept;
pub mod layers;
pub(crate) mod leaving;
pub mod origin;
pub mod outlets;
pub(crate) mod own_path;
pub(crate) mod pace;
pub(crate) mod pages;
pub(crate) mod router;
pub mod routes;
pub(crate) mod socket;
pub(crate) mod state;
pub(crate) mod upgrade;
pub(crate) mod viewer;
pub(crate) mod wire;
