//! Cohorts larger than memory: `batch` from file to folder, `scan_parquet` as a stream.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use arrow_array::{ArrayRef, StructArray};
use arrow_schema::{ArrowError, Field};
use credstack_cohort::batch::{self as files, BatchError, Progress, Written};
use credstack_cohort::recognised_columns;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::ffi::{ArrayIterator, to_stream_pycapsule};

use crate::claim::PyClaim;
use crate::errors::Fault;
use crate::json;
use crate::many::{recogniser, threads};
use crate::outcomes::Outcomes;
use crate::rules::PyRules;

/// What is proposed for each credential of a Parquet file, of CSV or of JSON Lines of any size, into a folder of parts.
///
/// A call that was killed, or interrupted, is made again and goes on behind the last whole part: no row is lost or doubled. Other
/// rules, another claim, mapping or input than those of the parts that are there raise `ValueError`; `restart` removes
/// the parts. `progress` is called with the number of rows that are done. The result is what `batch.json` in the folder holds.
#[pyfunction]
#[pyo3(signature = (
    rules, input, claim, output, *, write="parquet", policy=None, mapping=None, budget=None, threads=None, part_rows=262_144,
    restart=false, progress=None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn batch<'py>(
    py: Python<'py>,
    rules: &PyRules,
    input: PathBuf,
    claim: &PyClaim,
    output: PathBuf,
    write: &str,
    policy: Option<&str>,
    mapping: Option<PathBuf>,
    budget: Option<i64>,
    threads: Option<usize>,
    part_rows: i64,
    restart: bool,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let written = Written::ALL.into_iter().find(|written| written.word() == write).ok_or_else(|| {
        let known: Vec<String> = Written::ALL.iter().map(|written| format!("`{}`", written.word())).collect();
        PyValueError::new_err(format!("results are written as one of {}, not `{write}`", known.join(", ")))
    })?;
    let part_rows = u64::try_from(part_rows).ok().filter(|rows| *rows > 0);
    let part_rows = part_rows.ok_or_else(|| PyValueError::new_err("a part has one row or more"))?;
    let (_, mut recogniser) = recogniser(rules, claim, policy, mapping, budget, self::threads(threads))?;
    let asked = files::Batch { input, folder: output, written, part_rows, restart };
    let progress = progress.map(|progress| progress.clone().unbind());
    let mut stopped = None;
    let heard = |done: Progress| {
        let told = Python::attach(|py| {
            py.check_signals()?;
            progress.as_ref().map_or(Ok(()), |progress| progress.call1(py, (done.rows,)).map(drop))
        });
        stopped = told.err();
        stopped.is_none()
    };
    let sources = rules.loaded().sources();
    let told = py.detach(|| files::batch(&mut recogniser, sources, &asked, heard));
    match (told, stopped) {
        (Err(BatchError::Stopped { .. }), Some(error)) => Err(error),
        (told, _) => {
            let state = told.map_err(Fault::from)?;
            let text = serde_json::to_string(&state).map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
            json::to_python(py, &text)
        }
    }
}

/// What is proposed for each credential of a Parquet file, as a stream: an iterator of tables, or one table for whatever takes a
/// stream of Arrow. No more of the file is in memory than is being decided.
///
/// >>> rules, claim = credstack.Rules.load("rules"), credstack.Claim.load("examples/claim.json")
/// >>> import pathlib, polars, tempfile
/// >>> rows = dict(title="Water", ects="6", country="ES")
/// >>> with tempfile.TemporaryDirectory() as folder:
/// ...     path = pathlib.Path(folder, "cohort.parquet")
/// ...     polars.DataFrame(rows).rename({"country": "issuer.country"}).write_parquet(path)
/// ...     found = polars.DataFrame(credstack.scan_parquet(rules, path, claim))
/// >>> found.select("status", "may_grant_to").rows()
/// [('incomplete', '6')]
#[pyfunction]
#[pyo3(signature = (rules, input, claim, *, policy=None, mapping=None, budget=None, threads=None))]
#[expect(clippy::needless_pass_by_value, reason = "Python hands it over")]
pub(crate) fn scan_parquet(
    rules: &PyRules,
    input: PathBuf,
    claim: &PyClaim,
    policy: Option<&str>,
    mapping: Option<PathBuf>,
    budget: Option<i64>,
    threads: Option<usize>,
) -> PyResult<Scan> {
    let (_, recogniser) = recogniser(rules, claim, policy, mapping, budget, self::threads(threads))?;
    let scan = files::Scan::open(&input, recogniser).map_err(Fault::from)?;
    if scan.rows().is_none() {
        let told = format!("{} is no Parquet file; `batch` reads CSV and JSON Lines, too", input.display());
        return Err(PyValueError::new_err(told));
    }
    Ok(Scan(Mutex::new(Some(scan))))
}

/// Outcomes that are decided as they are asked for. It can be gone through once.
#[pyclass(frozen, name = "Scan", module = "credstack")]
pub(crate) struct Scan(Mutex<Option<files::Scan>>);

#[pymethods]
impl Scan {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Outcomes>> {
        py.check_signals()?;
        let next =
            py.detach(|| self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut().and_then(Iterator::next));
        let part = next.transpose().map_err(Fault::from)?;
        Ok(part.map(|part| Outcomes::new(recognised_columns(), vec![part])))
    }

    /// What is left, as a stream of Arrow.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let rest = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let rest =
            rest.ok_or_else(|| PyValueError::new_err("the scan was handed over already; scan the file again"))?;
        let field = std::sync::Arc::new(Field::new_struct("", recognised_columns().fields().clone(), false));
        let array = |part: Result<_, BatchError>| -> Result<ArrayRef, ArrowError> {
            let part = part.map_err(|error| ArrowError::ExternalError(error.to_string().into()))?;
            Ok(std::sync::Arc::new(StructArray::from(part)))
        };
        Ok(to_stream_pycapsule(py, Box::new(ArrayIterator::new(rest.map(array), field)), requested_schema)?)
    }
}
