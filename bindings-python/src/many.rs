//! `recognise_many` and `stack_many`: a cohort in, the same kind of thing out.

use std::path::PathBuf;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use credstack_cohort::{
    CohortError, Desk, ROWS, Reader, Recogniser, Row, Stacker, by_learner, recognised_columns, stacked_columns,
};
use pyo3::exceptions::{PyOSError, PyTypeError};
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatchReader;

use crate::claim::PyClaim;
use crate::errors::Fault;
use crate::outcomes::Outcomes;
use crate::rules::{PyRules, worlds};
use crate::table::is_table;
use crate::wallet::{self, WalletDesk};

/// As many as there are processors, where nothing else is said.
pub(crate) fn threads(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into)).clamp(1, 256)
}

pub(crate) fn mapping(path: Option<PathBuf>) -> PyResult<Option<(String, String)>> {
    let Some(path) = path else { return Ok(None) };
    let text = std::fs::read_to_string(&path);
    let text = text.map_err(|error| PyOSError::new_err(format!("{}: {error}", path.display())))?;
    Ok(Some((path.display().to_string(), text)))
}

/// What decides credentials by such rules, and what reads them.
pub(crate) fn recogniser(
    rules: &PyRules,
    claim: &PyClaim,
    policy: Option<&str>,
    mapping: Option<PathBuf>,
    budget: Option<i64>,
    threads: usize,
) -> PyResult<(Reader, Recogniser)> {
    let mapping = self::mapping(mapping)?;
    let desk = rules.loaded().desk(claim, policy, worlds(budget)?)?;
    let desk = Desk { set: desk.set, book: desk.book, claim: desk.claim, budget: desk.budget };
    let named = mapping.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let reader = Reader::new(&desk.set, named, None).map_err(Fault::from)?;
    Ok((reader.clone(), Recogniser::new(desk, reader, threads)))
}

/// A table of the kind that was handed in.
fn like<'py>(cohort: &Bound<'py, PyAny>, outcomes: Outcomes) -> PyResult<Bound<'py, PyAny>> {
    let py = cohort.py();
    py.import("credstack._cohort")?.getattr("like")?.call1((cohort, Bound::new(py, outcomes)?))
}

fn table<'a, 'py>(cohort: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyAny>> {
    if is_table(cohort) {
        return Ok(cohort);
    }
    let what = cohort.get_type().name()?;
    Err(PyTypeError::new_err(format!(
        "a cohort is a table that hands over a stream of Arrow (pandas, polars, pyarrow, DuckDB), not {what}; for a series of \
         credentials there is `recognise_all`, for one of wallets `stack_all`"
    )))
}

/// Hands the rows of a table to `take`, so many parts at a time, and then says how many rows there were so far. Between
/// parts other threads work, and an interrupt ends it.
pub(crate) fn each(
    reader: &Reader,
    cohort: &Bound<'_, PyAny>,
    at_a_time: usize,
    progress: Option<&Bound<'_, PyAny>>,
    mut take: impl FnMut(&[(u64, RecordBatch)]) -> Result<(), CohortError> + Send,
) -> PyResult<()> {
    let py = cohort.py();
    let batches = table(cohort)?.extract::<PyRecordBatchReader>()?.into_reader()?;
    reader.check(&batches.schema()).map_err(Fault::from)?;
    let (mut first, mut parts) = (0, Vec::new());
    let mut done = |parts: &mut Vec<(u64, RecordBatch)>, first: u64| -> PyResult<()> {
        py.detach(|| take(parts)).map_err(Fault::from)?;
        parts.clear();
        py.check_signals()?;
        progress.map_or(Ok(()), |progress| progress.call1((first,)).map(|_| ()))
    };
    for batch in batches {
        let batch = batch.map_err(|error| Fault::from(CohortError::from(error)))?;
        for from in (0..batch.num_rows()).step_by(ROWS) {
            let part = batch.slice(from, ROWS.min(batch.num_rows() - from));
            let count = part.num_rows() as u64;
            parts.push((first, part));
            first += count;
            if parts.len() >= at_a_time {
                done(&mut parts, first)?;
            }
        }
    }
    if parts.is_empty() { Ok(()) } else { done(&mut parts, first) }
}

fn outcomes<'py>(
    cohort: &Bound<'py, PyAny>,
    columns: SchemaRef,
    parts: Vec<RecordBatch>,
) -> PyResult<Bound<'py, PyAny>> {
    like(cohort, Outcomes::new(columns, parts))
}

/// What is proposed for each credential of a table, as a table of the same kind, on all processors.
///
/// A row is a credential, or has a column of lists of them. The result has a row for each credential, with the `row` that it
/// is from, counted from 0; a row that holds none has one that says so under `problems`. Amounts are exact, as texts.
/// `progress` is called with the number of rows that are done.
#[pyfunction]
#[pyo3(signature = (rules, cohort, claim, *, policy=None, mapping=None, budget=None, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn recognise_many<'py>(
    rules: &PyRules,
    cohort: &Bound<'py, PyAny>,
    claim: &PyClaim,
    policy: Option<&str>,
    mapping: Option<PathBuf>,
    budget: Option<i64>,
    threads: Option<usize>,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let threads = self::threads(threads);
    let (reader, mut recogniser) = recogniser(rules, claim, policy, mapping, budget, threads)?;
    let mut found = Vec::new();
    each(&reader, cohort, threads, progress, |parts| {
        found.extend(recogniser.parts(parts)?);
        Ok(())
    })?;
    outcomes(cohort, recognised_columns(), found)
}

/// How the credentials of each learner of a table count toward an award, as a table of the same kind, on all processors.
///
/// `learner` is the column that says whose a row is; without it each row is a wallet, in a column of lists of credentials.
/// The result has a row for each learner, in the order in which they come, with the first `row` that is theirs. A wallet that
/// cannot be stacked says why under `problems`, and the others go on.
#[pyfunction]
#[pyo3(signature = (
    rules, cohort, award=None, claim=None, *, learner=None, include="completed", mapping=None, budget=None, steps=None,
    threads=None, progress=None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn stack_many<'py>(
    rules: &PyRules,
    cohort: &Bound<'py, PyAny>,
    award: Option<&str>,
    claim: Option<&PyClaim>,
    learner: Option<String>,
    include: &str,
    mapping: Option<PathBuf>,
    budget: Option<i64>,
    steps: Option<i64>,
    threads: Option<usize>,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (threads, mapping) = (self::threads(threads), self::mapping(mapping)?);
    let options = wallet::options(include, worlds(budget)?, steps)?;
    let desk = WalletDesk::new(rules.set(), award, claim, None, options)?;
    let named = mapping.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let is_long = learner.is_some();
    let reader = Reader::new(rules.set(), named, learner).map_err(Fault::from)?;
    let stacker = Stacker::new(&desk.set, &desk.award, &desk.claim, desk.options, threads).map_err(Fault::from)?;
    let (mut found, mut kept) = (Vec::new(), Vec::new());
    each(&reader, cohort, 1, progress, |parts| {
        for (first, part) in parts {
            let rows = reader.rows(part, *first)?;
            if is_long {
                kept.extend(rows);
            } else {
                found.push(stacker.rows(&rows)?);
            }
        }
        Ok(())
    })?;
    // The rows of a learner may stand anywhere, so all are read before the first is stacked.
    let py = cohort.py();
    let mut learners = by_learner(kept).into_iter().peekable();
    while learners.peek().is_some() {
        let some: Vec<Row> = learners.by_ref().take(256).collect();
        found.push(py.detach(|| stacker.rows(&some)).map_err(Fault::from)?);
        py.check_signals()?;
    }
    outcomes(cohort, stacked_columns(), found)
}
