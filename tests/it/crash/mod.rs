//! The real program, killed while people write: every acknowledged post is there, once, at its position.
//!
//! Three rounds in the gate; `LEEWARD_CRASH_ROUNDS=50` for the long form. SQLite, or with `TEST_DATABASE_URL`
//! PostgreSQL.

mod kill;
mod parallel;
pub mod script;
