//! What the entries of the ledger mean (CONTRACT §2.14): what people took back, what a decision took away, and which
//! phrase replaced which, so that a backup from before does not undo it.
//!
//! What always holds: an entry is on the disk before the change that it records commits ([`enter`] fails with
//! `Unavailable`, and the caller gives up its own transaction); all that it names is hashed under the ledger's key;
//! there is no time but the month of expiry. A change that fails after its entry leaves an entry of something that did
//! not happen: after a restore it is then carried out, which its author had asked for.

use std::collections::{BTreeMap, BTreeSet};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::ctx::Ctx;
use crate::domain::clock::Timestamp;
use crate::domain::ids::PostId;
use crate::domain::keys::PersonaKey;
use crate::domain::persona::Scope;
use crate::domain::post::{Post, PostState};
use crate::store::StoreError;
use crate::store::ledger::{EntryRow, Ledger, LedgerTx, RekeyRow};

/// How long a backup may live, in months; `restore` takes no older one with this ledger. Long enough for yearly
/// archives, short enough that hashes of what people erased do not stay for ever. Entries stay through the month that
/// is so many after theirs.
pub const BACKUP_LIFE_MONTHS: i32 = 12;

/// What is recorded, before it is done.
#[derive(Clone, Copy)]
pub(crate) enum Entry<'a> {
    /// The text of a post goes by its writer's will.
    ErasedPost(PostId),
    /// A post's text gives way to another, also one that waits for a moderator.
    SupersededText {
        /// The post.
        post: PostId,
        /// The text that goes.
        old: &'a str,
        /// The text that comes: should it have been superseded once, it no longer is.
        new: &'a str,
    },
    /// A text that waited for a moderator goes, and the post's own stays.
    DroppedText {
        /// The post.
        post: PostId,
        /// The text that goes.
        old: &'a str,
    },
    /// A name is given up; the face's row stays.
    RetiredFace(PersonaKey),
    /// A face's row goes.
    ErasedFace(PersonaKey),
    /// A row of `members` goes with its account: its lookup. One entry for each row of the account.
    ErasedMember(&'a [u8; 32]),
    /// A post's text is removed by decision.
    RemovedText(PostId),
    /// The decision is reversed: the text comes back.
    PutBackText(PostId),
    /// A restriction is set by decision, or lifted (`None`). Its end is kept as `Persona` keeps it, in whole hours.
    Restriction {
        /// The face.
        face: PersonaKey,
        /// What holds from now on.
        restricted: Option<(Scope, Option<Timestamp>)>,
    },
}

/// Kinds of entries, as rows name them, each with the class of what is hashed. The words are for ever.
mod kind {
    pub(super) const POST: &str = "post";
    pub(super) const TEXT: &str = "text";
    pub(super) const RETIRED: &str = "retired";
    pub(super) const FACE: &str = "face";
    pub(super) const MEMBER: &str = "member";
    pub(super) const REMOVED: &str = "removed";
    pub(super) const RESTRICTION: &str = "restriction";
}

/// Enters what is about to be done, in one commit that is durable when this answers. Call it last in the transaction
/// of the change, when nothing can refuse it any more. Fails with `Unavailable`: then the change must not be made.
pub(crate) async fn enter(ctx: &Ctx, entries: &[Entry<'_>]) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let (ledger, expires) = (&ctx.ledger, expires_month(ctx.now()));
    let tx = ledger.begin().await?;
    let rows = entries.iter().filter_map(|entry| row(ledger, entry));
    // Once each: PostgreSQL writes no row twice in one statement.
    let rows: BTreeMap<_, _> = rows.map(|row| ((row.kind, row.hash), row)).collect();
    tx.put(&rows.into_values().collect::<Vec<_>>(), expires).await?;
    for entry in entries {
        match entry {
            Entry::SupersededText { post, new, .. } => tx.take(kind::TEXT, &of_text(ledger, *post, new)).await?,
            Entry::PutBackText(post) => tx.take(kind::REMOVED, &of_post(ledger, *post)).await?,
            Entry::ErasedMember(lookup) => forget_way_to(&tx, of_member(ledger, lookup), expires).await?,
            _ => {}
        }
    }
    tx.commit().await
}

fn row(ledger: &Ledger, entry: &Entry<'_>) -> Option<EntryRow> {
    let plain = |kind, hash| Some(EntryRow { kind, hash, value: Vec::new() });
    match entry {
        Entry::ErasedPost(post) => plain(kind::POST, of_post(ledger, *post)),
        Entry::SupersededText { post, old, .. } | Entry::DroppedText { post, old } => {
            plain(kind::TEXT, of_text(ledger, *post, old))
        }
        Entry::RetiredFace(face) => plain(kind::RETIRED, of_face(ledger, *face)),
        Entry::ErasedFace(face) => plain(kind::FACE, of_face(ledger, *face)),
        Entry::ErasedMember(lookup) => plain(kind::MEMBER, of_member(ledger, lookup)),
        Entry::RemovedText(post) => plain(kind::REMOVED, of_post(ledger, *post)),
        Entry::PutBackText(_) => None,
        Entry::Restriction { face, restricted } => {
            let value = restriction_bytes(*restricted);
            Some(EntryRow { kind: kind::RESTRICTION, hash: of_face(ledger, *face), value })
        }
    }
}

/// Earlier phrases of an erased account open nothing either, and their changes hold its wrapped root no longer.
async fn forget_way_to(tx: &LedgerTx, lookup: [u8; 32], expires: i32) -> Result<(), StoreError> {
    let mut ends = vec![lookup];
    while let Some(end) = ends.pop() {
        let before = tx.take_rekeys_to(&end, false).await?;
        let rows: Vec<_> =
            before.iter().map(|hash| EntryRow { kind: kind::MEMBER, hash: *hash, value: Vec::new() }).collect();
        tx.put(&rows, expires).await?;
        ends.extend(before);
    }
    Ok(())
}

/// A new phrase's row of `members`.
pub(crate) struct NewRow<'a> {
    /// Its lookup.
    pub(crate) lookup: &'a [u8; 32],
    /// The root, wrapped under the new phrase.
    pub(crate) wrapped_root: &'a [u8],
}

/// Enters that a new phrase stands beside the one of `old`, before it does. Until [`confirm_rekey`] a restore keeps
/// both. A new phrase that stood there before is forgotten.
pub(crate) async fn enter_rekey(ctx: &Ctx, old: &[u8; 32], new: NewRow<'_>) -> Result<(), StoreError> {
    let rekey = RekeyRow {
        old_hash: of_member(&ctx.ledger, old),
        new_hash: of_member(&ctx.ledger, new.lookup),
        lookup: *new.lookup,
        wrapped_root: new.wrapped_root.to_vec(),
        confirmed: false,
    };
    let tx = ctx.ledger.begin().await?;
    tx.put_rekey(&rekey, expires_month(ctx.now())).await?;
    tx.commit().await
}

/// Confirms, after its commit, that the phrase of `new` is the phrase and the old one is gone.
pub(crate) async fn confirm_rekey(ctx: &Ctx, new: &[u8; 32]) -> Result<(), StoreError> {
    let tx = ctx.ledger.begin().await?;
    tx.confirm_rekey(&of_member(&ctx.ledger, new), expires_month(ctx.now())).await?;
    tx.commit().await
}

/// Withdraws, after its commit, a new phrase that was dropped because the old one was used.
pub(crate) async fn withdraw_rekey(ctx: &Ctx, new: &[u8; 32]) -> Result<(), StoreError> {
    let tx = ctx.ledger.begin().await?;
    tx.take_rekeys_to(&of_member(&ctx.ledger, new), true).await?;
    tx.commit().await
}

/// The last month through which an entry of now is kept.
fn expires_month(now: Timestamp) -> i32 {
    now.month().saturating_add(BACKUP_LIFE_MONTHS)
}

fn of_post(ledger: &Ledger, post: PostId) -> [u8; 32] {
    hash(ledger, b"leeward ledger v1 post..", &[&post.0])
}

fn of_text(ledger: &Ledger, post: PostId, text: &str) -> [u8; 32] {
    hash(ledger, b"leeward ledger v1 text..", &[&post.0, text.as_bytes()])
}

fn of_face(ledger: &Ledger, face: PersonaKey) -> [u8; 32] {
    hash(ledger, b"leeward ledger v1 face..", &[&face.0])
}

fn of_member(ledger: &Ledger, lookup: &[u8; 32]) -> [u8; 32] {
    hash(ledger, b"leeward ledger v1 member", &[lookup])
}

/// HMAC-SHA256 (RFC 2104) under the ledger's key: a label of 24 bytes, then fields of fixed length, a text last.
fn hash(ledger: &Ledger, label: &[u8; 24], fields: &[&[u8]]) -> [u8; 32] {
    let mut block = zeroize::Zeroizing::new([0_u8; 64]);
    for (to, from) in block.iter_mut().zip(ledger.key()) {
        *to = *from;
    }
    let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
    mac.update(label);
    for field in fields {
        mac.update(field);
    }
    mac.finalize().into_bytes().into()
}

/// Scope in one byte (0 for none), then the hour of its end, if it has one.
fn restriction_bytes(restricted: Option<(Scope, Option<Timestamp>)>) -> Vec<u8> {
    let Some((scope, until)) = restricted else { return vec![0] };
    let mut bytes = vec![match scope {
        Scope::Board => 1,
        Scope::Site => 2,
    }];
    if let Some(until) = until {
        bytes.extend(until.hour_up().to_be_bytes());
    }
    bytes
}

/// What the ledger knows of rows that a backup brings back. Each function answers those of its question that it knows.
pub(crate) struct Replay<'a>(pub(crate) &'a Ledger);

impl Replay<'_> {
    /// Posts whose text their writers took back.
    pub(crate) async fn erased(&self, posts: &[Post]) -> Result<BTreeSet<PostId>, StoreError> {
        self.posts_of(kind::POST, posts).await
    }

    /// Posts whose text a decision removed.
    pub(crate) async fn removed(&self, posts: &[Post]) -> Result<BTreeSet<PostId>, StoreError> {
        self.posts_of(kind::REMOVED, posts).await
    }

    /// Texts of these posts that gave way to others: of the text that stands, and of the one that waits.
    pub(crate) async fn superseded(&self, posts: &[Post]) -> Result<BTreeMap<PostId, Superseded>, StoreError> {
        let mut texts = Vec::new();
        for post in posts.iter().filter(|post| post.state != PostState::Deleted) {
            texts.push((of_text(self.0, post.id, &post.body), post.id, true));
            if let Some(pending) = &post.pending_body {
                texts.push((of_text(self.0, post.id, pending), post.id, false));
            }
        }
        let known = self.0.find(kind::TEXT, &texts.iter().map(|(hash, ..)| *hash).collect::<Vec<_>>()).await?;
        let mut found: BTreeMap<PostId, Superseded> = BTreeMap::new();
        for (_, post, standing) in texts.into_iter().filter(|(hash, ..)| known.contains_key(hash)) {
            let superseded = found.entry(post).or_default();
            superseded.standing |= standing;
            superseded.waiting |= !standing;
        }
        Ok(found)
    }

    async fn posts_of(&self, kind: &'static str, posts: &[Post]) -> Result<BTreeSet<PostId>, StoreError> {
        let hashes: Vec<_> = posts.iter().map(|post| of_post(self.0, post.id)).collect();
        let known = self.0.find(kind, &hashes).await?;
        let asked = posts.iter().zip(&hashes);
        Ok(asked.filter(|(_, hash)| known.contains_key(*hash)).map(|(post, _)| post.id).collect())
    }

    /// What became of this face. `None` when nothing is known.
    pub(crate) async fn face(&self, face: PersonaKey) -> Result<FaceFate, StoreError> {
        let hash = of_face(self.0, face);
        let restriction = self.0.find(kind::RESTRICTION, &[hash]).await?.remove(&hash);
        Ok(FaceFate {
            erased: !self.0.find(kind::FACE, &[hash]).await?.is_empty(),
            retired: !self.0.find(kind::RETIRED, &[hash]).await?.is_empty(),
            restricted: restriction.map(|bytes| restriction_of(&bytes)).transpose()?,
        })
    }

    /// Whether the account of this lookup was deleted.
    pub(crate) async fn member_erased(&self, lookup: &[u8; 32]) -> Result<bool, StoreError> {
        Ok(!self.0.find(kind::MEMBER, &[of_member(self.0, lookup)]).await?.is_empty())
    }

    /// The change of phrase that begins at this lookup.
    pub(crate) async fn rekey(&self, lookup: &[u8; 32]) -> Result<Option<RekeyRow>, StoreError> {
        self.0.find_rekey(&of_member(self.0, lookup)).await
    }
}

/// Which texts of a post gave way to others.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Superseded {
    /// The one that stands.
    pub(crate) standing: bool,
    /// The one that waits for a moderator.
    pub(crate) waiting: bool,
}

/// What became of a face.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FaceFate {
    /// Its row went with its account.
    pub(crate) erased: bool,
    /// Its name was given up.
    pub(crate) retired: bool,
    /// The last decision on what it may do: `Some(None)` when a restriction was lifted.
    pub(crate) restricted: Option<Option<(Scope, Option<Timestamp>)>>,
}

/// What [`restriction_bytes`] wrote.
fn restriction_of(bytes: &[u8]) -> Result<Option<(Scope, Option<Timestamp>)>, StoreError> {
    let corrupt = || StoreError::Corrupt { table: "ledger_entries" };
    let (scope, rest) = bytes.split_first().ok_or_else(corrupt)?;
    let scope = match scope {
        0 => return Ok(None),
        1 => Scope::Board,
        2 => Scope::Site,
        _ => return Err(corrupt()),
    };
    let until = match rest {
        [] => None,
        hour => Some(Timestamp::from_hour(i64::from_be_bytes(hour.try_into().map_err(|_| corrupt())?))),
    };
    Ok(Some((scope, until)))
}
