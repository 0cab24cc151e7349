//! The bytes of a frame, shared by all readers without a copy.

use axum::body::Bytes;

/// The first byte of a whole text message in one frame (RFC 6455 §5.2).
const WHOLE_TEXT: u8 = 0x81;

/// A text message as it goes over the wire, its head included: a server masks nothing (RFC 6455 §5.1), so the bytes
/// are the same for all readers. Cloning it copies a pointer.
#[derive(Clone, Debug)]
pub(crate) struct Text(Bytes);

impl Text {
    /// Head and text.
    pub(crate) fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut frame = Vec::with_capacity(text.len() + 10);
        frame.push(WHOLE_TEXT);
        match (u8::try_from(text.len()), u16::try_from(text.len())) {
            (Ok(length @ ..=125), _) => frame.push(length),
            (_, Ok(length)) => {
                frame.push(126);
                frame.extend_from_slice(&length.to_be_bytes());
            }
            _ => {
                frame.push(127);
                frame.extend_from_slice(&(text.len() as u64).to_be_bytes());
            }
        }
        frame.extend_from_slice(text.as_bytes());
        Self(Bytes::from(frame))
    }
}
