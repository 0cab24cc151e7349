//! All that decides what a reader sees of others' words, read at once.

use crate::ctx::Ctx;
use crate::store::{self, StoreError};

use super::follows::Follows;
use super::member::Member;
use super::mutes::Mutes;
use super::seal::RowKind;
use super::sealed;
use super::seen::Seen;
use super::settings::Settings;

/// What is a reader's own: the defaults for visitors, who have none of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Personal {
    /// What they set.
    pub(crate) settings: Settings,
    /// Whom they muted.
    pub(crate) mutes: Mutes,
    /// What they follow, and how far they read there.
    pub(crate) follows: Follows,
    /// What of their updates they have read.
    pub(crate) seen: Seen,
}

/// Reads it, in one question to the database.
pub(crate) async fn read(ctx: &Ctx, member: &Member) -> Result<Personal, StoreError> {
    let root = &member.root;
    let kinds = [&RowKind::SETTINGS, &RowKind::MUTES, &RowKind::FOLLOWS, &RowKind::SEEN];
    let [settings, mutes, follows, seen] = kinds.map(|kind| root.sealed(kind));
    let rows = store::sealed_rows::find_many(ctx.store.read(), &[settings, mutes, follows, seen]).await?;
    let mut personal = Personal::default();
    for row in rows {
        if row.key == settings {
            personal.settings = sealed::open(root, &RowKind::SETTINGS, &row)?;
        } else if row.key == mutes {
            personal.mutes = sealed::open(root, &RowKind::MUTES, &row)?;
        } else if row.key == follows {
            personal.follows = sealed::open(root, &RowKind::FOLLOWS, &row)?;
        } else {
            personal.seen = sealed::open(root, &RowKind::SEEN, &row)?;
        }
    }
    Ok(personal)
}
