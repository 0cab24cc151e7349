//! Drafts: sealed rows of the member, kept 14 days. Publishing one does not touch it; it is hidden at reading.

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::domain::clock::{DAY_MS, Timestamp};
use crate::identity::keys::Root;
use crate::identity::member::Member;
use crate::identity::seal::RowKind;
use crate::identity::sealed;
use crate::store::{self, StoreError};

/// Days that a draft is kept.
pub(crate) const KEPT_DAYS: i64 = 14;
/// Drafts that one member may have for one day of expiry.
const A_DAY: u32 = 32;

/// What was typed, wherever it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DraftText {
    /// The board's code, of a new thread.
    pub(crate) board: Option<String>,
    /// The thread's id, of a reply.
    pub(crate) thread: Option<String>,
    /// The title typed so far.
    pub(crate) title: String,
    /// The body typed so far.
    pub(crate) body: String,
    /// What its writer would like.
    pub(crate) seeking: Option<String>,
    /// Content warnings ticked.
    pub(crate) warnings: Vec<String>,
    /// The position that it answers.
    pub(crate) reply_to: Option<i64>,
    /// The once-only key of the form: once a post of this key exists, the draft is hidden.
    pub(crate) once: Option<String>,
    /// When it was saved, in milliseconds, cut to the minute.
    pub(crate) saved_ms: i64,
    /// Thrown away: its text is gone, its place is not given to another draft (CONTRACT §2.5: never reused).
    pub(crate) gone: bool,
}

/// A draft and the id under which its member finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Day of expiry and number: `20780-3`.
    pub(crate) id: DraftId,
    /// What was typed.
    pub(crate) text: DraftText,
}

/// A draft's place among its member's drafts. Tells the day after which it goes, nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DraftId {
    /// The UTC day, since 1970, after which it goes.
    pub(crate) day: i64,
    /// Its number on that day; never used again.
    pub(crate) n: u32,
}

impl std::fmt::Display for DraftId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.day, self.n)
    }
}

impl std::str::FromStr for DraftId {
    type Err = crate::domain::ids::NotAnId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (day, n) = text.split_once('-').ok_or(crate::domain::ids::NotAnId)?;
        let read = day.parse().ok().zip(n.parse().ok());
        read.map(|(day, n)| Self { day, n }).ok_or(crate::domain::ids::NotAnId)
    }
}

/// Why a draft was not saved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DraftError {
    /// There is no such draft.
    #[error("no such draft")]
    NotFound,
    /// As many drafts as one may have for a day.
    #[error("too many drafts")]
    TooMany,
    /// Longer than a draft may be.
    #[error("too long")]
    TooLong,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Most bytes of a draft as it is sealed: a full title and body in any script, and in most scripts far more. Escapes
/// count, so a text of quotation marks alone may be half as long.
const MOST_BYTES: usize = 64_000;

/// All drafts, newest first, without those whose post exists.
pub(crate) async fn list(ctx: &Ctx, member: &Member) -> Result<Vec<Draft>, StoreError> {
    let mut drafts = Vec::new();
    for draft in stored(ctx, member).await? {
        if !is_published(ctx, member, &draft.text).await? {
            drafts.push(draft);
        }
    }
    Ok(drafts)
}

/// All drafts that are kept, newest first, also those whose post exists.
pub(crate) async fn stored(ctx: &Ctx, member: &Member) -> Result<Vec<Draft>, StoreError> {
    let today = ctx.now().day();
    let ids: Vec<DraftId> =
        (today..=today + KEPT_DAYS).flat_map(|day| (0..A_DAY).map(move |n| DraftId { day, n })).collect();
    let mut drafts = Vec::new();
    for chunk in ids.chunks(256) {
        let keys: Vec<[u8; 32]> = chunk.iter().map(|id| member.root.draft(id.day, id.n)).collect();
        for row in store::sealed_rows::find_many(ctx.store.read(), &keys).await? {
            let Some((id, _)) = chunk.iter().zip(&keys).find(|(_, key)| **key == row.key) else { continue };
            let text: DraftText = open(member, *id, &row)?;
            if !text.gone {
                drafts.push(Draft { id: *id, text });
            }
        }
    }
    drafts.sort_by_key(|draft| (std::cmp::Reverse(draft.text.saved_ms), draft.id));
    Ok(drafts)
}

/// The keys of all drafts that may stand on this day (since 1970), and a day around them for clocks that differ.
pub(super) fn keys(root: &Root, today: i64) -> Vec<[u8; 32]> {
    let days = today.saturating_sub(1)..=today.saturating_add(KEPT_DAYS + 1);
    days.flat_map(|day| (0..A_DAY).map(move |n| root.draft(day, n))).collect()
}

fn open(member: &Member, id: DraftId, row: &store::sealed_rows::SealedRow) -> Result<DraftText, StoreError> {
    sealed::open(&member.root, &RowKind::draft(id.day, id.n), row)
}

async fn is_published(ctx: &Ctx, member: &Member, text: &DraftText) -> Result<bool, StoreError> {
    let Some(once) = text.once.as_deref().and_then(|once| crate::identity::tags::OnceKey::parse(once).ok()) else {
        return Ok(false);
    };
    Ok(store::posts::find(ctx.store.read(), member.root.post_id(&once)).await?.is_some())
}

/// One draft.
pub(crate) async fn find(ctx: &Ctx, member: &Member, id: DraftId) -> Result<Option<Draft>, StoreError> {
    let row = store::sealed_rows::find(ctx.store.read(), &member.root.draft(id.day, id.n)).await?;
    let text = row.map(|row| open(member, id, &row)).transpose()?;
    Ok(text.filter(|text| !text.gone).map(|text| Draft { id, text }))
}

/// Saves a draft: a new one (`id` `None`), or over the one of this id. Its 14 days begin when it is first saved.
pub(crate) async fn save(
    ctx: &Ctx,
    member: &Member,
    id: Option<DraftId>,
    mut text: DraftText,
) -> Result<DraftId, DraftError> {
    text.saved_ms = ctx.now().to_minute().0;
    let length = serde_json::to_vec(&text).map_or(usize::MAX, |bytes| bytes.len());
    if length > MOST_BYTES {
        return Err(DraftError::TooLong);
    }
    match id {
        Some(id) => write_over(ctx, member, id, &text).await,
        None => write_new(ctx, member, &text).await,
    }
}

fn row_of(
    ctx: &Ctx,
    member: &Member,
    id: DraftId,
    text: &DraftText,
) -> Result<store::sealed_rows::SealedRow, StoreError> {
    let row = sealed::row(ctx, &member.root, &RowKind::draft(id.day, id.n), text)?;
    Ok(store::sealed_rows::SealedRow { key: member.root.draft(id.day, id.n), expires_day: Some(id.day), ..row })
}

async fn write_over(ctx: &Ctx, member: &Member, id: DraftId, text: &DraftText) -> Result<DraftId, DraftError> {
    let key = member.root.draft(id.day, id.n);
    let was = store::sealed_rows::find(ctx.store.read(), &key).await?.ok_or(DraftError::NotFound)?.revision;
    let row = row_of(ctx, member, id, text)?;
    let set = sealed::set(ctx, member, row, Some(was)).await?;
    // Another tab saved the same draft a moment ago: both texts are somebody's words, so this one gets its own place.
    if set { Ok(id) } else { write_new(ctx, member, text).await }
}

async fn write_new(ctx: &Ctx, member: &Member, text: &DraftText) -> Result<DraftId, DraftError> {
    let day = Timestamp(ctx.now().0.saturating_add(KEPT_DAYS * DAY_MS)).day();
    for n in 0..A_DAY {
        let id = DraftId { day, n };
        let row = row_of(ctx, member, id, text)?;
        if sealed::set(ctx, member, row, None).await? {
            return Ok(id);
        }
    }
    Err(DraftError::TooMany)
}

/// Throws a draft away; no error when it is gone. The row stays, emptied, until its day: its key is never used again.
pub(crate) async fn discard(ctx: &Ctx, member: &Member, id: DraftId) -> Result<(), DraftError> {
    let key = member.root.draft(id.day, id.n);
    let Some(row) = store::sealed_rows::find(ctx.store.read(), &key).await? else { return Ok(()) };
    let emptied = row_of(ctx, member, id, &DraftText { gone: true, ..DraftText::default() })?;
    sealed::set(ctx, member, emptied, Some(row.revision)).await?;
    Ok(())
}
