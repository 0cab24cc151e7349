//! Sealed rows of a member: JSON, padded, sealed under the root with kind and revision, changed by compare-and-set.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ctx::Ctx;
use crate::domain::entropy::draw;
use crate::store::sealed_rows::SealedRow;
use crate::store::{self, Source, StoreError};

use super::keys::Root;
use super::member::Member;
use super::seal::{RowKind, open_row, seal_row};

/// How often a change is tried again when another tab or node was faster.
const TRIES: usize = 8;

/// A row that holds `value`, with a fresh revision.
pub(crate) fn row<T: Serialize>(ctx: &Ctx, root: &Root, kind: &RowKind, value: &T) -> Result<SealedRow, StoreError> {
    let entropy = ctx.entropy.as_ref();
    let revision = draw(entropy);
    let plain = zeroize::Zeroizing::new(
        serde_json::to_vec(value).map_err(|_| StoreError::Bug("a sealed row could not be written as JSON"))?,
    );
    let value =
        seal_row(root, kind, &revision, &plain, entropy).map_err(|_| StoreError::Bug("a row could not be sealed"))?;
    Ok(SealedRow { key: root.sealed(kind), revision, value, expires_day: None })
}

/// What a row holds.
pub(crate) fn open<T: DeserializeOwned>(root: &Root, kind: &RowKind, row: &SealedRow) -> Result<T, StoreError> {
    const CORRUPT: StoreError = StoreError::Corrupt { table: "sealed_rows" };
    let plain = open_row(root, kind, &row.revision, &row.value).map_err(|_| CORRUPT)?;
    serde_json::from_slice(&plain).map_err(|_| CORRUPT)
}

/// The member's value of this kind; `None` when there is none yet.
pub(crate) async fn read<T: DeserializeOwned>(
    source: &impl Source,
    root: &Root,
    kind: &RowKind,
) -> Result<Option<T>, StoreError> {
    let found = store::sealed_rows::find(source, &root.sealed(kind)).await?;
    found.map(|row| open(root, kind, &row)).transpose()
}

/// Writes a row of the member, alone in its transaction, if the stored revision still is `was`. False when another tab
/// or node was faster; `SessionEnded` when the member signed out or left meanwhile.
pub(crate) async fn set(ctx: &Ctx, member: &Member, row: SealedRow, was: Option<[u8; 16]>) -> Result<bool, StoreError> {
    let holding = member.holding();
    ctx.store
        .tx(move |tx| {
            Box::pin(async move {
                holding.take(tx).await?;
                store::sealed_rows::compare_and_set(tx, &row, was).await
            })
        })
        .await
}

/// Changes the member's value of this kind: `change` gets what stands now, and is called again when another tab or node
/// was faster. It is the only thing its transaction writes; where nothing changes, nothing is written.
pub(crate) async fn change<T>(
    ctx: &Ctx,
    member: &Member,
    kind: &RowKind,
    change: impl Fn(T) -> T,
) -> Result<T, StoreError>
where
    T: Serialize + DeserializeOwned + Default + Clone + PartialEq,
{
    for _ in 0..TRIES {
        let stored = store::sealed_rows::find(ctx.store.read(), &member.root.sealed(kind)).await?;
        let was = stored.as_ref().map(|row| row.revision);
        let before: T = stored.map(|row| open(&member.root, kind, &row)).transpose()?.unwrap_or_default();
        let value = change(before.clone());
        if value == before {
            return Ok(value);
        }
        let next = row(ctx, &member.root, kind, &value)?;
        if set(ctx, member, next, was).await? {
            return Ok(value);
        }
    }
    Err(StoreError::Bug("a sealed row changed at every try"))
}
