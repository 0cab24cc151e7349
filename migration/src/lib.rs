//! The database schema of Leeward.
