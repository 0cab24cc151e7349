//! The wait in place of work, for people without scripts: 15 to 45 seconds, then one account (CONTRACT §7).
//!
//! The ticket is sealed, so that nobody can read how long it makes them wait and ask until it is short. It holds
//! nothing of whoever asked.

use crate::config::secret_key::Purpose;
use crate::ctx::Ctx;
use crate::domain::clock::{MINUTE_MS, SECOND_MS, Timestamp};
use crate::domain::entropy::draw;
use crate::store::StoreError;

use super::proof::Pass;
use super::seal;

/// The shortest wait, in seconds.
const LEAST_S: u64 = 15;
/// The longest wait, in seconds.
const MOST_S: u64 = 45;
/// How long a ticket is good, in milliseconds.
const LIFE_MS: i64 = 30 * MINUTE_MS;
const TICKET: &[u8] = b"leeward v1 wait ticket";

/// A wait that has begun.
pub(crate) struct WaitTicket {
    /// The sealed ticket, for the form's hidden field.
    pub(crate) text: String,
    /// How long to wait, in seconds.
    pub(crate) seconds: u64,
}

/// What a ticket is worth now.
pub(crate) enum Redeemed {
    /// The wait is over.
    Ready(Pass),
    /// So many seconds are left.
    TooEarly {
        /// Seconds.
        seconds: u64,
    },
    /// Not ours, or older than half an hour: issue another one.
    Invalid,
}

impl WaitTicket {
    /// Begins a wait.
    pub(crate) fn issue(ctx: &Ctx) -> Result<Self, StoreError> {
        let seconds = LEAST_S + ctx.below(MOST_S - LEAST_S + 1);
        let ready = ctx.now().plus_ms(i64::try_from(seconds).unwrap_or(0) * SECOND_MS);
        let content = [draw::<16>(ctx.entropy.as_ref()).as_slice(), &ready.0.to_be_bytes()].concat();
        let key = ctx.secret.derive(Purpose::Proofs);
        let sealed = seal::seal(&key, &[TICKET], &content, ctx.entropy.as_ref())
            .map_err(|_| StoreError::Bug("a wait ticket could not be sealed"))?;
        Ok(Self { text: data_encoding::BASE64URL_NOPAD.encode(&sealed), seconds })
    }

    /// What a ticket is worth now. The pass is not claimed yet.
    pub(crate) fn redeem(ctx: &Ctx, text: &str) -> Redeemed {
        let Some((random, ready)) = read(ctx, text) else { return Redeemed::Invalid };
        let late = ctx.now().since_ms(ready);
        match late {
            ..0 => {
                let seconds = u64::try_from(late.saturating_neg()).unwrap_or(0).div_ceil(1_000);
                Redeemed::TooEarly { seconds }
            }
            0..=LIFE_MS => Redeemed::Ready(Pass::new(&random, ready.plus_ms(LIFE_MS))),
            _ => Redeemed::Invalid,
        }
    }
}

fn read(ctx: &Ctx, text: &str) -> Option<([u8; 16], Timestamp)> {
    let bytes = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    let content = seal::open(&ctx.secret.derive(Purpose::Proofs), &[TICKET], &bytes).ok()?;
    let (random, ready) = content.split_first_chunk::<16>()?;
    Some((*random, Timestamp(i64::from_be_bytes(ready.try_into().ok()?))))
}
