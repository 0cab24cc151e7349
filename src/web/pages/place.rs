//! A place in a list, as an address bears it.

use crate::domain::clock::{MINUTE_MS, Timestamp};
use crate::domain::ids::{ThreadId, decode_base32, encode_base32};
use crate::forum::read::After;

/// The minute and the thread, which its row shows anyway.
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
