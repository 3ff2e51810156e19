//! What a batch came to, in numbers.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{Array, ArrayRef};
use serde::{Deserialize, Serialize};

/// What rows came to, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Rows of the input.
    pub rows: u64,
    /// Credentials that were decided.
    pub credentials: u64,
    /// Rows that hold none, or none that could be read.
    pub without_credential: u64,
    /// Rows of which something could not be read.
    pub with_problems: u64,
    /// Credentials by where they stand on the ladder at the worst and at best: `refused`, or `refused to recognised`.
    pub outcomes: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts some outcomes, which are in the order of their rows.
    pub(super) fn take(&mut self, outcomes: &RecordBatch, rows: u64) {
        self.rows += rows;
        let words = |name: &str| outcomes.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let (Some(worst), Some(best)) = (words("worst"), words("best")) else { return };
        let numbers = outcomes.column_by_name("row").and_then(|column| column.as_primitive_opt::<UInt64Type>());
        let problems = outcomes.column_by_name("problems").and_then(|column| column.as_list_opt::<i32>());
        let mut last = None;
        for at in 0..outcomes.num_rows() {
            if worst.is_valid(at) {
                self.credentials += 1;
                let (worst, best) = (worst.value(at), best.value(at));
                match self.outcomes.iter_mut().find(|(known, _)| is_span(known, worst, best)) {
                    Some((_, count)) => *count += 1,
                    None => drop(self.outcomes.insert(span(worst, best), 1)),
                }
            } else {
                self.without_credential += 1;
            }
            let row = numbers.map(|numbers| numbers.value(at));
            // Every credential of a row tells the problems of the row.
            if row != last && problems.is_some_and(|problems| problems.value_length(at) > 0) {
                self.with_problems += 1;
            }
            last = row;
        }
    }
}

fn span(worst: &str, best: &str) -> String {
    if worst == best { worst.to_owned() } else { format!("{worst} to {best}") }
}

fn is_span(known: &str, worst: &str, best: &str) -> bool {
    if worst == best {
        return known == worst;
    }
    known.strip_prefix(worst).and_then(|rest| rest.strip_prefix(" to ")) == Some(best)
}

/// Adds what is wrong with rows before anything in them is read to their results.
pub(super) fn with_problems(
    outcomes: RecordBatch,
    problems: &[(u64, String)],
) -> Result<RecordBatch, arrow_schema::ArrowError> {
    use arrow_array::builder::{ListBuilder, StringBuilder};
    let Some(place) = outcomes.schema().index_of("problems").ok().filter(|_| !problems.is_empty()) else {
        return Ok(outcomes);
    };
    let numbers = outcomes.column_by_name("row").and_then(|column| column.as_primitive_opt::<UInt64Type>().cloned());
    let told = outcomes.column(place).as_list::<i32>();
    let mut lists = ListBuilder::new(StringBuilder::new());
    for at in 0..outcomes.num_rows() {
        let row = numbers.as_ref().map(|numbers| numbers.value(at));
        for (_, said) in problems.iter().filter(|(of, _)| Some(*of) == row) {
            lists.values().append_value(said);
        }
        for said in told.value(at).as_string::<i32>().iter().flatten() {
            lists.values().append_value(said);
        }
        lists.append(true);
    }
    let (schema, mut columns, _) = outcomes.into_parts();
    if let Some(slot) = columns.get_mut(place) {
        let lists: ArrayRef = std::sync::Arc::new(lists.finish());
        *slot = lists;
    }
    RecordBatch::try_new(schema, columns)
}
