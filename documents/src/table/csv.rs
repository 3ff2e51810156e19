//! A text with a row on each line and a delimiter between cells.

use csv::{ReaderBuilder, StringRecord};

use super::desk::{Desk, wrong};
use super::text;
use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::{DocumentError, MOST_BYTES};
use crate::note::NoteKind;

/// Reads a text that is a table; `None` where it is none.
pub(crate) fn read(context: Context<'_>, bytes: &[u8]) -> Result<Option<Found>, DocumentError> {
    let mapping = context.mapping;
    if bytes.len() > MOST_BYTES {
        return Ok(None);
    }
    let Some(decoded) = text::decoded(bytes, mapping.and_then(|m| m.encoding)) else { return Ok(None) };
    let Some(sniffed) = text::sniff(&decoded.text, mapping) else { return Ok(None) };
    if mapping.is_none() && !sniffed.is_plausible() {
        return Ok(None);
    }
    let body = decoded.text.get(sniffed.skip..).unwrap_or_default();
    let skipped = usize::from(sniffed.skip > 0);
    let mut found = rows(context, body, sniffed.delimiter, skipped)?;
    if let Some(encoding) = decoded.assumed {
        let mut draft = Draft::new(context);
        let said =
            format!("the bytes are not UTF-8; they are read as {encoding}, which a mapping with `encoding` can say");
        draft.note(NoteKind::Ambiguous, None, "", said);
        found.notes.extend(draft.notes);
    }
    Ok(Some(found))
}

fn rows(context: Context<'_>, body: &str, delimiter: u8, skipped: usize) -> Result<Found, DocumentError> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(body.as_bytes());
    let mut record = StringRecord::new();
    let mut numbers = Numbers { row: skipped, line: 1 };
    let asked = context.mapping.and_then(|m| m.header);
    let mut desk: Option<Desk<'_>> = None;
    loop {
        let more = reader.read_record(&mut record);
        if !more.map_err(|problem| {
            wrong(&format!("row {}", numbers.row + 1), problem.to_string(), "export the table again")
        })? {
            break;
        }
        let number = numbers.next(&record, reader.position().line());
        match &mut desk {
            Some(desk) => desk.row(&number, record.iter().map(str::to_owned).collect())?,
            None if asked.is_some_and(|header| number < header) => {}
            None => {
                let header = record.iter().map(str::to_owned).collect();
                desk = Some(Desk::new(context, "", header, number, delimiter != b',')?);
            }
        }
    }
    match desk {
        Some(desk) => desk.finish(),
        None => Err(wrong(
            "the table",
            "it has no row of names of columns".to_owned(),
            "name the row with `header` in a mapping",
        )),
    }
}

/// Rows as a person counts them in a spreadsheet: empty lines count, line breaks within a cell do not.
struct Numbers {
    row: usize,
    line: u64,
}

impl Numbers {
    fn next(&mut self, record: &StringRecord, line_after: u64) -> usize {
        let within: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let taken = u64::try_from(within).unwrap_or(u64::MAX).saturating_add(1);
        let empty = line_after.saturating_sub(self.line).saturating_sub(taken);
        self.line = line_after;
        self.row = self.row.saturating_add(1).saturating_add(usize::try_from(empty).unwrap_or(0));
        self.row
    }
}
