//! Up to where a member has read what their names were told: one sealed row of the member.
//!
//! It is not written on the notifications, which are addressed to faces: whoever compares two copies of the database
//! would see marks of several faces appear together, and know them for one member's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::store::StoreError;

use super::member::Member;
use super::seal::RowKind;
use super::sealed;

/// By the name of what was told, the position up to which it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Seen {
    up_to: BTreeMap<String, i64>,
}

impl Seen {
    /// The position up to which this was read; 0 when nothing of it was.
    pub(crate) fn up_to(&self, name: &str) -> i64 {
        self.up_to.get(name).copied().unwrap_or(0)
    }
}

/// Marks these as read up to these positions. What is not among `living` any more is forgotten, so that the row does
/// not grow for ever.
pub(crate) async fn mark(
    ctx: &Ctx,
    member: &Member,
    read: &[(String, i64)],
    living: &[String],
) -> Result<(), StoreError> {
    let changed = sealed::change(ctx, member, &RowKind::SEEN, |mut seen: Seen| {
        seen.up_to.retain(|name, _| living.contains(name));
        for (name, position) in read {
            let mark = seen.up_to.entry(name.clone()).or_insert(0);
            *mark = (*mark).max(*position);
        }
        seen
    });
    changed.await.map(|_| ())
}
