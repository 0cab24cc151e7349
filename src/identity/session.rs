//! Session tokens: what the browser or a script holds.
//!
//! A token is 32 random bytes ‖ kind (1) ‖ end (seconds since 1970, 8 bytes big-endian) ‖ mark (16), as text `lw1.` and
//! base64url. The row is found by the hash of the random part and holds the root sealed under a key derived from it;
//! kind and end are authenticated under the root, so they stand in no row. The cookie of a session "until I close the
//! browser" carries a stamp of its last use behind another dot. Behind a `~` a cookie carries how far its browser read
//! in followed threads ([`crate::identity::marks`]).
//!
//! A clock that is set back does not revive a session: whoever meets one that has ended (`Ended`, `Idle`) deletes its
//! row in the same request, and a stamp from more than five minutes ahead is refused.

use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::domain::clock::{SECOND_MS, Timestamp};
use crate::domain::entropy::{Entropy, draw};
use crate::domain::ids::encode_base32;
use crate::identity::derive::{Label, digest, expand, first, mac};
use crate::identity::keys::Root;
use crate::identity::seal::{SealError, open, seal};
use crate::identity::stamp::{STAMP_TEXT, Stamp};

const SESSION_ROW: Label = Label::new(b"leeward v1 session row");
const SESSION_END: Label = Label::new(b"leeward v1 session end");
const SESSION_ID: Label = Label::new(b"leeward v1 session id");
/// HKDF info of the key that seals the root in a session's row; the secret is the token's random part.
const SESSION_ROOT: &str = "leeward v1 session root";
/// HKDF info of the key that seals the day of sign-in; the secret is the root.
const SESSION_DAY: &str = "leeward v1 session day";

/// What a token's text begins with.
const PREFIX: &str = "lw1.";
/// Stands before the marks of reading in a cookie.
const MARKS_BEGIN: char = '~';
/// Bytes of a token: random, kind, end, mark.
const TOKEN_BYTES: usize = 32 + 1 + 8 + 16;
/// Letters of a token behind its prefix.
const TOKEN_TEXT: usize = TOKEN_BYTES / 3 * 4;

/// One day in seconds.
const DAY_S: u64 = 86_400;

/// The key of a session's row: the hash of its token's random part (CONTRACT §2.3). Not secret enough to open anything,
/// and never shown: it would join a row to its reader.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SessionRowKey(pub [u8; 32]);

/// What a session is for. The numbers are for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// A cookie until the browser is closed: 12 h idle by its stamp, 30 days at most.
    Browser = 1,
    /// A cookie for 30 days.
    Keep = 2,
    /// A script's token for 24 hours.
    Script = 3,
    /// A script's token for 30 days.
    ScriptKeep = 4,
}

impl SessionKind {
    /// The kind with this number; `None` for any other.
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::Browser, Self::Keep, Self::Script, Self::ScriptKeep].into_iter().find(|kind| *kind as u8 == number)
    }

    /// How long it lives at most, in seconds.
    pub fn lifetime_s(self) -> u64 {
        match self {
            Self::Script => DAY_S,
            Self::Browser | Self::Keep | Self::ScriptKeep => 30 * DAY_S,
        }
    }

    /// Whether it is kept in a cookie; otherwise a script bears it.
    pub fn is_cookie(self) -> bool {
        matches!(self, Self::Browser | Self::Keep)
    }
}

/// Why a token opens nothing. All look alike to others; `Ended` and `Idle` tell their owner what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token, a script's in a cookie or the reverse, or a stamp missing or out of place.
    #[error("not a session token")]
    Malformed,
    /// Kind, end or stamp are not what was issued, or the stamp is from the future.
    #[error("a session token that was not issued")]
    Forged,
    /// Its end has come.
    #[error("the session has ended")]
    Ended,
    /// Not used for more than 12 hours.
    #[error("the session was idle for too long")]
    Idle,
}

/// A session's token. Secret: wiped when dropped, without `Debug`.
pub struct Token {
    random: Zeroizing<[u8; 32]>,
    kind: SessionKind,
    end_s: u64,
    mark: [u8; 16],
}

impl Token {
    /// A new token of this kind, from now on.
    pub fn issue(root: &Root, kind: SessionKind, now: Timestamp, entropy: &dyn Entropy) -> Self {
        let end_s = u64::try_from(now.seconds()).unwrap_or(0).saturating_add(kind.lifetime_s());
        let mut token = Self { random: Zeroizing::new(draw(entropy)), kind, end_s, mark: [0; 16] };
        token.mark = token.marked_by(root);
        token
    }

    /// Reads a token's text. Says nothing of whether it was ever issued: see [`Presented::check`].
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let body = text.strip_prefix(PREFIX).filter(|body| body.len() == TOKEN_TEXT).ok_or(TokenError::Malformed)?;
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(body.as_bytes()).map_err(|_| TokenError::Malformed)?);
        Self::from_bytes(&bytes).ok_or(TokenError::Malformed)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (random, rest) = bytes.split_first_chunk::<32>()?;
        let (kind, rest) = rest.split_first()?;
        let (end_s, mark) = rest.split_first_chunk::<8>()?;
        Some(Self {
            random: Zeroizing::new(*random),
            kind: SessionKind::from_number(*kind)?,
            end_s: u64::from_be_bytes(*end_s),
            mark: mark.try_into().ok()?,
        })
    }

    /// The token as a script sends it.
    pub fn text(&self) -> Zeroizing<String> {
        let kind = [self.kind as u8];
        let bytes = [self.random.as_slice(), &kind, &self.end_s.to_be_bytes(), &self.mark].concat();
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + TOKEN_TEXT + 1 + STAMP_TEXT));
        text.push_str(PREFIX);
        BASE64URL_NOPAD.encode_append(&Zeroizing::new(bytes), &mut text);
        text
    }

    /// The token as its cookie, with a stamp of this moment where the kind needs one, and with sealed marks of reading
    /// behind it.
    pub fn cookie(&self, root: &Root, now: Timestamp, marks: Option<&str>) -> Zeroizing<String> {
        let mut text = self.text();
        if self.kind == SessionKind::Browser {
            text.push('.');
            text.push_str(&Stamp::fresh(root, &self.row_key(), now).text());
        }
        if let Some(marks) = marks {
            text.push(MARKS_BEGIN);
            text.push_str(marks);
        }
        text
    }

    /// What the session is for.
    pub fn kind(&self) -> SessionKind {
        self.kind
    }

    /// When it ends at the latest. The row may bear this moment's month, nothing finer.
    pub fn end(&self) -> Timestamp {
        let ms = self.end_s.saturating_mul(SECOND_MS.unsigned_abs());
        Timestamp(i64::try_from(ms).unwrap_or(i64::MAX))
    }

    /// The key of the session's row.
    pub fn row_key(&self) -> SessionRowKey {
        SessionRowKey(digest(&SESSION_ROW, &[self.random.as_slice()]))
    }

    /// The root sealed for the session's row: 72 bytes.
    pub fn seal_root(&self, root: &Root, entropy: &dyn Entropy) -> Result<Vec<u8>, SealError> {
        seal(&expand(&self.random, SESSION_ROOT), &[&self.row_key().0], root.bytes(), entropy)
    }

    /// Opens what [`Token::seal_root`] made. The token still has to be checked under the root.
    pub fn open_root(&self, sealed: &[u8]) -> Result<Root, SealError> {
        let bytes = open(&expand(&self.random, SESSION_ROOT), &[&self.row_key().0], sealed)?;
        Root::from_bytes(&bytes).ok_or(SealError::DoesNotOpen)
    }

    fn marked_by(&self, root: &Root) -> [u8; 16] {
        let (row, kind) = (self.row_key(), [self.kind as u8]);
        first(&mac(root.bytes(), &SESSION_END, &[&row.0, &kind, &self.end_s.to_be_bytes()]))
    }

    fn check(&self, root: &Root, now: Timestamp) -> Result<(), TokenError> {
        if !bool::from(self.marked_by(root).ct_eq(&self.mark)) {
            return Err(TokenError::Forged);
        }
        let now_s = u64::try_from(now.seconds()).unwrap_or(0);
        if now_s >= self.end_s { Err(TokenError::Ended) } else { Ok(()) }
    }
}

/// How a session that is good stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing to do.
    Good,
    /// The stamp is older than ten minutes: send [`Token::cookie`] of now with the answer.
    RenewStamp,
}

/// A token as a request brought it.
pub struct Presented {
    /// The token.
    pub token: Token,
    stamp: Option<Stamp>,
    /// How far its browser read, sealed: see [`crate::identity::marks::Marks`].
    pub marks: Option<String>,
}

impl Presented {
    /// From the session cookie: kinds `Browser` (with its stamp) and `Keep` (without). A script's token is refused.
    pub fn from_cookie(text: &str) -> Result<Self, TokenError> {
        let at = PREFIX.len() + TOKEN_TEXT;
        let (text, marks) = text.split_once(MARKS_BEGIN).map_or((text, None), |(text, marks)| (text, Some(marks)));
        let (token, stamp) = text.split_at_checked(at).ok_or(TokenError::Malformed)?;
        let stamp = match stamp.strip_prefix('.') {
            Some(stamp) => Some(Stamp::parse(stamp)?),
            None if stamp.is_empty() => None,
            None => return Err(TokenError::Malformed),
        };
        let token = Token::parse(token)?;
        let fits = token.kind.is_cookie() && stamp.is_some() == (token.kind == SessionKind::Browser);
        if fits { Ok(Self { token, stamp, marks: marks.map(str::to_owned) }) } else { Err(TokenError::Malformed) }
    }

    /// From `Authorization: Bearer`: kinds `Script` and `ScriptKeep`. A cookie's token is refused, or a copied cookie
    /// would work here without its stamp.
    pub fn from_bearer(text: &str) -> Result<Self, TokenError> {
        let token = Token::parse(text)?;
        if token.kind.is_cookie() { Err(TokenError::Malformed) } else { Ok(Self { token, stamp: None, marks: None }) }
    }

    /// Judges end and stamp under the root that the token opened. On `Ended` and `Idle` the caller deletes the row.
    pub fn check(&self, root: &Root, now: Timestamp) -> Result<Standing, TokenError> {
        self.token.check(root, now)?;
        let Some(stamp) = &self.stamp else { return Ok(Standing::Good) };
        stamp.check(root, &self.token.row_key(), now)?;
        Ok(if stamp.needs_renewal(now) { Standing::RenewStamp } else { Standing::Good })
    }
}

/// The id under which a member sees and ends a session: sixteen letters and digits that open nothing.
pub fn public_id(row: &SessionRowKey) -> String {
    encode_base32(&first::<10>(&digest(&SESSION_ID, &[&row.0])))
}

impl Root {
    /// The day of sign-in (counted from 1970), sealed for the session's row: always 48 bytes.
    pub fn seal_day(&self, row: &SessionRowKey, day: i64, entropy: &dyn Entropy) -> Result<Vec<u8>, SealError> {
        seal(&expand(self.bytes(), SESSION_DAY), &[&row.0], &day.to_be_bytes(), entropy)
    }

    /// Opens what [`Root::seal_day`] made.
    pub fn open_day(&self, row: &SessionRowKey, sealed: &[u8]) -> Result<i64, SealError> {
        let bytes = open(&expand(self.bytes(), SESSION_DAY), &[&row.0], sealed)?;
        let bytes: [u8; 8] = bytes.as_slice().try_into().map_err(|_| SealError::DoesNotOpen)?;
        Ok(i64::from_be_bytes(bytes))
    }
}
