//! Row keys as values. They are derived from secrets and never leave the server.

use std::fmt;

/// The key of a face's row: the hash of the face's tag (CONTRACT §2.4). Not an id: never shown, never logged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonaKey(pub [u8; 32]);

impl fmt::Debug for PersonaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonaKey(..)")
    }
}
