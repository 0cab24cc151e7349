//! Chance with a seed: the same numbers for the same seed, in streams that do not touch one another.

use std::sync::{Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::domain::entropy::{Entropy, scale};

/// What a stream is for.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    /// Who writes when and where.
    Plan = 1,
    /// The words of one post.
    Words = 2,
    /// What happens to one post afterwards.
    Afterwards = 3,
    /// Roots, and the ids of faces.
    Members = 4,
}

/// One stream.
pub(super) struct Chance(StdRng);

impl Chance {
    /// The stream of this seed, purpose and number.
    pub(super) fn new(seed: u64, stream: Stream, number: u64) -> Self {
        let mut bytes = [0; 32];
        let words = [seed.to_le_bytes(), (stream as u64).to_le_bytes(), number.to_le_bytes()].concat();
        for (to, from) in bytes.iter_mut().zip(words) {
            *to = from;
        }
        Self(StdRng::from_seed(bytes))
    }

    /// A number from 0 up to, not including, `end`; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(scale(self.0.next_u64(), end as u64)).unwrap_or(0)
    }

    /// A number from `from` up to, not including, `to`.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let wide = usize::try_from(to.saturating_sub(from)).unwrap_or(0);
        from.saturating_add(i64::try_from(self.below(wide)).unwrap_or(0))
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, cases: usize) -> bool {
        self.below(100) < cases
    }

    /// One of a list; `None` when it is empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// Brings a list into any order (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A stream as the randomness of use cases.
pub(super) struct Seeded(Mutex<Chance>);

impl Seeded {
    /// The stream as a source of bytes.
    pub(super) fn new(chance: Chance) -> Self {
        Self(Mutex::new(chance))
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.fill_bytes(bytes);
    }
}
