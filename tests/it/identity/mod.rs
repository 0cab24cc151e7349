//! Phrases, keys, tags, sealed rows, sessions, handles, pictures: the pure half of the room `identity`.
//!
//! The expected bytes were computed apart from this code, with Python's hashlib and hmac, argon2-cffi and libsodium.

mod avatar;
mod handles;
mod keys;
mod phrase;
mod phrase_draw;
mod seal;
mod session;
mod tags;

use std::sync::Mutex;

use data_encoding::HEXLOWER;
use leeward::domain::entropy::Entropy;
use rand::SeedableRng;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng, TryRng};

/// Bytes 0, 1, 2 … anew for each call, so that nonces and tokens can be written down.
struct Counting;

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.iter_mut().zip(0..).for_each(|(to, n)| *to = n);
    }
}

/// A stream that is the same in each run.
struct Seeded(Mutex<StdRng>);

fn seeded(seed: u64) -> Seeded {
    Seeded(Mutex::new(StdRng::seed_from_u64(seed)))
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(bytes);
    }
}

/// The operating system.
struct System;

impl Entropy for System {
    fn fill(&self, bytes: &mut [u8]) {
        SysRng.try_fill_bytes(bytes).expect("the system has randomness");
    }
}

/// A root of bytes 0 to 31, a salt of 32 to 63.
const ROOT: [u8; 32] = rising(0);
const SALT: [u8; 32] = rising(32);

const fn rising<const N: usize>(from: u8) -> [u8; N] {
    let mut bytes = [0; N];
    let mut at = 0;
    while at < N {
        bytes[at] = from + at as u8;
        at += 1;
    }
    bytes
}

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.as_bytes()).unwrap()
}
