//! Hints between nodes: ids of events, never text. Not there yet: one node needs none.
//!
//! What always holds: a hint may come late, twice or never; who hears it reads the database. Deliberately absent: text,
//! names, sessions.
