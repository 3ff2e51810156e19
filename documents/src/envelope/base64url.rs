//! Base64 as tokens write it, forgiving what mail and web pages do to it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_PAD_INDIFFERENT;

/// The text that is encoded; `None` where it is no Base64 or no text.
pub(crate) fn decode(encoded: &str) -> Option<String> {
    let url_safe: String = encoded
        .chars()
        .filter(|c| !c.is_ascii_whitespace())
        .map(|c| match c {
            '+' => '-',
            '/' => '_',
            other => other,
        })
        .collect();
    String::from_utf8(URL_SAFE_PAD_INDIFFERENT.decode(url_safe).ok()?).ok()
}

/// Bytes as tokens encode them.
pub(crate) fn encode(bytes: &[u8]) -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
