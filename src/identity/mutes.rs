//! Names that a member muted: one sealed row, which nobody else can find or open.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::domain::ids::PersonaId;
use crate::store::StoreError;

use super::member::Member;
use super::seal::RowKind;
use super::sealed;

/// Names that one member may mute.
pub(crate) const MOST: usize = 500;

/// Muted names, by the public ids of their faces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Mutes {
    names: BTreeSet<String>,
}

impl Mutes {
    /// Whether this face is muted.
    pub(crate) fn has(&self, id: PersonaId) -> bool {
        !self.names.is_empty() && self.names.contains(&id.to_string())
    }

    /// Nobody is muted.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// All of them.
    pub(crate) fn ids(&self) -> Vec<PersonaId> {
        self.names.iter().filter_map(|name| name.parse().ok()).collect()
    }
}

/// Mutes a face; false when there are [`MOST`] already. Doing it twice changes nothing more.
pub(crate) async fn add(ctx: &Ctx, member: &Member, id: PersonaId) -> Result<bool, StoreError> {
    let mutes = sealed::change(ctx, member, &RowKind::MUTES, |mut mutes: Mutes| {
        if mutes.names.len() < MOST {
            mutes.names.insert(id.to_string());
        }
        mutes
    });
    Ok(mutes.await?.has(id))
}

/// Takes it back; no error when the face is not muted.
pub(crate) async fn remove(ctx: &Ctx, member: &Member, id: PersonaId) -> Result<(), StoreError> {
    let changed = sealed::change(ctx, member, &RowKind::MUTES, |mut mutes: Mutes| {
        mutes.names.remove(&id.to_string());
        mutes
    });
    changed.await.map(|_| ())
}
