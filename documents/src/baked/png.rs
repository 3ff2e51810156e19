//! Text chunks of a PNG: `openbadges` (Open Badges 1 and 2) and `openbadgecredential` (Open Badges 3).

use std::io::Cursor;

use png::text_metadata::{ITXtChunk, TEXtChunk, ZTXtChunk};
use png::{Decoder, Limits};

use super::{Baked, without};
use crate::error::{DocumentError, MOST_BYTES};

const KEYWORDS: [&str; 2] = ["openbadgecredential", "openbadges"];

/// The texts of a badge in a PNG image. The image data is skipped, and no text grows beyond the limit of a document.
pub(crate) fn texts(bytes: &[u8]) -> Result<Vec<Baked>, DocumentError> {
    let broken = || without("it is a PNG image that is broken");
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: 2 * MOST_BYTES });
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(|_| broken())?;
    // What stands before a broken place was read.
    let whole = reader.finish().is_ok();
    let info = reader.info();
    let mut found = Vec::new();
    for chunk in &info.utf8_text {
        push(&mut found, &chunk.keyword, || international(chunk))?;
    }
    for chunk in &info.uncompressed_latin1_text {
        push(&mut found, &chunk.keyword, || Some(plain(chunk)))?;
    }
    for chunk in &info.compressed_latin1_text {
        push(&mut found, &chunk.keyword, || compressed(chunk))?;
    }
    match (found.is_empty(), whole) {
        (false, _) => Ok(found),
        (true, true) => Err(without("it is a PNG image without a badge in it")),
        (true, false) => Err(broken()),
    }
}

/// Adds a text of one of the keywords; several of the same keyword are numbered.
fn push(found: &mut Vec<Baked>, keyword: &str, text: impl Fn() -> Option<String>) -> Result<(), DocumentError> {
    if !KEYWORDS.contains(&keyword) {
        return Ok(());
    }
    let text =
        text().ok_or_else(|| without("it is a PNG image whose badge cannot be unpacked or is larger than 16 MiB"))?;
    let same = found.iter().filter(|b| b.place.trim_start_matches('/').split('.').next() == Some(keyword)).count();
    let number = if same > 0 { format!(".{}", same + 1) } else { String::new() };
    found.push(Baked { place: format!("/{keyword}{number}"), text });
    let total: usize = found.iter().map(|b| b.text.len()).sum();
    if total > MOST_BYTES { Err(DocumentError::TooLarge { bytes: total }) } else { Ok(()) }
}

fn international(chunk: &ITXtChunk) -> Option<String> {
    let mut chunk = chunk.clone();
    chunk.decompress_text_with_limit(MOST_BYTES).ok()?;
    chunk.get_text().ok()
}

/// The standard says Latin-1; many write UTF-8 all the same.
fn plain(chunk: &TEXtChunk) -> String {
    as_written(&chunk.text)
}

fn compressed(chunk: &ZTXtChunk) -> Option<String> {
    let mut chunk = chunk.clone();
    chunk.decompress_text_with_limit(MOST_BYTES).ok()?;
    Some(as_written(&chunk.get_text().ok()?))
}

fn as_written(text: &str) -> String {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    bytes.and_then(|b| String::from_utf8(b).ok()).unwrap_or_else(|| text.to_owned())
}
