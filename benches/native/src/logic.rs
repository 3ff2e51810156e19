//! JsonLogic, by datalogic-rs: records that stand in its arena before, which it borrows.

use std::error::Error;

use bumpalo::Bump;
use datalogic_rs::{DataValue, Engine};

use crate::measure::{Data, Told, decided};

pub(crate) fn all(data: &Data) -> Result<Vec<Told>, Box<dyn Error>> {
    let engine = Engine::new();
    let rule = engine.compile(data.rules("checks.jsonlogic")?.as_str())?;
    let kept = Bump::new();
    let rows = data.records.len().min(100_000);
    let mut records: Vec<&DataValue<'_>> = Vec::new();
    for line in data.records.iter().take(rows) {
        records.push(kept.alloc(DataValue::from_str(line, &kept).map_err(|error| format!("{error:?}"))?));
    }
    let mut arena = Bump::new();
    let told = data.measure(
        ("JsonLogic (datalogic-rs)", Some("datalogic-rs"), "values in memory → outcomes, bitmasks", "one"),
        rows,
        || {
            let mut found = Vec::with_capacity(rows);
            for record in &records {
                arena.reset();
                let one = engine.evaluate(&rule, *record, &arena)?.as_i64().ok_or("no whole number")?;
                found.push(u32::try_from(one)?);
            }
            Ok(found)
        },
        |found| decided(*found),
    )?;
    Ok(vec![told])
}
