//! The checks written by hand.

use std::error::Error;

use by_hand::{ALL, Outcome, Record, findings, from_line, from_normalised, outcome, reasons};

use crate::measure::{Data, Told, decided};

const NAME: &str = "Rust by hand";

pub(crate) fn all(data: &Data) -> Result<Vec<Told>, Box<dyn Error>> {
    let read = |line: &String| from_normalised(line).ok_or("a line that is no record");
    let records: Vec<Record> = data.records.iter().map(read).collect::<Result<_, _>>()?;
    let rows = records.len();
    let masks = data.measure(
        (NAME, None, "records in memory → outcomes, bitmasks", "columns"),
        rows,
        || Ok(records.iter().map(findings).map(|found| (outcome(found), found)).collect::<Vec<(Outcome, u32)>>()),
        |(outcome, found)| (outcome.key().to_owned(), Some(*found), found & ALL),
    )?;
    let with_reasons = data.measure(
        (NAME, None, "records in memory → outcomes, lists of reasons", "reasons"),
        rows,
        || {
            let one = |record: &Record| {
                let found = findings(record);
                (outcome(found), found, reasons(found & ALL), reasons(found >> by_hand::COUNT))
            };
            Ok(records.iter().map(one).collect::<Vec<_>>())
        },
        |(outcome, found, ..)| (outcome.key().to_owned(), Some(*found), found & ALL),
    )?;
    let lines = data.measure(
        (NAME, None, "lines of credential/v1 → outcomes, bitmasks", "lines"),
        rows,
        || {
            let one = |line: &String| from_line(line).map(|record| findings(&record));
            Ok(data.credentials.iter().map(one).collect::<Option<Vec<u32>>>().ok_or("a line that is no credential")?)
        },
        |found| decided(*found),
    )?;
    Ok(vec![masks, with_reasons, lines])
}
