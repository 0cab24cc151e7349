//! Changing the phrase in a way that can't lose an account (CONTRACT §2.9): the new one stands beside the old one until
//! two of its words were given back, or it has signed in once.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::privacy::ledger::{self, NewRow};
use crate::store::members::Unlock;
use crate::store::sealed_rows::SealedRow;
use crate::store::{self, StoreError};

use super::derive::{Label, mac};
use super::join::JoinError;
use super::keys::{PhraseHasher, Root, SiteSalt};
use super::member::Member;
use super::phrase::{self, Phrase, WrongWords};
use super::seal::RowKind;
use super::sealed;

const WORD: Label = Label::new(b"leeward v1 new word");

/// What waits for the two words: which row they confirm, and what they hash to under the root.
#[derive(Serialize, Deserialize)]
struct Pending {
    lookup: [u8; 32],
    positions: [usize; 2],
    words: [[u8; 32]; 2],
}

/// A new phrase, shown once.
pub(crate) struct NewPhrase {
    /// The phrase.
    pub(crate) phrase: Phrase,
    /// Which two words are asked back, from 1.
    pub(crate) positions: [usize; 2],
}

/// Why a phrase was not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NewPhraseError {
    /// The old phrase was not this account's, or was no phrase.
    #[error("the old phrase does not fit")]
    Old(JoinError),
    /// Nothing waits for confirmation: it was confirmed, dropped or never begun.
    #[error("no new phrase waits")]
    NothingWaits,
    /// The words asked back were not those.
    #[error("a word was not the one asked for")]
    WrongWords(WrongWords),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A typed or listed word, folded as phrases are and hashed under the root.
fn word_mac(root: &Root, position: usize, word: &str) -> [u8; 32] {
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    let number = u64::try_from(position).unwrap_or(0).to_be_bytes();
    mac(&root.sealed(&RowKind::NEW_PHRASE), &WORD, &[&number, letters.as_bytes()])
}

/// Draws a new phrase and lets it stand beside the old one.
pub(crate) async fn begin(
    ctx: &Arc<Ctx>,
    hasher: &PhraseHasher,
    member: &Member,
    old: &str,
) -> Result<NewPhrase, NewPhraseError> {
    let fits = owns(ctx, hasher, member, old).await.map_err(NewPhraseError::Old)?;
    if !fits {
        return Err(NewPhraseError::Old(JoinError::NoAccount));
    }
    let entropy = ctx.entropy.as_ref();
    let new = Phrase::draw(entropy);
    let positions = phrase::draw_positions(entropy);
    let master = hasher
        .master(&new, &SiteSalt(ctx.site.salt))
        .await
        .map_err(|error| NewPhraseError::Old(JoinError::from(error)))?;
    let lookup = master.find();
    let wrapped_root = member
        .root
        .wrap(&master.wrap_key(), &lookup, entropy)
        .map_err(|_| StoreError::Bug("a root could not be wrapped"))?;
    let words = positions.map(|n| word_mac(&member.root, n, new.words().get(n - 1).copied().unwrap_or_default()));
    let row = sealed::row(ctx, &member.root, &RowKind::NEW_PHRASE, &Pending { lookup, positions, words })?;
    let unlock = Unlock { lookup, tag: member.root.unlocks(), wrapped_root, pending: true };
    let (entering, store, holding) = (Arc::clone(ctx), ctx.store.clone(), member.holding());
    store
        .tx(move |tx| {
            Box::pin(async move {
                holding.take(tx).await?;
                stand_beside(&entering, tx, unlock, row).await
            })
        })
        .await?;
    Ok(NewPhrase { phrase: new, positions })
}

async fn stand_beside(ctx: &Ctx, tx: &store::Tx, unlock: Unlock, row: SealedRow) -> Result<(), StoreError> {
    for other in store::members::list(tx, &unlock.tag).await? {
        if other.pending {
            store::members::delete(tx, &other.lookup).await?;
        } else {
            let new = NewRow { lookup: &unlock.lookup, wrapped_root: &unlock.wrapped_root };
            ledger::enter_rekey(ctx, &other.lookup, new).await?;
        }
    }
    store::members::insert(tx, &unlock).await?;
    store::sealed_rows::delete(tx, &row.key).await?;
    store::sealed_rows::compare_and_set(tx, &row, None).await.map(|_| ())
}

/// Whether a typed phrase opens this very account.
pub(crate) async fn owns(ctx: &Ctx, hasher: &PhraseHasher, member: &Member, typed: &str) -> Result<bool, JoinError> {
    let phrase = Phrase::parse(typed).map_err(JoinError::Phrase)?;
    let master = hasher.master(&phrase, &SiteSalt(ctx.site.salt)).await?;
    let found = store::members::find(ctx.store.read(), &master.find()).await?;
    Ok(found.is_some_and(|unlock| unlock.tag == member.root.unlocks()))
}

/// Which two words are asked back, if a new phrase waits.
pub(crate) async fn waiting(ctx: &Ctx, member: &Member) -> Result<Option<[usize; 2]>, StoreError> {
    let pending: Option<Pending> = sealed::read(ctx.store.read(), &member.root, &RowKind::NEW_PHRASE).await?;
    Ok(pending.map(|p| p.positions))
}

/// Checks the two words; then the new phrase is the phrase and all other sessions end.
pub(crate) async fn confirm(ctx: &Ctx, member: &Member, typed: [&str; 2]) -> Result<(), NewPhraseError> {
    let pending: Pending = sealed::read(ctx.store.read(), &member.root, &RowKind::NEW_PHRASE)
        .await?
        .ok_or(NewPhraseError::NothingWaits)?;
    let [first_at, second_at] = pending.positions;
    let [first, second] = typed;
    let [first_word, second_word] = pending.words;
    let wrong = WrongWords {
        first: !same(&word_mac(&member.root, first_at, first), &first_word),
        second: !same(&word_mac(&member.root, second_at, second), &second_word),
    };
    if wrong.first || wrong.second {
        return Err(NewPhraseError::WrongWords(wrong));
    }
    let (tag, key, session) = (member.root.unlocks(), member.root.sealed(&RowKind::NEW_PHRASE), member.session);
    let (sessions, holding) = (member.root.sessions(), member.holding());
    let new = pending.lookup;
    ctx.store
        .tx(move |tx| {
            Box::pin(async move {
                holding.take(tx).await?;
                let rows = store::members::list(tx, &tag).await?;
                if !rows.iter().any(|row| row.lookup == pending.lookup) {
                    return Err(NewPhraseError::NothingWaits);
                }
                for other in rows.iter().filter(|row| row.lookup != pending.lookup) {
                    store::members::delete(tx, &other.lookup).await?;
                }
                store::members::confirm(tx, &pending.lookup).await?;
                store::sealed_rows::delete(tx, &key).await?;
                store::sessions::delete_others(tx, &sessions, &session.0).await?;
                Ok::<_, NewPhraseError>(())
            })
        })
        .await?;
    told(ledger::confirm_rekey(ctx, &new).await);
    Ok(())
}

/// Goes on when the ledger could not be told what is already done: a restore then keeps both phrases, and the first
/// one that is used decides.
pub(super) fn told(entered: Result<(), StoreError>) {
    if let Err(error) = entered {
        tracing::warn!(target: "leeward::ledger", reason = %error, "a change of phrase stays pending in the ledger");
    }
}

fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    use subtle::ConstantTimeEq;
    bool::from(a.ct_eq(b))
}
