//! Sealing: XChaCha20-Poly1305 with a random nonce, and the padded rows of everything personal.
//!
//! Sealed bytes are: nonce (24) ‖ ciphertext ‖ tag (16).

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::domain::entropy::{Entropy, draw};
use crate::identity::derive::{LABEL_BYTES, Label, expand, padded};
use crate::identity::keys::Root;

/// HKDF info of the key of a member's sealed rows.
pub const SEAL: &str = "leeward v1 seal";
/// First part of the associated data of a sealed row.
pub const ROW: Label = Label::new(b"leeward v1 row");

/// Lengths that a padded row may have, so that a row's size tells little of what is in it.
pub const BUCKETS: [usize; 5] = [256, 1_024, 4_096, 16_384, 65_536];
/// Bytes of the length that stands before the content.
const LENGTH_BYTES: usize = 4;
/// Bytes of the nonce before the ciphertext.
const NONCE_BYTES: usize = 24;

/// Why something was not sealed or opened. Carries no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// More than the largest bucket holds (65,532 bytes).
    #[error("too long to be sealed")]
    TooLong,
    /// Another key, another row, kind or revision, or changed bytes: which one cannot be told.
    #[error("does not open")]
    DoesNotOpen,
}

/// Seals `plain` under `key`, bound to the associated data (its parts have fixed lengths and are joined).
pub fn seal(key: &[u8; 32], aad: &[&[u8]], plain: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, SealError> {
    let nonce: [u8; NONCE_BYTES] = draw(entropy);
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: plain, aad: &aad.concat() };
    let ciphertext = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::TooLong)?;
    Ok([nonce.as_slice(), &ciphertext].concat())
}

/// Opens what [`seal`] made.
pub fn open(key: &[u8; 32], aad: &[&[u8]], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::DoesNotOpen)?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: ciphertext, aad: &aad.concat() };
    cipher.decrypt(&XNonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| SealError::DoesNotOpen)
}

/// Length (four bytes, big-endian), content, zeroes up to the next bucket.
pub fn pad(content: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let needed = content.len().checked_add(LENGTH_BYTES).ok_or(SealError::TooLong)?;
    let bucket = BUCKETS.into_iter().find(|bucket| needed <= *bucket).ok_or(SealError::TooLong)?;
    let length = u32::try_from(content.len()).map_err(|_| SealError::TooLong)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(bucket));
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(content);
    bytes.resize(bucket, 0);
    Ok(bytes)
}

/// The content of what [`pad`] made. `None` for another length than a bucket's, for a length beyond the bytes and for
/// filling that is not zero.
pub fn unpad(padded: &[u8]) -> Option<&[u8]> {
    if !BUCKETS.contains(&padded.len()) {
        return None;
    }
    let (length, rest) = padded.split_first_chunk::<LENGTH_BYTES>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (content, filling) = rest.split_at_checked(length)?;
    filling.iter().all(|byte| *byte == 0).then_some(content)
}

/// What a sealed row holds, in 24 bytes: a name (`settings`, `mutes` …) or one draft.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RowKind([u8; LABEL_BYTES]);

/// The kinds of which a member has one row. **Each new one gets its line in [`RowKind::NAMED`]**: by this list alone
/// the export finds what it shows, and leaving finds what it deletes. A test counts them.
impl RowKind {
    /// What a member set for themselves.
    pub const SETTINGS: Self = Self::named(b"settings");
    /// A new phrase that waits for its two words.
    pub const NEW_PHRASE: Self = Self::named(b"new phrase");
    /// That the member is leaving, and whether their posts stay.
    pub const LEAVING: Self = Self::named(b"leaving");
    /// Names that the member muted.
    pub const MUTES: Self = Self::named(b"mutes");
    /// Threads that the member follows, and how far they read in each.
    pub const FOLLOWS: Self = Self::named(b"follows");
    /// Up to where the member has read what their names were told.
    pub const SEEN: Self = Self::named(b"seen");

    /// Every kind of which a member has one row, and the name under which `GET /me/export` shows its JSON; `None` for
    /// what is nobody's business but the program's.
    pub const NAMED: [(Self, Option<&'static str>); 6] = [
        (Self::SETTINGS, Some("settings")),
        (Self::MUTES, Some("mutes")),
        (Self::FOLLOWS, Some("follows")),
        (Self::SEEN, Some("updates_read")),
        (Self::NEW_PHRASE, None),
        (Self::LEAVING, None),
    ];
}

impl RowKind {
    /// A kind of which a member has one row; a name longer than 24 bytes does not compile. `draft` and names that
    /// begin with it are taken by [`RowKind::draft`].
    pub const fn named<const N: usize>(name: &[u8; N]) -> Self {
        Self(padded(name))
    }

    /// The `n`-th draft that expires on this day (counted from 1970): `draft` in 12 bytes, day in 8, n in 4. So no
    /// draft can be put into the place of another.
    pub fn draft(day_of_expiry: i64, n: u32) -> Self {
        let mut bytes = padded(b"draft");
        let fields = day_of_expiry.to_be_bytes().into_iter().chain(n.to_be_bytes());
        for (to, from) in bytes.iter_mut().skip(12).zip(fields) {
            *to = from;
        }
        Self(bytes)
    }

    /// The kind as it enters derivations and associated data.
    pub fn field(&self) -> &[u8; LABEL_BYTES] {
        &self.0
    }
}

/// The key of a member's sealed rows.
pub struct SealedKey(Zeroizing<[u8; 32]>);

impl Root {
    /// The key of this member's sealed rows.
    pub fn sealed_key(&self) -> SealedKey {
        SealedKey(expand(self.bytes(), SEAL))
    }
}

/// A sealed row's value: the content padded, bound to its kind and its revision (16 random bytes, kept beside it).
pub fn seal_row(
    root: &Root,
    kind: &RowKind,
    revision: &[u8; 16],
    plain: &[u8],
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, SealError> {
    seal(&root.sealed_key().0, &[ROW.bytes(), kind.field(), revision], &pad(plain)?, entropy)
}

/// Opens what [`seal_row`] made; another kind or revision does not open.
pub fn open_row(
    root: &Root,
    kind: &RowKind,
    revision: &[u8; 16],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let padded = open(&root.sealed_key().0, &[ROW.bytes(), kind.field(), revision], sealed)?;
    unpad(&padded).map(|content| Zeroizing::new(content.to_vec())).ok_or(SealError::DoesNotOpen)
}
