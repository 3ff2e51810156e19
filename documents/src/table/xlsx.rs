//! Office Open XML spreadsheets, cell by cell: a sheet that says it has billions of cells costs no more than those it has.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx as Inner};

use super::MOST_COLUMNS;
use super::book::{Book, Cell, Rows, broken};
use crate::error::DocumentError;

/// A spreadsheet by its archive.
pub(crate) struct Xlsx<'b> {
    inner: Inner<Cursor<&'b [u8]>>,
}

impl<'b> Xlsx<'b> {
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, DocumentError> {
        let inner = Inner::new(Cursor::new(bytes)).map_err(|problem| broken(&problem.to_string()))?;
        Ok(Self { inner })
    }
}

impl Book for Xlsx<'_> {
    fn sheets(&self) -> Vec<(String, bool)> {
        let sheets = self.inner.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet);
        sheets.map(|s| (s.name.clone(), s.visible == SheetVisible::Visible)).collect()
    }

    fn rows(&mut self, sheet: &str, row: &mut Rows<'_>) -> Result<(), DocumentError> {
        let mut reader = self.inner.worksheet_cells_reader(sheet).map_err(|problem| broken(&problem.to_string()))?;
        let (mut current, mut cells): (usize, Vec<Cell>) = (0, Vec::new());
        loop {
            let next = reader.next_cell_with_formula_metadata().map_err(|problem| broken(&problem.to_string()))?;
            let Some(found) = next else { break };
            let (at, column) = (found.pos.0 as usize + 1, found.pos.1 as usize);
            if at < current {
                return Err(broken(&format!("row {at} stands after row {current}")));
            }
            if at > current && !cells.is_empty() {
                row(current, std::mem::take(&mut cells))?;
            }
            current = at;
            let text = shown(&found.value);
            if text.is_empty() {
                continue;
            }
            if column > MOST_COLUMNS {
                return Err(broken(&format!(
                    "row {at} has a cell in column {}, and at most {MOST_COLUMNS} are read",
                    column + 1
                )));
            }
            cells.push(Cell { column, text, formula: found.formula.is_some() });
        }
        if cells.is_empty() { Ok(()) } else { row(current, cells) }
    }
}

/// The text of a cell. A stored number is binary; it is taken with the fifteen digits that spreadsheets show of it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => decimal(&format!("{n:.14e}")),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(stamp) if stamp.is_duration() => {
            format!("a duration of {} days", decimal(&format!("{:.14e}", stamp.as_f64())))
        }
        DataRef::DateTime(stamp) => {
            let (year, month, day, hour, minute, second, _) = stamp.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") }
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// `7.50000000000000e0` as a plain decimal, `7.5`.
fn decimal(scientific: &str) -> String {
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific.to_owned() };
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if digits.is_empty() {
        return "0".to_owned();
    }
    // No credit, hour or mark is as large or small as this; the text stays as it is and reads as no number.
    let Ok(point) = usize::try_from(exponent.saturating_add(1).max(0)) else { return scientific.to_owned() };
    if !(-20..=20).contains(&exponent) {
        return scientific.to_owned();
    }
    if exponent < 0 {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
        return format!("{sign}0.{zeros}{digits}");
    }
    match digits.split_at_checked(point) {
        Some((whole, "")) => format!("{sign}{whole}"),
        Some((whole, rest)) => format!("{sign}{whole}.{rest}"),
        None => format!("{sign}{digits}{}", "0".repeat(point - digits.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_number_is_the_decimal_that_a_person_sees() {
        for (stored, seen) in [
            (7.5, "7.5"),
            (0.1 + 0.2, "0.3"),
            (30.0, "30"),
            (1200.0, "1200"),
            (0.0, "0"),
            (0.025, "0.025"),
            (-2.5, "-2.5"),
            (1e15, "1000000000000000"),
            (45_292.0, "45292"),
        ] {
            assert_eq!(decimal(&format!("{stored:.14e}")), seen);
        }
    }
}
