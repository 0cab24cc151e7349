//! Tests.
mod markup;
