//! The bytes of a frame, shared by all readers without a copy.

/// A text that a socket sends as it stands; cloning it copies a pointer.
pub(crate) type Text = axum::extract::ws::Utf8Bytes;
