//! What one reader chose to see: out of the three forms that every frame has, which.

use std::sync::Arc;

use crate::domain::ids::ThreadId;
use crate::domain::warning::Warnings;
use crate::identity::settings::Settings;
use crate::view::post::Cover;
use crate::view::public;

/// A reader's choices. Small, because every open socket has one.
#[derive(Clone, Default)]
pub(crate) struct Taste {
    /// `None`: the defaults, which a visitor has.
    settings: Option<Arc<Settings>>,
    /// "Show all in this thread" was pressed for this one.
    open: Option<ThreadId>,
}

impl Taste {
    /// The same with every warning of one thread open.
    pub(crate) fn opening(mut self, thread: ThreadId) -> Self {
        self.open = Some(thread);
        self
    }

    /// The same with other settings.
    pub(crate) fn changed(&self, settings: Settings) -> Self {
        Self { settings: Some(Arc::new(settings)), open: self.open }
    }

    /// Which form of a post with these warnings this reader gets.
    pub(crate) fn cover(&self, thread: ThreadId, warnings: &Warnings) -> Cover {
        let open = self.open == Some(thread);
        match &self.settings {
            Some(settings) => public::cover(settings, warnings, open),
            None if open || warnings.is_empty() => Cover::Open,
            None => Cover::Behind,
        }
    }
}
