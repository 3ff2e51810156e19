//! Spreadsheets: each visible sheet is a table. What a cell shows by a formula is the result that was saved with it.

use std::collections::HashSet;
use std::io::Cursor;

use super::book::{Book, broken};
use super::desk::{Desk, wrong};
use super::{ods, xlsx};
use crate::archive::{Archive, is_archive};
use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::{DocumentError, MOST_BYTES};
use crate::gather::gather;
use crate::json::escape;
use crate::note::NoteKind;

/// The most bytes that a spreadsheet may unpack to: 64 MiB.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// The most sheets that are looked at.
const MOST_SHEETS: usize = 100;

/// Reads a spreadsheet; `None` where it is none.
pub(crate) fn read_spreadsheet(context: Context<'_>, bytes: &[u8]) -> Result<Option<Found>, DocumentError> {
    if !is_archive(bytes) || bytes.len() > MOST_BYTES {
        return Ok(None);
    }
    let Ok(mut archive) = Archive::open(context.document, Cursor::new(bytes)) else { return Ok(None) };
    if !archive.is_spreadsheet() {
        return Ok(None);
    }
    archive.weigh(MOST_UNPACKED)?;
    match archive.named("content.xml")? {
        Some(xml) => {
            let text = std::str::from_utf8(&xml).map_err(|_| broken("its content is not UTF-8"))?;
            let tree = ods::parse(text)?;
            all(context, &mut ods::Ods::new(&tree)).map(Some)
        }
        None => all(context, &mut xlsx::Xlsx::open(bytes)?).map(Some),
    }
}

fn all(context: Context<'_>, book: &mut impl Book) -> Result<Found, DocumentError> {
    let mut found = Found::default();
    let (mut taken, mut first, mut read) = (HashSet::new(), None, 0);
    let mut notes = Draft::new(context);
    let asked = context.mapping.and_then(|m| m.sheet.as_deref());
    let sheets = book.sheets();
    if let Some(asked) = asked.filter(|asked| sheets.iter().all(|(name, _)| name != asked)) {
        let names: Vec<String> = sheets.iter().take(20).map(|(name, _)| format!("`{name}`")).collect();
        let found =
            format!("the mapping names the sheet `{asked}`, which is not there; there are {}", names.join(", "));
        return Err(wrong("the spreadsheet", found, "name the sheet of the mapping as the spreadsheet does"));
    }
    for (name, visible) in sheets.iter().take(MOST_SHEETS) {
        let base = format!("/{}", escape(name));
        if asked.is_some_and(|asked| asked != name) {
            continue;
        }
        if !visible && asked.is_none() {
            let said = format!("the sheet `{name}` is hidden and not read; a mapping with `sheet` reads it");
            notes.note(NoteKind::Dropped, None, &base, said);
            continue;
        }
        match one(context, book, name, &base) {
            Ok((sheet, formulas)) => {
                if formulas > 0 {
                    let said = format!(
                        "{formulas} cells of the sheet `{name}` are formulas; the results that were saved with them are taken"
                    );
                    notes.note(NoteKind::Remark, None, &base, said);
                }
                gather(context, &mut found, &mut taken, sheet)?;
                read += 1;
            }
            Err(refused) => {
                notes.note(NoteKind::Unmapped, None, &base, format!("the sheet `{name}` is not read: {refused}"));
                first.get_or_insert(refused);
            }
        }
    }
    if read == 0 {
        return Err(first.unwrap_or_else(|| broken("it has no visible sheet")));
    }
    if sheets.len() > MOST_SHEETS {
        let said = format!("of {} sheets, the first {MOST_SHEETS} are read", sheets.len());
        notes.note(NoteKind::Dropped, None, "", said);
    }
    found.notes.extend(notes.notes);
    Ok(found)
}

/// One sheet; the first row that is not empty has the names of the columns, where a mapping says nothing else.
fn one(context: Context<'_>, book: &mut impl Book, sheet: &str, base: &str) -> Result<(Found, usize), DocumentError> {
    let header = context.mapping.and_then(|m| m.header);
    let mut desk: Option<Desk<'_>> = None;
    let mut formulas = 0;
    book.rows(sheet, &mut |number, cells| {
        if cells.iter().all(|cell| cell.text.trim().is_empty()) || header.is_some_and(|h| number < h) {
            return Ok(());
        }
        formulas += cells.iter().filter(|cell| cell.formula).count();
        let width = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(0);
        let mut row = vec![String::new(); width];
        for cell in cells {
            if let Some(place) = row.get_mut(cell.column) {
                *place = cell.text;
            }
        }
        match &mut desk {
            // Cells at the end of a row that are empty do not stand in the file.
            Some(desk) => desk.row_of_sheet(number, row),
            None => {
                desk = Some(Desk::new(context, base, row, number, true)?);
                Ok(())
            }
        }
    })?;
    match desk {
        Some(desk) => Ok((desk.finish()?, formulas)),
        None => Err(wrong(base, "the sheet is empty".to_owned(), "put the names of the columns into the first row")),
    }
}
