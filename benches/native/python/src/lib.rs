//! The checks written by hand, as a module of Python: what PyO3 alone costs.

mod columns;
mod nested;

use by_hand::{ALL, COUNT, Record, findings, from_line, outcome, reasons};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

/// What comes of a record.
#[pyclass(frozen)]
struct Decision {
    found: u32,
}

#[pymethods]
impl Decision {
    #[getter]
    fn outcome(&self) -> &'static str {
        outcome(self.found).key()
    }

    /// The names of the checks that hold.
    #[getter]
    fn holds(&self) -> Vec<&'static str> {
        reasons(self.found & ALL)
    }

    /// The names of the checks that are open.
    #[getter]
    fn open(&self) -> Vec<&'static str> {
        reasons(self.found >> COUNT)
    }
}

pub(crate) fn truth(record: &Bound<'_, PyDict>, key: &Bound<'_, PyString>) -> PyResult<Option<bool>> {
    record.get_item(key)?.map_or(Ok(None), |found| found.extract())
}

pub(crate) fn code(
    record: &Bound<'_, PyDict>,
    key: &Bound<'_, PyString>,
    is: impl Fn(&str) -> bool,
) -> PyResult<Option<bool>> {
    let Some(found) = record.get_item(key)?.filter(|found| !found.is_none()) else { return Ok(None) };
    Ok(Some(is(found.cast::<PyString>()?.to_str()?)))
}

/// A record as Rust has it, from a dictionary of normalised facts.
fn read(py: Python<'_>, record: &Bound<'_, PyDict>) -> PyResult<Record> {
    use pyo3::intern;
    let number = |key: &Bound<'_, PyString>| -> PyResult<Option<i32>> {
        record.get_item(key)?.map_or(Ok(None), |found| found.extract())
    };
    Ok(Record {
        kind: code(record, intern!(py, "kind"), by_hand::is_study)?,
        registered: truth(record, intern!(py, "registered"))?,
        identified: truth(record, intern!(py, "identified"))?,
        completed: code(record, intern!(py, "state"), |s| s == "completed")?,
        revoked: truth(record, intern!(py, "revoked"))?,
        recognised: truth(record, intern!(py, "recognised"))?,
        level: number(intern!(py, "level"))?.and_then(|level| level.try_into().ok()),
        cents: number(intern!(py, "cents"))?.and_then(|cents| cents.try_into().ok()),
        peers: code(record, intern!(py, "assessment"), |s| s == "peer_assessment")?,
        online: code(record, intern!(py, "participation"), |s| s == "online")?,
        unwatched: code(record, intern!(py, "supervision"), |s| s == "unsupervised_without_identity")?,
        licensed: code(record, intern!(py, "quality_assurance"), by_hand::is_licence)?,
        understood: code(record, intern!(py, "language"), by_hand::is_understood)?,
        issued: number(intern!(py, "issued"))?,
    })
}

/// One dictionary of `credential/v1` in, a decision out.
#[pyfunction]
fn decide(py: Python<'_>, credential: &Bound<'_, PyDict>) -> PyResult<Decision> {
    Ok(Decision { found: findings(&nested::read(py, credential)?) })
}

/// A line of `credential/v1` in, a decision out.
#[pyfunction]
fn decide_lines(lines: &[u8]) -> PyResult<Vec<Decision>> {
    let text = std::str::from_utf8(lines).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let one = |line: &str| from_line(line).map(|record| Decision { found: findings(&record) });
    let found: Option<Vec<Decision>> = text.lines().map(one).collect();
    found.ok_or_else(|| PyValueError::new_err("a line that is no credential"))
}

/// Records that were read before.
#[pyclass(frozen)]
struct Records(Vec<Record>);

#[pymethods]
impl Records {
    #[new]
    fn new(py: Python<'_>, records: &Bound<'_, PyList>) -> PyResult<Self> {
        let one = |record: Bound<'_, PyAny>| read(py, record.cast::<PyDict>()?);
        records.iter().map(one).collect::<PyResult<_>>().map(Self)
    }

    /// Outcome and names of the checks that hold, for each record, as a list of Python.
    fn reasons(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let one = |record: &Record| {
            let found = findings(record);
            (outcome(found).key(), reasons(found & ALL))
        };
        self.0.iter().map(one).collect()
    }
}

#[pymodule]
fn by_hand_native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Decision>()?;
    module.add_class::<Records>()?;
    module.add_function(wrap_pyfunction!(decide, module)?)?;
    module.add_function(wrap_pyfunction!(decide_lines, module)?)?;
    module.add_function(wrap_pyfunction!(columns::decide_table, module)?)
}
