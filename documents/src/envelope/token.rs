//! Compact tokens: JWT, and SD-JWT with disclosures behind it.

use serde_json::Value;

use super::decode;

/// What a token holds.
#[derive(Debug)]
pub(crate) struct Token<'t> {
    /// The payload, decoded.
    pub(crate) payload: String,
    /// The disclosures behind an SD-JWT, as they are encoded.
    pub(crate) disclosed: Vec<&'t str>,
    /// Whether it says itself that it carries no signature.
    pub(crate) unsigned: bool,
}

/// Whether a text is a compact token: a JWT, perhaps with disclosures behind it.
pub(crate) fn is_token(text: &str) -> bool {
    text.starts_with("eyJ")
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'='))
}

/// Takes a token apart; the error says what is wrong with it.
pub(crate) fn read(text: &str) -> Result<Token<'_>, String> {
    let mut pieces = text.split('~');
    let signed = pieces.next().unwrap_or_default();
    // The last piece binds the token to its holder's key and discloses nothing; it is empty or a token itself.
    let disclosed = pieces.filter(|p| !p.is_empty() && !p.contains('.')).collect();
    let parts: Vec<&str> = signed.split('.').collect();
    let [header, payload, signature] = parts.as_slice() else {
        return Err(match parts.len() {
            5 => "this is an encrypted token (JWE), which only its receiver can open".to_owned(),
            count => format!("this begins as a signed token (JWT) does and has {count} parts instead of 3"),
        });
    };
    let header: Value = decode(header)
        .and_then(|text| serde_json::from_str(&text).ok())
        .ok_or("the header of the signed token (JWT) is not Base64 of JSON")?;
    let payload = decode(payload).ok_or("the payload of the signed token (JWT) is not Base64 of a text")?;
    let none = header.get("alg").and_then(Value::as_str).is_some_and(|alg| alg.eq_ignore_ascii_case("none"));
    Ok(Token { payload, disclosed, unsigned: none || signature.is_empty() })
}
