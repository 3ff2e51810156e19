//! `recognise_many` and `stack_many`: a cohort in, the same kind of thing out.

use std::path::PathBuf;

use credstack::model::Credential;
use pyo3::exceptions::{PyOSError, PyTypeError};
use pyo3::prelude::*;

use crate::claim::PyClaim;
use crate::cohort::{Reader, Row, by_learner};
use crate::errors::Fault;
use crate::outcomes::{Outcomes, Table};
use crate::rules::{PyRules, worlds};
use crate::table::is_table;
use crate::wallet::{self, WalletDesk};

/// As many as there are processors, where nothing else is said.
fn threads(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into)).clamp(1, 256)
}

fn mapping(path: Option<PathBuf>) -> PyResult<Option<(String, String)>> {
    let Some(path) = path else { return Ok(None) };
    let text = std::fs::read_to_string(&path);
    let text = text.map_err(|error| PyOSError::new_err(format!("{}: {error}", path.display())))?;
    Ok(Some((path.display().to_string(), text)))
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
    let (threads, mapping) = (self::threads(threads), self::mapping(mapping)?);
    let desk = rules.loaded().desk(claim, policy, worlds(budget)?)?;
    let named = mapping.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let reader = Reader::new(&desk.set, named, None)?;
    let mut out = Table::of_credentials();
    reader.each(table(cohort)?, progress, |rows: Vec<Row>| {
        let credentials: Vec<&Credential> = rows.iter().flat_map(|row| &row.credentials).collect();
        let mut proposals =
            credstack::recognise_many(&desk.book, &credentials, &desk.claim, desk.budget, threads).into_iter();
        for row in &rows {
            if row.credentials.is_empty() {
                out.nothing(row);
            }
            for (credential, proposal) in row.credentials.iter().zip(proposals.by_ref()) {
                out.recognised(&desk.set, row, &credential.id, &proposal);
            }
        }
        Ok(())
    })?;
    like(cohort, out.finish()?)
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
    let reader = Reader::new(rules.set(), named, learner)?;
    let (mut out, mut kept) = (Table::of_learners(), Vec::new());
    let mut stacked = |rows: Vec<Row>| -> Result<(), Fault> {
        let (mut rows, mut wallets) = (rows, Vec::new());
        wallets.extend(rows.iter_mut().map(|row| std::mem::take(&mut row.credentials)));
        let told = credstack::stack_many(&desk.set, &desk.award, &wallets, &desk.claim, desk.options, threads)?;
        for ((row, wallet), told) in rows.iter_mut().zip(wallets).zip(told) {
            row.credentials = wallet;
            out.stacked(&desk.set, row, told.as_ref().map_err(ToString::to_string));
        }
        Ok(())
    };
    reader.each(table(cohort)?, progress, |rows| {
        if is_long {
            kept.extend(rows);
            return Ok(());
        }
        stacked(rows)
    })?;
    // The rows of a learner may stand anywhere, so all are read before the first is stacked.
    let py = cohort.py();
    let mut learners = by_learner(kept).into_iter().peekable();
    while learners.peek().is_some() {
        let some: Vec<Row> = learners.by_ref().take(256).collect();
        py.detach(|| stacked(some))?;
        py.check_signals()?;
    }
    like(cohort, out.finish()?)
}
