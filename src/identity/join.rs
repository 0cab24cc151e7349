//! Joining and coming back (CONTRACT §2.1–2.3).

use zeroize::Zeroizing;

use crate::config::secret_key::Purpose;
use crate::ctx::Ctx;
use crate::domain::clock::{HOUR_MS, Timestamp};
use crate::privacy::ledger;
use crate::store::members::Unlock;
use crate::store::sessions::SessionRow;
use crate::store::{self, StoreError};

use super::keys::{HasherError, Master, PhraseHasher, Root, SiteSalt};
use super::member::{Member, SignedIn, begin};
use super::new_phrase::told;
use super::phrase::{self, Phrase, PhraseError, WrongWords};
use super::proof::Pass;
use super::seal::{self, RowKind};
use super::session::SessionKind;

/// How long the page with the phrase may lie open, in milliseconds.
const PAGE_LIFE_MS: i64 = 2 * HOUR_MS;
const PAGE: &[u8] = b"leeward v1 join page";

/// A phrase that was shown and not yet confirmed.
pub(crate) struct Offer {
    /// The phrase.
    pub(crate) phrase: Phrase,
    /// Which two words are asked back, from 1.
    pub(crate) positions: [usize; 2],
    /// Phrase, positions and time, sealed: the page carries it, nothing is written.
    pub(crate) sealed: String,
}

/// Why joining or coming back did not work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JoinError {
    /// The page lay open too long, or was not ours: there are new words.
    #[error("the page is too old")]
    PageExpired,
    /// The words asked back were not those.
    #[error("a word was not the one asked for")]
    WrongWords(WrongWords),
    /// What was typed is no phrase.
    #[error("not a phrase")]
    Phrase(PhraseError),
    /// The phrase opens no account.
    #[error("the phrase opens no account")]
    NoAccount,
    /// The proof or ticket opened an account before.
    #[error("the proof was used before")]
    ProofUsed,
    /// Too many people are signing in at this moment.
    #[error("too many phrases wait to be hashed")]
    Busy,
    /// The phrase opens an account whose member has begun to leave: nobody is signed in, the rest goes.
    #[error("the member is leaving")]
    Leaving(Leaving),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The root of a member who had begun to leave.
pub(crate) struct Leaving(pub(crate) Root);

impl std::fmt::Debug for Leaving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Leaving")
    }
}

impl From<HasherError> for JoinError {
    fn from(error: HasherError) -> Self {
        match error {
            HasherError::Busy => Self::Busy,
            HasherError::Failed => Self::Store(StoreError::Bug("a phrase could not be hashed")),
        }
    }
}

fn page_key(ctx: &Ctx) -> Zeroizing<[u8; 32]> {
    ctx.secret.derive(Purpose::Proofs)
}

/// Draws a phrase for the page that shows it.
pub(crate) fn offer(ctx: &Ctx) -> Result<Offer, JoinError> {
    let entropy = ctx.entropy.as_ref();
    let (phrase, positions) = (Phrase::draw(entropy), phrase::draw_positions(entropy));
    offer_of(ctx, phrase, positions)
}

/// A phrase as its page carries it.
pub(crate) fn offer_of(ctx: &Ctx, phrase: Phrase, positions: [usize; 2]) -> Result<Offer, JoinError> {
    let [first, second] = positions;
    let content = Zeroizing::new(format!("{} {first} {second} {}", ctx.now().0, *phrase.canonical()));
    let padded = seal::pad(content.as_bytes()).map_err(|_| StoreError::Bug("a join page is too long"))?;
    let sealed = seal::seal(&page_key(ctx), &[PAGE], &padded, ctx.entropy.as_ref())
        .map_err(|_| StoreError::Bug("a join page could not be sealed"))?;
    Ok(Offer { phrase, positions, sealed: data_encoding::BASE64URL_NOPAD.encode(&sealed) })
}

/// Reads what a page carried back.
pub(crate) fn reopen(ctx: &Ctx, sealed: &str) -> Result<Offer, JoinError> {
    let bytes = data_encoding::BASE64URL_NOPAD.decode(sealed.as_bytes()).map_err(|_| JoinError::PageExpired)?;
    let padded = seal::open(&page_key(ctx), &[PAGE], &bytes).map_err(|_| JoinError::PageExpired)?;
    let content = seal::unpad(&padded).and_then(|c| std::str::from_utf8(c).ok()).ok_or(JoinError::PageExpired)?;
    let mut parts = content.splitn(4, ' ');
    let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok()).ok_or(JoinError::PageExpired);
    let (drawn, first, second) = (number()?, number()?, number()?);
    let phrase = Phrase::parse(parts.next().unwrap_or_default()).map_err(|_| JoinError::PageExpired)?;
    let age = ctx.now().since_ms(Timestamp(drawn));
    if !(0..=PAGE_LIFE_MS).contains(&age) {
        return Err(JoinError::PageExpired);
    }
    let positions = [first, second].map(|n| usize::try_from(n).unwrap_or(1));
    Ok(Offer { phrase, positions, sealed: sealed.to_owned() })
}

/// Checks the two words and writes the account.
pub(crate) async fn confirm(
    ctx: &Ctx,
    hasher: &PhraseHasher,
    offer: &Offer,
    typed: [&str; 2],
    kind: SessionKind,
) -> Result<SignedIn, JoinError> {
    phrase::check_words(&offer.phrase, offer.positions, typed).map_err(JoinError::WrongWords)?;
    open_account(ctx, hasher, &offer.phrase, None, kind).await
}

/// Draws a phrase and writes the account at once, as scripts do. `pass` is claimed in the same transaction.
pub(crate) async fn at_once(
    ctx: &Ctx,
    hasher: &PhraseHasher,
    pass: Option<Pass>,
    kind: SessionKind,
) -> Result<(Phrase, SignedIn), JoinError> {
    let phrase = Phrase::draw(ctx.entropy.as_ref());
    let signed_in = open_account(ctx, hasher, &phrase, pass, kind).await?;
    Ok((phrase, signed_in))
}

/// Writes an account for a phrase and signs it in. The same phrase twice (a double press) signs in the second time.
pub(crate) async fn open_account(
    ctx: &Ctx,
    hasher: &PhraseHasher,
    phrase: &Phrase,
    pass: Option<Pass>,
    kind: SessionKind,
) -> Result<SignedIn, JoinError> {
    let master = hasher.master(phrase, &SiteSalt(ctx.site.salt)).await?;
    let lookup = master.find();
    if store::members::find(ctx.store.read(), &lookup).await?.is_some() {
        return enter(ctx, &master, kind).await;
    }
    let root = Root::draw(ctx.entropy.as_ref());
    let wrapped_root = root
        .wrap(&master.wrap_key(), &lookup, ctx.entropy.as_ref())
        .map_err(|_| StoreError::Bug("a root could not be wrapped"))?;
    let unlock = Unlock { lookup, tag: root.unlocks(), wrapped_root, pending: false };
    let (token, row) = begin(ctx, &root, kind)?;
    let written = ctx
        .store
        .tx(move |tx| {
            Box::pin(async move {
                if let Some(pass) = pass
                    && !pass.claim(tx).await?
                {
                    return Err(JoinError::ProofUsed);
                }
                store::members::insert(tx, &unlock).await?;
                Ok(store::sessions::insert(tx, &row).await?)
            })
        })
        .await;
    match written {
        Ok(()) => Ok(SignedIn { member: Member { root, session: token.row_key() }, token }),
        // Both presses of a double press came at once: the first one wrote the account.
        Err(JoinError::Store(StoreError::Exists)) => enter(ctx, &master, kind).await,
        Err(error) => Err(error),
    }
}

/// Comes back with a phrase as typed. One Argon2id in every case.
pub(crate) async fn sign_in(
    ctx: &Ctx,
    hasher: &PhraseHasher,
    typed: &str,
    kind: SessionKind,
) -> Result<SignedIn, JoinError> {
    let phrase = Phrase::parse(typed).map_err(JoinError::Phrase)?;
    let master = hasher.master(&phrase, &SiteSalt(ctx.site.salt)).await?;
    enter(ctx, &master, kind).await
}

/// Opens the root and begins a session. A pending phrase becomes the phrase by its first use; using the old one drops
/// a pending one (CONTRACT §2.9).
async fn enter(ctx: &Ctx, master: &Master, kind: SessionKind) -> Result<SignedIn, JoinError> {
    let lookup = master.find();
    let unlock = store::members::find(ctx.store.read(), &lookup).await?.ok_or(JoinError::NoAccount)?;
    let root = Root::unwrap(&unlock.wrapped_root, &master.wrap_key(), &lookup).map_err(|_| JoinError::NoAccount)?;
    let (token, row) = begin(ctx, &root, kind)?;
    let entered = let_in(ctx, lookup, Keys::of(&root), row).await?;
    match entered {
        Entered::Leaving => return Err(JoinError::Leaving(Leaving(root))),
        Entered::Confirmed => told(ledger::confirm_rekey(ctx, &lookup).await),
        Entered::Dropped(others) => {
            for new in &others {
                told(ledger::withdraw_rekey(ctx, new).await);
            }
        }
    }
    Ok(SignedIn { member: Member { root, session: token.row_key() }, token })
}

/// What the transaction of signing in asks by.
struct Keys {
    lock: i64,
    tag: [u8; 32],
    leaving: [u8; 32],
}

impl Keys {
    fn of(root: &Root) -> Self {
        Self { lock: root.write_lock(), tag: root.unlocks(), leaving: root.sealed(&RowKind::LEAVING) }
    }
}

/// How somebody was let in.
enum Entered {
    /// Not at all: they are leaving.
    Leaving,
    /// With a new phrase, which is the phrase from now on.
    Confirmed,
    /// With the phrase; these new ones are dropped, mostly none.
    Dropped(Vec<[u8; 32]>),
}

async fn let_in(ctx: &Ctx, lookup: [u8; 32], by: Keys, session: SessionRow) -> Result<Entered, JoinError> {
    ctx.store
        .tx(move |tx| {
            Box::pin(async move {
                // Behind the lock: who leaves ends all sessions under it, and none begins afterwards.
                store::quotas::lock_member(tx, by.lock).await?;
                let rows = store::members::list(tx, &by.tag).await?;
                let mine = rows.iter().find(|row| row.lookup == lookup).ok_or(JoinError::NoAccount)?;
                if store::sealed_rows::find(tx, &by.leaving).await?.is_some() {
                    return Ok(Entered::Leaving);
                }
                let others: Vec<_> = rows.iter().map(|row| row.lookup).filter(|other| *other != lookup).collect();
                for other in &others {
                    store::members::delete(tx, other).await?;
                }
                if mine.pending {
                    store::members::confirm(tx, &lookup).await?;
                    store::sessions::delete_others(tx, &session.tag, &session.key).await?;
                }
                store::sessions::insert(tx, &session).await?;
                Ok(if mine.pending { Entered::Confirmed } else { Entered::Dropped(others) })
            })
        })
        .await
}
