//! The one page that answers every address after "Leave now".

use minijinja::value::{Serde, Value};
use serde::Serialize;

use crate::domain::clock::Timestamp;
use crate::view::engine::{Engine, ViewError};
use crate::view::join::Carried;
use crate::view::words::Language;

/// A button and nothing else: no name, no layout. POST `/away/continue`, hidden `to`.
#[derive(Clone, Debug, Serialize)]
pub struct GatePage {
    /// The path that was asked for.
    pub to: String,
    /// The assets' path, as in [`crate::view::page::Shell::assets`].
    pub assets: String,
    /// A form that was sent after leaving: it comes back after "Continue".
    pub carried: Option<Carried>,
}

impl GatePage {
    /// Draws it.
    ///
    /// # Errors
    /// Only our own mistakes.
    pub fn render(&self, engine: &Engine, language: Language) -> Result<String, ViewError> {
        let (lang, dir) = (Value::from(language.tag()), Value::from(language.direction()));
        let values = [("page", Value::from(Serde(self))), ("lang", lang), ("dir", dir)];
        engine.draw("pages/gate.html", language, Timestamp(0), &values)
    }
}
