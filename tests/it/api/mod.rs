//! The JSON API, through the router. The harness holds every answer against the document.

mod boards;
mod cursors;
mod document;
mod drafts;
mod editing;
mod joining;
mod levels;
mod names;
mod phrase;
mod sessions;
mod settings;
mod strict;
mod threads;
mod waiting;
