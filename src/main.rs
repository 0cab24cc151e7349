//! Leeward.
fn main() {}
