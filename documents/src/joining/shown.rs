//! A fact as a note quotes it.

use credstack_model::Symbols;
use credstack_model::facts::{Fact, Knowledge, Value};
use credstack_model::workload::WorkloadUnit;

use crate::read::dates::clip;

/// What a fact says and where it was read: `` `5 ECTS` (course.json, /studyLoad/value) ``.
pub(super) fn fact(fact: &Fact, symbols: &Symbols) -> String {
    let said = match &fact.knowledge {
        Knowledge::Missing => "nothing".to_owned(),
        Knowledge::None => "none".to_owned(),
        Knowledge::Known(known) => clip(&value(known, symbols)),
    };
    match fact.provenance.first() {
        Some(source) => format!("`{said}` ({}, {})", source.document, source.path),
        None => format!("`{said}`"),
    }
}

fn value(value: &Value, symbols: &Symbols) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match value {
        Value::Truth(true) => "yes".to_owned(),
        Value::Truth(false) => "no".to_owned(),
        Value::Number(number) => number.exact(),
        Value::Date(range) => range.to_string(),
        Value::Codes(codes) => list(codes.iter().map(|c| symbols.text(*c).to_owned()).collect()),
        Value::Text(texts) => list(texts.iter().map(|t| t.words.to_string()).collect()),
        Value::Level(levels) => {
            let one = |l: &credstack_model::level::StatedLevel| {
                format!("{} {}", symbols.text(l.framework), symbols.text(l.label))
            };
            list(levels.iter().map(one).collect())
        }
        Value::Workload(stated) => {
            let unit = |unit: WorkloadUnit| match unit {
                WorkloadUnit::Ects => "ECTS",
                WorkloadUnit::Hours => "hours",
                WorkloadUnit::Credits(name) => symbols.text(name),
            };
            list(stated.iter().map(|s| format!("{} {}", s.amount, unit(s.unit))).collect())
        }
    }
}
