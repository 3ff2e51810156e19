//! Public keys, in the ways in which documents write them, and what they verify.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::spki::{DecodePublicKey as _, EncodePublicKey as _};
use p256::ecdsa::signature::Verifier as _;
use rsa::sha2::{Digest as _, Sha256, Sha384, Sha512};
use rsa::traits::PublicKeyParts as _;
use serde_json::Value;

use crate::json::text;

/// An RSA key below this many bits proves little (NIST SP 800-131A Rev. 2, section 3).
const FEWEST_RSA_BITS: usize = 2048;

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PublicKey {
    /// Edwards curve 25519 (RFC 8032).
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
    /// NIST curve P-256.
    P256(Box<p256::ecdsa::VerifyingKey>),
    /// NIST curve P-384.
    P384(Box<p384::ecdsa::VerifyingKey>),
    /// RSA of at least 2048 bits.
    Rsa(Box<rsa::RsaPublicKey>),
}

/// How a signature was made (RFC 7518, section 3.1; RFC 8037, section 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// Ed25519.
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384; of certificates.
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512; of certificates.
    Rs512,
}

impl PublicKey {
    /// A key with its kind before it, in base 58 (Controlled Identifiers 1.0, section 2.2.2 Multikey).
    pub(crate) fn from_multikey(text: &str) -> Option<Self> {
        // A key of these curves has at most 49 bytes and its kind two more; reading base 58 costs the square of the length.
        if text.len() > 80 {
            return None;
        }
        let bytes = bs58::decode(text.strip_prefix('z')?).into_vec().ok()?;
        let (kind, key) = bytes.split_at_checked(2)?;
        match kind {
            [0xed, 0x01] => Self::ed25519(key),
            [0x80, 0x24] => Some(Self::P256(Box::new(p256::ecdsa::VerifyingKey::from_sec1_bytes(key).ok()?))),
            [0x81, 0x24] => Some(Self::P384(Box::new(p384::ecdsa::VerifyingKey::from_sec1_bytes(key).ok()?))),
            _ => None,
        }
    }

    /// A JSON Web Key (RFC 7517; RFC 7518, section 6; RFC 8037).
    pub(crate) fn from_jwk(jwk: &Value) -> Option<Self> {
        let bytes = |name| URL_SAFE_NO_PAD.decode(text(jwk, name)?.trim_end_matches('=')).ok();
        match (text(jwk, "kty")?, text(jwk, "crv")) {
            ("OKP", Some("Ed25519")) => Self::ed25519(&bytes("x")?),
            ("EC", Some("P-256")) => {
                let point = [vec![4], bytes("x")?, bytes("y")?].concat();
                Some(Self::P256(Box::new(p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok()?)))
            }
            ("EC", Some("P-384")) => {
                let point = [vec![4], bytes("x")?, bytes("y")?].concat();
                Some(Self::P384(Box::new(p384::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok()?)))
            }
            ("RSA", _) => {
                let number = |name| Some(rsa::BigUint::from_bytes_be(&bytes(name)?));
                Self::rsa(rsa::RsaPublicKey::new(number("n")?, number("e")?).ok()?)
            }
            _ => None,
        }
    }

    /// A `SubjectPublicKeyInfo` in DER (RFC 5280, section 4.1).
    pub(crate) fn from_spki(der: &[u8]) -> Option<Self> {
        if let Ok(key) = rsa::RsaPublicKey::from_public_key_der(der) {
            return Self::rsa(key);
        }
        if let Ok(key) = ed25519_dalek::VerifyingKey::from_public_key_der(der) {
            return Some(Self::Ed25519(Box::new(key)));
        }
        if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(der) {
            return Some(Self::P256(Box::new(key)));
        }
        Some(Self::P384(Box::new(p384::ecdsa::VerifyingKey::from_public_key_der(der).ok()?)))
    }

    fn ed25519(key: &[u8]) -> Option<Self> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        Some(Self::Ed25519(Box::new(key)))
    }

    fn rsa(key: rsa::RsaPublicKey) -> Option<Self> {
        (key.size() * 8 >= FEWEST_RSA_BITS).then(|| Self::Rsa(Box::new(key)))
    }

    /// What kind of key it is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            PublicKey::Ed25519(_) => "Ed25519",
            PublicKey::P256(_) => "P-256",
            PublicKey::P384(_) => "P-384",
            PublicKey::Rsa(_) => "RSA",
        }
    }

    /// The SHA-256 of its `SubjectPublicKeyInfo`, as `sha256:` and hexadecimal digits.
    pub(crate) fn fingerprint(&self) -> String {
        let der = match self {
            PublicKey::Ed25519(key) => key.to_public_key_der().ok(),
            PublicKey::P256(key) => p256::PublicKey::from(**key).to_public_key_der().ok(),
            PublicKey::P384(key) => p384::PublicKey::from(**key).to_public_key_der().ok(),
            PublicKey::Rsa(key) => key.to_public_key_der().ok(),
        };
        der.map_or_else(|| "unknown".to_owned(), |der| fingerprint(der.as_bytes()))
    }

    /// Whether a signature over a message is by this key; a key of another kind verifies nothing.
    pub(crate) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match (self, algorithm) {
            (PublicKey::Ed25519(key), Algorithm::EdDsa) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            (PublicKey::P256(key), Algorithm::Es256) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            (PublicKey::P384(key), Algorithm::Es384) => p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            (PublicKey::Rsa(key), Algorithm::Rs256) => {
                key.verify(rsa::Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature).is_ok()
            }
            (PublicKey::Rsa(key), Algorithm::Rs384) => {
                key.verify(rsa::Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(message), signature).is_ok()
            }
            (PublicKey::Rsa(key), Algorithm::Rs512) => {
                key.verify(rsa::Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(message), signature).is_ok()
            }
            _ => false,
        }
    }

    /// Whether it can have made a signature of this kind.
    pub(crate) fn suits(&self, algorithm: Algorithm) -> bool {
        matches!(
            (self, algorithm),
            (PublicKey::Ed25519(_), Algorithm::EdDsa)
                | (PublicKey::P256(_), Algorithm::Es256)
                | (PublicKey::P384(_), Algorithm::Es384)
                | (PublicKey::Rsa(_), Algorithm::Rs256 | Algorithm::Rs384 | Algorithm::Rs512)
        )
    }
}

/// The SHA-256 of bytes, as `sha256:` and hexadecimal digits.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = "sha256:".to_owned();
    for byte in Sha256::digest(bytes) {
        // Writing into a text cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}
