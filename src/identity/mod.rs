//! Phrases, keys, sessions, faces, sealed rows.
