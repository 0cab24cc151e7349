//! Tests.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests may stop at the first surprise, and choose their database"
)]

mod access;
mod api;
mod architecture;
mod bus;
mod copies;
mod crash;
mod harness;
mod identity;
mod leaving;
mod live;
mod markup;
mod pages;
mod privacy;
mod program;
mod refusals;
mod store;
mod templates;
mod tidy;
