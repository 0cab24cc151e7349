//! Tests.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

mod harness;
mod identity;
mod markup;
mod privacy;
mod program;
mod store;
mod templates;
