//! Tests.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

mod access;
mod crash;
mod harness;
mod identity;
mod markup;
mod pages;
mod program;
mod store;
mod templates;
mod tidy;
