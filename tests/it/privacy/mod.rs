//! What the site must not know, keep or show (SECURITY.md §5.5).

mod canaries;
mod outside;
mod rows;
mod unlinkable;
