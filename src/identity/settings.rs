//! A member's settings: one sealed row, read by nobody else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::domain::warning::Warning;
use crate::store::StoreError;

use super::member::Member;
use super::seal::RowKind;
use super::sealed;

const SETTINGS: RowKind = RowKind::named(b"settings");

/// What happens with a text behind a content warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Choice {
    /// It stays out of sight; a line says so.
    Hide,
    /// It opens on a press.
    #[default]
    Ask,
    /// It stands open.
    Show,
}

impl Choice {
    /// The name in forms and in the API.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::Ask => "ask",
            Self::Show => "show",
        }
    }

    /// The choice of this name; `None` when there is none.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Hide, Self::Ask, Self::Show].into_iter().find(|choice| choice.name() == name)
    }
}

/// The settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// By the warning's name; one that is not there is asked for.
    warnings: BTreeMap<String, Choice>,
}

impl Settings {
    /// The choice for a warning.
    pub(crate) fn choice(&self, warning: Warning) -> Choice {
        self.warnings.get(warning.name()).copied().unwrap_or_default()
    }

    /// Sets the choice for a warning.
    pub(crate) fn choose(&mut self, warning: Warning, choice: Choice) {
        self.warnings.insert(warning.name().to_owned(), choice);
    }
}

/// The settings of a member; the defaults when nothing was saved.
pub(crate) async fn read(ctx: &Ctx, member: &Member) -> Result<Settings, StoreError> {
    Ok(sealed::read(ctx.store.read(), &member.root, &SETTINGS).await?.unwrap_or_default())
}

/// Changes the settings of a member; `change` may be called again when another tab was faster.
pub(crate) async fn change(
    ctx: &Ctx,
    member: &Member,
    change: impl Fn(Settings) -> Settings,
) -> Result<Settings, StoreError> {
    sealed::change(ctx, member, &SETTINGS, change).await
}
