//! A token or a seal taken apart, before anything of it is checked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::error::VerificationError;
use crate::json::{self, items, text};

/// A signature over text, taken apart.
#[derive(Debug)]
pub(crate) struct Signed {
    pub(crate) header: Value,
    pub(crate) payload: String,
    pub(crate) input: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl Signed {
    /// Takes the compact form apart (RFC 7515, section 7.1).
    pub(crate) fn compact(token: &str) -> Result<Self, String> {
        let parts: Vec<&str> = token.splitn(4, '.').collect();
        let [protected, payload, signature] = parts.as_slice() else {
            return Err("it is no token of three parts".to_owned());
        };
        Self::of(protected, payload, signature)
    }

    /// Takes one signature of the JSON form apart (RFC 7515, section 7.2).
    pub(crate) fn of(protected: &str, payload: &str, signature: &str) -> Result<Self, String> {
        let header =
            json::parse(&decoded_text(protected, "header")?).map_err(|error| format!("the header: {error}"))?;
        let plain = header.get("b64") == Some(&Value::Bool(false));
        if plain && !items(header.get("crit")).iter().any(|name| name == "b64") {
            // RFC 7797, section 6: otherwise a reader that does not know it sees another payload.
            return Err("the header says `b64: false` without naming it under `crit`".to_owned());
        }
        let read = if plain { payload.to_owned() } else { decoded_text(payload, "payload")? };
        Ok(Self {
            header,
            payload: read,
            input: [protected.as_bytes(), b".", payload.as_bytes()].concat(),
            signature: decoded(signature).ok_or("the signature is not in base64url")?,
        })
    }

    /// The algorithm as the header names it.
    pub(crate) fn suite(&self) -> String {
        text(&self.header, "alg").unwrap_or("no algorithm").to_owned()
    }
}

/// The credential in a text: the JSON itself, or what the token around it says.
pub(crate) fn credential_of(content: &str) -> Result<Value, VerificationError> {
    let content = content.trim_start_matches('\u{feff}').trim();
    if content.starts_with('{') {
        let value = json::parse(content)?;
        return Ok(text(&value, "payload").and_then(|payload| json::parse(payload).ok()).unwrap_or(value));
    }
    let token = content.split('~').next().unwrap_or(content);
    let signed = Signed::compact(token).map_err(|_| VerificationError::Unknown)?;
    let claims = json::parse(&signed.payload)?;
    Ok(claims.get("vc").cloned().unwrap_or(claims))
}

/// Bytes in base64url, with or without padding.
pub(crate) fn decoded(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

fn decoded_text(encoded: &str, what: &str) -> Result<String, String> {
    let bytes = decoded(encoded).ok_or_else(|| format!("the {what} is not in base64url"))?;
    String::from_utf8(bytes).map_err(|_| format!("the {what} is not text in UTF-8"))
}
