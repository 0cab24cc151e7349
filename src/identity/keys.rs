//! From the phrase to the root: what signing in computes.
//!
//! phrase → Argon2id with the site's salt → master → HKDF → `find` (the member row's lookup) and `wrap` (unseals the
//! root, 256 random bits from which all else comes). No server key takes part (CONTRACT §2.3).

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

use crate::domain::entropy::{Entropy, draw};
use crate::identity::derive::{Label, expand};
use crate::identity::phrase::Phrase;
use crate::identity::seal::{SealError, open, seal};

/// HKDF info of the member row's lookup.
pub const FIND: &str = "leeward v1 find";
/// HKDF info of the key that seals the root in the member's row.
pub const WRAP: &str = "leeward v1 wrap";
/// First part of the associated data of a wrapped root.
pub const ROOT: Label = Label::new(b"leeward v1 root");

/// Memory of one Argon2id, in KiB: 19 MiB.
pub const MEMORY_KIB: u32 = 19 * 1024;
/// Passes of Argon2id over its memory.
pub const PASSES: u32 = 2;
/// Lanes of Argon2id.
pub const LANES: u32 = 1;

/// The site's salt: drawn at the first start, kept in the database, not secret, never changed.
#[derive(Clone, Copy)]
pub struct SiteSalt(pub [u8; 32]);

/// Argon2id had no memory or refused its parameters. Tells nothing of the phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the phrase could not be hashed")]
pub struct HashingFailed;

/// The 32 bytes that Argon2id makes of a phrase. Lives for one sign-in.
pub struct Master(Zeroizing<[u8; 32]>);

/// The key that opens the root in the member's row.
pub struct WrapKey(Zeroizing<[u8; 32]>);

/// Argon2id (RFC 9106), version 0x13, m = 19 MiB, t = 2, p = 1, 32 bytes, of the phrase's canonical letters.
///
/// Takes about 40 ms and 19 MiB: on a server always through [`PhraseHasher`].
pub fn master(phrase: &Phrase, salt: &SiteSalt) -> Result<Master, HashingFailed> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(|_| HashingFailed)?;
    // The library's own memory is freed as it stands; the last blocks give the master key, so ours is wiped.
    let mut memory = blocks(params.block_count())?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut out = Zeroizing::new([0; 32]);
    let (phrase, out_bytes) = (phrase.canonical(), out.as_mut_slice());
    argon
        .hash_password_into_with_memory(phrase.as_bytes(), &salt.0, out_bytes, &mut **memory)
        .map_err(|_| HashingFailed)?;
    Ok(Master(out))
}

/// Memory for one Argon2id, wiped when dropped. A boxed slice: a wiped `Vec` would be gone over twice.
fn blocks(count: usize) -> Result<Zeroizing<Box<[Block]>>, HashingFailed> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(count).map_err(|_| HashingFailed)?;
    memory.resize(count, Block::new());
    Ok(Zeroizing::new(memory.into_boxed_slice()))
}

impl Master {
    /// The member row's unique lookup.
    pub fn find(&self) -> [u8; 32] {
        *expand(&self.0, FIND)
    }

    /// The key of the root in the member's row.
    pub fn wrap_key(&self) -> WrapKey {
        WrapKey(expand(&self.0, WRAP))
    }
}

/// A member's root: 256 random bits from which every tag, id and key of theirs is derived.
pub struct Root(Zeroizing<[u8; 32]>);

impl Root {
    /// A new member's root.
    pub fn draw(entropy: &dyn Entropy) -> Self {
        Self(Zeroizing::new(draw(entropy)))
    }

    /// The root from its bytes; `None` when there are not 32.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        <[u8; 32]>::try_from(bytes).ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The same root once more, for work that outlives its request.
    pub fn again(&self) -> Self {
        Self(self.0.clone())
    }

    /// The root's bytes, for derivations of this room only.
    pub(in crate::identity) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The root sealed for the member's row: 24 bytes of nonce, 32 of root, 16 of tag. `lookup` is the row's `find`,
    /// so that a wrapped root moved to another row does not open.
    pub fn wrap(&self, key: &WrapKey, lookup: &[u8; 32], entropy: &dyn Entropy) -> Result<Vec<u8>, SealError> {
        seal(&key.0, &[ROOT.bytes(), lookup], self.bytes(), entropy)
    }

    /// Opens what [`Root::wrap`] made. Fails on another key, another row, or a changed byte.
    pub fn unwrap(wrapped: &[u8], key: &WrapKey, lookup: &[u8; 32]) -> Result<Self, SealError> {
        Self::from_bytes(&open(&key.0, &[ROOT.bytes(), lookup], wrapped)?).ok_or(SealError::DoesNotOpen)
    }
}

/// Why a phrase was not hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HasherError {
    /// As many phrases as may wait are waiting: 503, the text is kept, come back in a moment.
    #[error("too many phrases are waiting to be hashed")]
    Busy,
    /// See [`HashingFailed`].
    #[error("the phrase could not be hashed")]
    Failed,
}

/// The one place where a server hashes phrases: at most so many at once (19 MiB each), at most so many waiting.
///
/// A phrase that opens no account is hashed like any other, so the time tells nothing.
pub struct PhraseHasher {
    running: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl PhraseHasher {
    /// `at_once` phrases in work, `queue` more waiting for their turn.
    pub fn new(at_once: usize, queue: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(at_once)),
            places: Arc::new(Semaphore::new(at_once.saturating_add(queue))),
        }
    }

    /// [`master`] on a blocking thread, in turn. `Busy` at once when the queue is full.
    pub async fn master(&self, phrase: &Phrase, salt: &SiteSalt) -> Result<Master, HasherError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| HasherError::Busy)?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(|_| HasherError::Failed)?;
        let (phrase, salt) = (phrase.clone(), *salt);
        // Both permits move into the work: someone who hangs up frees neither memory nor turn before it is done.
        let hashing = spawn_blocking(move || {
            let _held = (place, turn);
            master(&phrase, &salt)
        });
        hashing.await.map_err(|_| HasherError::Failed)?.map_err(|_| HasherError::Failed)
    }
}
