//! What one reader chose to see: out of the three forms that every frame has, which.

use std::sync::Arc;

use crate::domain::language::Language;
use crate::domain::warning::Warnings;
use crate::identity::settings::Settings;
use crate::view::post::Cover;
use crate::view::public;

/// A reader's choices. Small, because every open socket has one.
#[derive(Clone)]
pub(crate) struct Taste {
    /// The language of the fragments.
    language: Language,
    /// `None`: the defaults, which a visitor has.
    settings: Option<Arc<Settings>>,
}

impl Taste {
    /// The choices of a visitor who reads in this language.
    pub(crate) fn visitor(language: Language) -> Self {
        Self { language, settings: None }
    }

    /// The choices of these settings. The language stays the one in which the connection began.
    pub(crate) fn with(&self, settings: Settings) -> Self {
        let settings = (settings != Settings::default()).then(|| Arc::new(settings));
        Self { settings, ..self.clone() }
    }

    /// The language of the fragments.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Which form of a post with these warnings this reader gets.
    pub(crate) fn cover(&self, warnings: &Warnings) -> Cover {
        match &self.settings {
            Some(settings) => public::cover(settings, warnings, false),
            None if warnings.is_empty() => Cover::Open,
            None => Cover::Behind,
        }
    }
}
