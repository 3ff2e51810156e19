//! From bytes to the text of a table: in which encoding it is, and what parts its columns.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::columns;
use super::mapping::Mapping;

/// What may part columns; the first that fits as well as another counts.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// How many rows are looked at to find out what parts the columns.
const ROWS_LOOKED_AT: usize = 20;
/// How many bytes are looked at for the same.
const BYTES_LOOKED_AT: usize = 64 * 1024;
/// The longest name of a column of a table that no mapping describes; a longer one is a sentence.
const LONGEST_NAME: usize = 80;

/// The text of a file and what was assumed to read it.
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    /// The encoding that was assumed because the bytes are not UTF-8 and nothing says what they are.
    pub(crate) assumed: Option<&'static str>,
}

/// The text of what may be a table; `None` where the bytes begin as another known thing or are no text.
pub(crate) fn decoded<'b>(bytes: &'b [u8], asked: Option<&'static Encoding>) -> Option<Decoded<'b>> {
    if begins_as_another(bytes) {
        return None;
    }
    let (encoding, marked) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, bytes.get(mark..)?),
        None => (asked.unwrap_or(UTF_8), bytes),
    };
    let (text, failed) = encoding.decode_without_bom_handling(marked);
    let (text, assumed) = if failed && encoding == UTF_8 && asked.is_none() {
        // The five bytes that Windows-1252 leaves undefined come out as control characters.
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(marked);
        (text, Some("Windows-1252"))
    } else if failed {
        return None;
    } else {
        (text, None)
    };
    let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    text.chars().all(is_text).then_some(Decoded { text, assumed })
}

/// JSON, XML, tokens and what is no text never go through the guessing below.
fn begins_as_another(bytes: &[u8]) -> bool {
    let wide = [UTF_16LE, UTF_16BE].iter().any(|e| Encoding::for_bom(bytes).is_some_and(|(found, _)| found == *e));
    if wide {
        return false;
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    match text {
        [] | [b'{' | b'[' | b'<', ..] => true,
        _ => {
            [&b"eyJ"[..], b"\"eyJ", b"\x89PNG", b"%PDF", b"PK\x03\x04", b"\x1f\x8b"].iter().any(|m| text.starts_with(m))
        }
    }
}

/// What parts the columns of a text, as far as can be seen.
pub(crate) struct Sniffed {
    pub(crate) delimiter: u8,
    /// The bytes of a first line `sep=;`, by which some spreadsheets say it themselves.
    pub(crate) skip: usize,
    /// How many columns are known by their names.
    known: usize,
    width: usize,
    agreeing: usize,
    rows: usize,
    named: bool,
}

impl Sniffed {
    /// Whether it looks like a table at all, and not like prose with commas in it.
    pub(crate) fn is_plausible(&self) -> bool {
        let all_agree = self.rows >= 2 && self.agreeing == self.rows;
        self.width >= 2 && self.named && self.rows >= 1 && (self.known >= 1 || all_agree || self.skip > 0)
    }
}

/// Finds what parts the columns: that by which the most names of columns are known and the most rows have as many cells.
pub(crate) fn sniff(text: &str, mapping: Option<&Mapping>) -> Option<Sniffed> {
    let asked = mapping.and_then(|m| m.delimiter);
    if let Some((delimiter, skip)) = said(text) {
        return tried(text.get(skip..)?, asked.unwrap_or(delimiter), skip, mapping);
    }
    if let Some(delimiter) = asked {
        return tried(text, delimiter, 0, mapping);
    }
    let looked_at = text.as_bytes().get(..BYTES_LOOKED_AT).unwrap_or(text.as_bytes());
    let (present, absent): (Vec<u8>, Vec<u8>) = DELIMITERS.into_iter().partition(|d| looked_at.contains(d));
    let mut best: Option<Sniffed> = None;
    // Delimiters that do not occur part a text into the same rows of one cell each: one of them stands for all, and is only
    // asked where no other gives a table.
    for delimiter in present.iter().chain(absent.first()) {
        if best.is_some() && !looked_at.contains(delimiter) {
            break;
        }
        let Some(one) = tried(text, *delimiter, 0, mapping) else { continue };
        let rank = |s: &Sniffed| (s.width >= 2, s.known, s.agreeing, s.width);
        if best.as_ref().is_none_or(|b| rank(&one) > rank(b)) {
            best = Some(one);
        }
    }
    best
}

/// `sep=;` as the first line.
fn said(text: &str) -> Option<(u8, usize)> {
    let line = text.lines().next()?;
    let delimiter = line.trim_end_matches('\r').strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let [delimiter] = delimiter.as_bytes() else { return None };
    let end = text.find('\n')? + 1;
    Some((*delimiter, end))
}

fn tried(text: &str, delimiter: u8, skip: usize, mapping: Option<&Mapping>) -> Option<Sniffed> {
    let end = (0..=BYTES_LOOKED_AT.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.get(..end)?.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    // Empty lines before the names are not counted here; the names come at most that much later.
    let before = mapping.and_then(|m| m.header).map_or(0, |row| row.saturating_sub(1)).min(ROWS_LOOKED_AT);
    let is_known = |name: &str| columns::is_known(name) || mapping.is_some_and(|m| m.columns.contains_key(name));
    let header = records.nth(before)?;
    let known = header.iter().filter(|name| is_known(name)).count();
    let named = header.iter().rev().skip_while(|n| n.trim().is_empty()).all(|n| !n.trim().is_empty())
        && header.iter().all(|n| n.chars().count() <= LONGEST_NAME);
    let (mut rows, mut agreeing) = (0, 0);
    for record in records.take(ROWS_LOOKED_AT) {
        rows += 1;
        agreeing += usize::from(record.len() == header.len());
    }
    Some(Sniffed { delimiter, skip, known, width: header.len(), agreeing, rows, named })
}
