//! What a network pays once its free joins of the hour are used up: a piece of work for a machine (protocol 1 of
//! ALTCHA, altcha.org/docs: find the number whose SHA-256 with the salt is the one named). For people without scripts
//! see [`super::wait`].
//!
//! The library reads the system's clock and remembers nothing, so the end of a challenge is judged here, and each
//! solved one is claimed in a row: one account a proof.

use altcha_lib_rs::algorithm::AltchaAlgorithm;
use altcha_lib_rs::{ChallengeOptions, Payload, create_challenge};
use data_encoding::{BASE64, HEXLOWER};
use serde::Serialize;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::config::secret_key::Purpose;
use crate::ctx::Ctx;
use crate::domain::clock::{MINUTE_MS, Timestamp};
use crate::domain::entropy::draw;
use crate::store::{self, StoreError, Tx};

use super::derive::{Label, digest, mac};

/// The greatest number that may be the answer; half of it is the mean. Our browser part does about 10,000 hashes a
/// second on a slow phone (a sixth of a desktop core), so at most 10 s there and less than a second on a server.
pub(crate) const MAX_NUMBER: u64 = 100_000;
/// How long a challenge may be answered, in milliseconds.
const LIFE_MS: i64 = 10 * MINUTE_MS;
/// The longest answer worth reading, in characters of base64.
const MAX_ANSWER: usize = 2_048;

const WORK: Label = Label::new(b"leeward v1 work");
const USED: Label = Label::new(b"leeward v1 used proof");

/// A piece of work, in the names of ALTCHA's protocol 1.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Work {
    /// `SHA-256`.
    pub(crate) algorithm: &'static str,
    /// The hash to be met, in hexadecimal.
    pub(crate) challenge: String,
    /// The greatest number worth trying.
    pub(crate) maxnumber: u64,
    /// What stands before the number. Its end is in it.
    pub(crate) salt: String,
    /// Our mark.
    pub(crate) signature: String,
}

/// The right to open one account. It is claimed in the transaction that uses it.
#[derive(Clone, Copy)]
pub(crate) struct Pass {
    hash: [u8; 32],
    expires_day: i64,
}

impl Pass {
    /// A pass from what is unique to it (a secret of 128 bits or a signature) and the end of its life.
    pub(super) fn new(unique: &[u8], end: Timestamp) -> Self {
        Self { hash: digest(&USED, &[unique]), expires_day: end.day() }
    }

    /// Claims it; false when it was used before.
    pub(crate) async fn claim(self, tx: &Tx) -> Result<bool, StoreError> {
        store::used_proofs::claim(tx, &self.hash, self.expires_day).await
    }

    /// Claims it in a transaction of its own: for the page, on which the phrase is drawn now and written later.
    pub(crate) async fn spend(self, ctx: &Ctx) -> Result<bool, StoreError> {
        ctx.store.tx(move |tx| Box::pin(async move { self.claim(tx).await })).await
    }
}

/// The key of our marks, as the text that the library takes.
fn key(ctx: &Ctx) -> Zeroizing<String> {
    let key = Zeroizing::new(mac(&ctx.secret.derive(Purpose::Proofs), &WORK, &[]));
    Zeroizing::new(HEXLOWER.encode(&*key))
}

/// Draws a piece of work.
pub(crate) fn draw_work(ctx: &Ctx) -> Result<Work, StoreError> {
    let end = ctx.now().plus_ms(LIFE_MS);
    let salt = HEXLOWER.encode(&draw::<12>(ctx.entropy.as_ref()));
    let options = ChallengeOptions {
        algorithm: Some(AltchaAlgorithm::Sha256),
        max_number: Some(MAX_NUMBER),
        hmac_key: &key(ctx),
        salt: Some(format!("{salt}?expires={}&", end.seconds())),
        number: Some(ctx.below(MAX_NUMBER + 1)),
        ..ChallengeOptions::default()
    };
    let made = create_challenge(options).map_err(|_| StoreError::Bug("a piece of work could not be made"))?;
    Ok(Work {
        algorithm: "SHA-256",
        challenge: made.challenge,
        maxnumber: MAX_NUMBER,
        salt: made.salt,
        signature: made.signature,
    })
}

/// Checks an answer: base64 of the JSON `{algorithm, challenge, number, salt, signature}`. `None` when it is not one of
/// ours, wrong or too late. The pass is not claimed yet.
pub(crate) fn check(ctx: &Ctx, answer: &str) -> Option<Pass> {
    let answer = answer.trim();
    let bytes = (answer.len() <= MAX_ANSWER).then(|| BASE64.decode(answer.as_bytes()).ok())??;
    let answer: Payload = serde_json::from_slice(&bytes).ok()?;
    let end = end_of(&answer.salt)?;
    if ctx.now() > end || answer.number > MAX_NUMBER {
        return None;
    }
    let options = ChallengeOptions {
        algorithm: Some(AltchaAlgorithm::Sha256),
        max_number: Some(MAX_NUMBER),
        hmac_key: &key(ctx),
        salt: Some(answer.salt.clone()),
        number: Some(answer.number),
        ..ChallengeOptions::default()
    };
    let expected = create_challenge(options).ok()?;
    let same = expected.challenge.as_bytes().ct_eq(answer.challenge.as_bytes())
        & expected.signature.as_bytes().ct_eq(answer.signature.as_bytes());
    bool::from(same).then(|| Pass::new(expected.signature.as_bytes(), end))
}

/// The end in a salt of exactly our form. Nothing looser: digits moved between the end and the number make the same
/// hash (`…expires=17` + `95` and `…expires=179` + `5`), so the `&` between them is part of the form.
fn end_of(salt: &str) -> Option<Timestamp> {
    let (random, rest) = salt.split_once("?expires=")?;
    let seconds = rest.strip_suffix('&')?;
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let ours = random.len() == 24 && random.bytes().all(hex) && seconds.bytes().all(|byte| byte.is_ascii_digit());
    let seconds: i64 = ours.then(|| seconds.parse().ok())??;
    Some(Timestamp(seconds.checked_mul(1_000)?))
}
