//! Queries of pages: what is unknown or unreadable is as if it were not there, so that an old link still opens.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::domain::clock::{MINUTE_MS, Timestamp};
use crate::domain::ids::{ThreadId, decode_base32, encode_base32};
use crate::forum::read::After;

/// The pairs behind the question mark.
pub(crate) struct PageQuery(Vec<(String, String)>);

impl PageQuery {
    /// The pairs of a query as it stands in an address.
    pub(crate) fn of(query: &str) -> Self {
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        Self(pairs.take(32).map(|(key, value)| (key.into_owned(), value.into_owned())).collect())
    }

    /// The first value of a name; `None` when there is none or it is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The value as a number from 1.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(|value| value.parse().ok()).filter(|number| *number > 0)
    }
}

impl<S: Sync> FromRequestParts<S> for PageQuery {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(head.uri.query().unwrap_or_default()))
    }
}

/// A place in a list as an address bears it: the minute and the thread, which its row shows anyway.
pub(crate) fn write_place(place: After) -> String {
    let minute = u32::try_from(place.at.0.div_euclid(MINUTE_MS)).unwrap_or(0);
    let mut bytes = minute.to_be_bytes().to_vec();
    bytes.extend_from_slice(&place.id.0);
    encode_base32(&bytes)
}

/// Reads what [`write_place`] wrote; `None` for anything else.
pub(crate) fn read_place(text: &str) -> Option<After> {
    let bytes: [u8; 14] = decode_base32(text)?;
    let (minute, id) = bytes.split_at(4);
    let minute = u32::from_be_bytes(minute.try_into().ok()?);
    let at = Timestamp(i64::from(minute).saturating_mul(MINUTE_MS));
    Some(After { at, id: ThreadId(id.try_into().ok()?) })
}
