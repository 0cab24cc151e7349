//! Keys of rows, as values: what the store looks up, without the secrets that they are derived from.

use std::fmt;
use std::str::FromStr;

use crate::domain::ids::{NotAnId, decode_base32, encode_base32};

macro_rules! opaque_key {
    ($name:ident, $bytes:literal, $doc:literal) => {
        #[doc = $doc]
        ///
        /// `Debug` prints no byte of it: a key in a log would join rows.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $bytes]);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

opaque_key!(PersonaKey, 32, "The key of a face's row: the hash of its tag (CONTRACT §2.4).");
opaque_key!(SessionRowKey, 32, "The key of a session's row: the hash of its token's random part (CONTRACT §2.3).");
opaque_key!(
    ReceiptCode,
    16,
    "The code that opens state, statement and appeal of one post without signing in: 128 bits (CONTRACT §5)."
);

impl ReceiptCode {
    /// The code as 26 letters and digits, for its address. It is a right: print it to its owner only.
    pub fn text(&self) -> String {
        encode_base32(&self.0)
    }
}

impl FromStr for ReceiptCode {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        decode_base32(text).map(Self).ok_or(NotAnId)
    }
}
