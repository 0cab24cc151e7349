//! Hints between nodes: ids of events, never text.
