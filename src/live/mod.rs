//! Events to readers.
