//! What can go wrong in the store.

use sea_orm::{DbErr, SqlErr};

/// A failure of the store. Display carries no value of any row.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database did not answer, or could not write (locked, full, stopped).
    #[error("the database is not available")]
    Unavailable(#[source] Box<DbErr>),
    /// A unique key was already there.
    #[error("the row exists already")]
    Exists,
    /// A row cannot be read as the value that it stands for.
    #[error("a row of {table} cannot be read")]
    Corrupt {
        /// The table.
        table: &'static str,
    },
    /// The session under which somebody writes has ended meanwhile: signed out, ended elsewhere, or they left.
    #[error("the session has ended")]
    SessionEnded,
    /// The program met a state that its own rules exclude.
    #[error("broken rule: {0}")]
    Bug(&'static str),
}

impl StoreError {
    /// A failure of our own side that passes: the caller may try again.
    pub(super) fn unavailable(why: &'static str) -> Self {
        Self::Unavailable(Box::new(DbErr::Custom(why.to_owned())))
    }

    /// The same failure for another caller.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::Unavailable(error) => Self::Unavailable(Box::new(DbErr::Custom(error.to_string()))),
            Self::Exists => Self::Exists,
            Self::SessionEnded => Self::SessionEnded,
            Self::Corrupt { table } => Self::Corrupt { table },
            Self::Bug(rule) => Self::Bug(rule),
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Exists,
            _ => Self::Unavailable(Box::new(error)),
        }
    }
}
