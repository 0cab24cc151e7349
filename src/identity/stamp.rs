//! The stamp of last use, in the cookie of a session that ends with the browser: no row bears the time.

use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq;

use crate::domain::clock::Timestamp;
use crate::identity::derive::{Label, first, mac};
use crate::identity::keys::Root;
use crate::identity::session::{SessionRowKey, TokenError};

const STAMP: Label = Label::new(b"leeward v1 stamp");

/// Bytes of a stamp: seconds (8), mark (16).
const STAMP_BYTES: usize = 8 + 16;
/// Letters of a stamp's text.
pub const STAMP_TEXT: usize = STAMP_BYTES / 3 * 4;

/// The longest pause between two uses, in seconds: 12 hours. One second more is idle.
pub const IDLE_S: u64 = 12 * 3_600;
/// A stamp older than this, in seconds, is replaced with the next answer.
pub const RENEW_S: u64 = 600;
/// How far ahead of our clock a stamp may be, in seconds: nodes differ a little. Beyond, the clock was set back.
pub const AHEAD_S: u64 = 300;

/// When a session was last used, authenticated under the root for this sign-in alone.
pub struct Stamp {
    at_s: u64,
    mark: [u8; 16],
}

impl Stamp {
    /// A stamp of this moment.
    pub fn fresh(root: &Root, row: &SessionRowKey, now: Timestamp) -> Self {
        let at_s = seconds(now);
        Self { at_s, mark: mark(root, row, at_s) }
    }

    /// Reads a stamp's text: 32 letters of base64url.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let bytes = (text.len() == STAMP_TEXT).then(|| BASE64URL_NOPAD.decode(text.as_bytes()));
        let bytes = bytes.and_then(Result::ok).ok_or(TokenError::Malformed)?;
        let (at_s, mark) = bytes.split_first_chunk::<8>().ok_or(TokenError::Malformed)?;
        let mark = mark.try_into().map_err(|_| TokenError::Malformed)?;
        Ok(Self { at_s: u64::from_be_bytes(*at_s), mark })
    }

    /// The stamp as text.
    pub fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&[self.at_s.to_be_bytes().as_slice(), &self.mark].concat())
    }

    /// Good up to 12 hours of age, `Idle` after; `Forged` when another root or session made it, or when it is more than
    /// five minutes ahead.
    pub fn check(&self, root: &Root, row: &SessionRowKey, now: Timestamp) -> Result<(), TokenError> {
        let now_s = seconds(now);
        if !bool::from(mark(root, row, self.at_s).ct_eq(&self.mark)) || self.at_s > now_s.saturating_add(AHEAD_S) {
            return Err(TokenError::Forged);
        }
        if now_s.saturating_sub(self.at_s) > IDLE_S { Err(TokenError::Idle) } else { Ok(()) }
    }

    /// Whether it is older than ten minutes.
    pub fn needs_renewal(&self, now: Timestamp) -> bool {
        seconds(now).saturating_sub(self.at_s) > RENEW_S
    }
}

fn seconds(moment: Timestamp) -> u64 {
    u64::try_from(moment.seconds()).unwrap_or(0)
}

fn mark(root: &Root, row: &SessionRowKey, at_s: u64) -> [u8; 16] {
    first(&mac(root.bytes(), &STAMP, &[&row.0, &at_s.to_be_bytes()]))
}
