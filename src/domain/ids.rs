//! Opaque ids: 80 bits, shown as sixteen letters and digits. They tell no time and cannot be counted up.

use std::fmt;
use std::str::FromStr;

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, so that ids can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The text was not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

/// Writes bytes in base 32, five bits a letter, most significant first. Length must be a multiple of five bytes
/// for a text without a ragged end; other lengths are padded with zero bits.
pub fn encode_base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter((buffer >> bits) & 31));
        }
    }
    if bits > 0 {
        text.push(letter((buffer << (5 - bits)) & 31));
    }
    text
}

fn letter(value: u32) -> char {
    ALPHABET.get(value as usize).map_or('0', |byte| char::from(*byte))
}

/// Reads base 32 as [`encode_base32`] writes it; exactly `N` bytes. `None` for any other letter, length or
/// for padding bits that are not zero, so that an id has one spelling only.
pub fn decode_base32<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != (N * 8).div_ceil(5) {
        return None;
    }
    let mut bytes = [0_u8; N];
    let (mut buffer, mut bits, mut at) = (0_u32, 0_u32, 0_usize);
    for c in text.bytes() {
        let value = ALPHABET.iter().position(|a| *a == c)?;
        buffer = (buffer << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            *bytes.get_mut(at)? = ((buffer >> bits) & 0xff) as u8;
            at += 1;
            buffer &= (1 << bits) - 1;
        }
    }
    (buffer == 0 && at == N).then_some(bytes)
}

macro_rules! opaque_id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 10]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode_base32(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), encode_base32(&self.0))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                decode_base32(text).map(Self).ok_or(NotAnId)
            }
        }
    };
}

opaque_id!(ThreadId, "A thread's public id.");
opaque_id!(PostId, "A post's public id.");
opaque_id!(PersonaId, "A face's public id: random, tells neither board nor member.");

/// The short code of a board, made once and never changed: 2 to 16 lower-case letters and digits. It stands in
/// addresses instead of the slug, so that no topic word leaves the page (CONTRACT §2.11).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BoardCode(String);

impl BoardCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code in sixteen bytes, padded with zeroes: the fixed-length field of derivations.
    pub fn field(&self) -> [u8; 16] {
        let mut field = [0; 16];
        for (to, from) in field.iter_mut().zip(self.0.bytes()) {
            *to = from;
        }
        field
    }
}

impl fmt::Display for BoardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BoardCode {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let good = (2..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        good.then(|| Self(text.to_owned())).ok_or(NotAnId)
    }
}
