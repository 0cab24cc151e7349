//! Stub until settings are merged.

use crate::ctx::Ctx;
use crate::domain::warning::Warning;
use crate::store::StoreError;

use super::member::Member;

/// What a reader wants for a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WarningChoice {
    /// Hide.
    Hide,
    /// Ask.
    Ask,
    /// Show.
    Show,
}

/// Settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings;

impl Settings {
    /// The choice.
    pub(crate) fn warning(&self, _: Warning) -> WarningChoice {
        WarningChoice::Ask
    }
}

/// Of a reader.
pub(crate) async fn of(_: &Ctx, _: Option<&Member>) -> Result<Settings, StoreError> {
    Ok(Settings)
}
