//! Cheap gates of one node: pages, searches, sign-ins.
