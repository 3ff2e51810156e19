//! Documents that travel compressed: gzip, and gzip in base64 as EMREX hands transcripts from one server to the next.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use flate2::read::MultiGzDecoder;

use super::{is_archive, refused, size};
use crate::error::{DocumentError, MOST_BYTES};

/// How gzip begins.
const GZIP: &[u8] = b"\x1f\x8b";
/// How gzip begins in base64.
const GZIP_BASE64: &[u8] = b"H4sI";

/// The document within a compressed one; `None` where it is not compressed.
pub(crate) fn unpacked(bytes: &[u8]) -> Result<Option<Vec<u8>>, DocumentError> {
    if bytes.len() > MOST_BYTES {
        return Ok(None);
    }
    if bytes.starts_with(GZIP) {
        return inflated(bytes).map(Some);
    }
    let text = bytes.trim_ascii();
    if !text.starts_with(GZIP_BASE64) {
        return Ok(None);
    }
    let plain: Vec<u8> = text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    match STANDARD.decode(&plain).or_else(|_| URL_SAFE.decode(&plain)) {
        Ok(packed) => inflated(&packed).map(Some),
        // A word may begin so too.
        Err(_) => Ok(None),
    }
}

fn inflated(bytes: &[u8]) -> Result<Vec<u8>, DocumentError> {
    let most = size(MOST_BYTES);
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(most.saturating_add(1)).read_to_end(&mut unpacked);
    if size(unpacked.len()) > most {
        return Err(refused(
            "the compressed file (gzip) unpacks to more than 16777216 bytes (16 MiB), which is the most that is read of a document",
            "take out embedded images or split it; a small file that grows so much may be an attack",
        ));
    }
    read.map_err(|problem| refused(format!("the compressed file (gzip) is broken: {problem}"), "copy it again"))?;
    if unpacked.starts_with(GZIP) || is_archive(&unpacked) {
        return Err(refused(
            "the compressed file (gzip) holds an archive, which is not unpacked",
            "unpack it and hand in what is in it",
        ));
    }
    if unpacked.get(257..262) == Some(b"ustar") {
        return Err(refused(
            "this is a tar archive, compressed",
            "unpack it and hand in the folder, or make it a ZIP archive",
        ));
    }
    Ok(unpacked)
}
