//! Pure values and pure decisions: no IO, no async, no SQL, no serde.
