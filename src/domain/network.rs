//! Networks as limits know them: keyed hashes that mean nothing outside this process and this day.

/// A network: 16 bytes of a keyed hash. It has neither `Debug` nor `Display`, so it can't get into a log.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NetworkKey([u8; 16]);

impl NetworkKey {
    /// A key from the bytes of the hash.
    pub fn from_hash(hash: [u8; 16]) -> Self {
        Self(hash)
    }
}

/// How limits find the network of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NetworkKeys {
    /// The key of today, under which is counted.
    pub current: NetworkKey,
    /// The key of yesterday, under which counts of the last window may still stand. `None` on the first day of a
    /// process.
    pub previous: Option<NetworkKey>,
    /// Whether this is the one class of all who come by the onion address: 50 × each number (CONTRACT §7).
    pub onion: bool,
}
