//! `Ctx`: all that a use case may touch.
