//! Randomness as a parameter.

/// Where randomness comes from: the operating system in the binary, a seeded stream in tests.
pub trait Entropy: Send + Sync {
    /// Fills the whole slice with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// `N` random bytes.
pub fn draw<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// A number from `0` up to, not including, `end`, without bias that could be measured: the high half of a
/// 64 × 64 bit product (Lemire, "Fast Random Integer Generation in an Interval", 2019). `0` when `end` is 0.
pub fn below(entropy: &dyn Entropy, end: u64) -> u64 {
    let word = u64::from_be_bytes(draw(entropy));
    scale(word, end)
}

/// Maps a uniform 64-bit word to `0..end` by multiplication, never by remainder.
pub fn scale(word: u64, end: u64) -> u64 {
    ((u128::from(word) * u128::from(end)) >> 64) as u64
}

/// The operating system's randomness, for what needs none of its own (references in logs).
pub struct Os;

impl Entropy for Os {
    fn fill(&self, bytes: &mut [u8]) {
        rand::fill(bytes);
    }
}
