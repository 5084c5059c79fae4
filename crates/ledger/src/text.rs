//! Spellings that all formats share.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// A decimal number in its only spelling: ASCII digits, no sign, no leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    if digits && !leading_zero { text.parse().ok() } else { None }
}

/// Bytes in base64 (RFC 4648 section 4, with padding).
pub(crate) fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// Bytes back from their only spelling in base64.
pub(crate) fn unbase64(text: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(text).ok()
}

/// Exactly 32 bytes back from base64.
pub(crate) fn unbase64_32(text: &str) -> Option<[u8; 32]> {
    unbase64(text)?.try_into().ok()
}

/// Whether `text` holds an ASCII control character.
pub(crate) fn has_control(text: &str) -> bool {
    text.bytes().any(|byte| byte < 0x20)
}
