//! Help for people in a crisis, and hints at what could tell who somebody is.

mod matching;
mod offered;
mod unseen;
