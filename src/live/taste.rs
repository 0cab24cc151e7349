//! What one reader chose to see: out of the three forms that every frame has, which.

use std::sync::Arc;

use crate::domain::warning::Warnings;
use crate::identity::settings::Settings;
use crate::view::post::Cover;
use crate::view::public;

/// A reader's choices. Small, because every open socket has one.
#[derive(Clone, Default)]
pub(crate) struct Taste {
    /// `None`: the defaults, which a visitor has.
    settings: Option<Arc<Settings>>,
}

impl Taste {
    /// The choices of these settings.
    pub(crate) fn of(settings: Settings) -> Self {
        Self { settings: (settings != Settings::default()).then(|| Arc::new(settings)) }
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
