//! The three ways by which bytes come from a secret here, and the labels that keep their uses apart.
//!
//! The layout is for ever: HMAC and SHA-256 take a label of 24 bytes (filled up with zeroes), then fields of fixed
//! length, the longest or a text last; HKDF takes its label as `info`, unpadded.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes of a label, and of a kind of sealed row.
pub const LABEL_BYTES: usize = 24;

/// What a derivation is for, in 24 bytes.
#[derive(Clone, Copy)]
pub struct Label([u8; LABEL_BYTES]);

impl Label {
    /// A label from its text; a text longer than 24 bytes does not compile.
    pub const fn new<const N: usize>(text: &[u8; N]) -> Self {
        Self(padded(text))
    }

    /// The label as it enters a derivation.
    pub fn bytes(&self) -> &[u8; LABEL_BYTES] {
        &self.0
    }
}

/// The text filled up with zeroes to 24 bytes; a longer text does not compile.
pub const fn padded<const N: usize>(text: &[u8; N]) -> [u8; LABEL_BYTES] {
    const { assert!(N <= LABEL_BYTES, "a label has at most 24 bytes") };
    let mut bytes = [0; LABEL_BYTES];
    let (head, _) = bytes.split_at_mut(N);
    head.copy_from_slice(text);
    bytes
}

/// HMAC-SHA256 (RFC 2104, FIPS 198-1) of label and fields under a key of 32 bytes.
pub fn mac(key: &[u8; 32], label: &Label, fields: &[&[u8]]) -> [u8; 32] {
    // Filling the key up to the block of SHA-256 is what HMAC does with a short key; so this cannot fail.
    let mut block = Zeroizing::new([0_u8; 64]);
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
    mac.update(label.bytes());
    for field in fields {
        mac.update(field);
    }
    mac.finalize().into_bytes().into()
}

/// SHA-256 of label and fields: for what is looked up, where the input is a secret of at least 128 bits already.
pub fn digest(label: &Label, fields: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(label.bytes());
    for field in fields {
        hash.update(field);
    }
    hash.finalize().into()
}

/// HKDF-SHA256 (RFC 5869) without salt: a key of 32 bytes for one purpose.
#[expect(clippy::expect_used, reason = "RFC 5869 §2.3 allows 255 × 32 bytes of output: 32 always fit")]
pub fn expand(secret: &[u8; 32], info: &str) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, secret).expand(info.as_bytes(), key.as_mut_slice()).expect("32 bytes fit");
    key
}

/// The first `N` bytes of a derivation: where a shorter id or code is wanted. `N` above 32 leaves zeroes at the end.
pub fn first<const N: usize>(bytes: &[u8; 32]) -> [u8; N] {
    let mut head = [0; N];
    for (to, from) in head.iter_mut().zip(bytes) {
        *to = *from;
    }
    head
}

/// A derivation as four numbers of 64 bits: for choosing by `entropy::scale`, each choice from a number of its own.
pub fn numbers(bytes: &[u8; 32]) -> [u64; 4] {
    let mut numbers = [0; 4];
    for (number, chunk) in numbers.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *number = u64::from_be_bytes(*chunk);
    }
    numbers
}
