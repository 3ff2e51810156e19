//! A table of Arrow in, a table of Arrow out.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, UInt8Builder, UInt32Builder};
use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int8Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use by_hand::{ALL, CHECKS, Record, findings, outcome};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatch;
use pyo3_arrow::PyRecordBatchReader;

fn column<'b, T: 'static>(batch: &'b RecordBatch, name: &str) -> PyResult<&'b T> {
    let found = batch.column_by_name(name).and_then(|column| column.as_any().downcast_ref());
    found.ok_or_else(|| PyValueError::new_err(format!("no column `{name}` of the type that is expected")))
}

fn truth(column: &BooleanArray, at: usize) -> Option<bool> {
    column.is_valid(at).then(|| column.value(at))
}

fn code(column: &StringArray, at: usize, is: impl Fn(&str) -> bool) -> Option<bool> {
    column.is_valid(at).then(|| is(column.value(at)))
}

/// Hands the findings of each row to `take`.
fn each(batch: &RecordBatch, mut take: impl FnMut(u32)) -> PyResult<()> {
    let text = |name| column::<StringArray>(batch, name);
    let yes_or_no = |name| column::<BooleanArray>(batch, name);
    let (kind, state) = (text("credential.kind")?, text("credential.state")?);
    let (registered, identified) = (yes_or_no("peers.registered")?, yes_or_no("peers.identified")?);
    let (revoked, recognised) = (yes_or_no("credential.revoked")?, yes_or_no("issuer.recognised")?);
    let level = column::<Int8Array>(batch, "EQF")?;
    let ects = column::<Decimal128Array>(batch, "ECTS")?;
    let (assessment, participation) = (text("credential.assessment")?, text("credential.participation")?);
    let (supervision, quality) = (text("credential.supervision")?, text("credential.quality_assurance")?);
    let language = text("credential.language")?;
    let issued = column::<Date32Array>(batch, "credential.issued")?;
    for at in 0..batch.num_rows() {
        let record = Record {
            kind: code(kind, at, by_hand::is_study),
            registered: truth(registered, at),
            identified: truth(identified, at),
            completed: code(state, at, |s| s == "completed"),
            revoked: truth(revoked, at),
            recognised: truth(recognised, at),
            level: level.is_valid(at).then(|| level.value(at).unsigned_abs()),
            cents: ects.is_valid(at).then(|| ects.value(at) as u32),
            peers: code(assessment, at, |s| s == "peer_assessment"),
            online: code(participation, at, |s| s == "online"),
            unwatched: code(supervision, at, |s| s == "unsupervised_without_identity"),
            licensed: code(quality, at, by_hand::is_licence),
            understood: code(language, at, by_hand::is_understood),
            issued: issued.is_valid(at).then(|| issued.value(at)),
        };
        take(findings(&record));
    }
    Ok(())
}

/// Outcome and findings of each row, with `reasons` the names of the checks that hold, too.
#[pyfunction]
#[pyo3(signature = (table, reasons=false))]
pub(crate) fn decide_table(table: PyRecordBatchReader, reasons: bool) -> PyResult<PyRecordBatch> {
    let told = |error: arrow_schema::ArrowError| PyValueError::new_err(error.to_string());
    let (mut outcomes, mut all) = (UInt8Builder::new(), UInt32Builder::new());
    let mut names = ListBuilder::new(StringBuilder::new());
    for batch in table.into_reader()? {
        each(&batch.map_err(told)?, |found| {
            outcomes.append_value(outcome(found) as u8);
            all.append_value(found);
            if reasons {
                let mut held = found & ALL;
                while held != 0 {
                    names.values().append_value(CHECKS[held.trailing_zeros() as usize]);
                    held &= held - 1;
                }
                names.append(true);
            }
        })?;
    }
    let mut fields =
        vec![Field::new("outcome", DataType::UInt8, false), Field::new("findings", DataType::UInt32, false)];
    let mut columns: Vec<ArrayRef> = vec![Arc::new(outcomes.finish()), Arc::new(all.finish())];
    if reasons {
        fields.push(Field::new("rules", DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))), true));
        columns.push(Arc::new(names.finish()));
    }
    Ok(PyRecordBatch::new(RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(told)?))
}
