//! What members do.
