//! Settings: one file per concern, defaults that run.
