//! Values that no rule tells apart.

use pyo3::prelude::*;
use pyo3::types::PyType;
use serde::{Deserialize, Serialize};

use crate::json;
use crate::record::{self, Exact, Reduced, Tuple};

/// Values of one fact or answer that no rule tells apart. `kind` says which of the other attributes are set:
/// `truth` (value), `amount` (low, high, above, below, unit), `codes` and `levels` (values), `days` (first, last),
/// `other_code`, `none` and `some` (nothing more).
#[pyclass(frozen, eq, hash, module = "credstack")]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[expect(clippy::unsafe_derive_deserialize, reason = "the methods are safe; PyO3 calls them with `unsafe`")]
pub(crate) struct Cell(Values);

/// The object of the public JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Values {
    Truth { value: bool },
    Amount { from: Exact, to: Option<Exact>, above: bool, below: bool, unit: String },
    Codes { values: Tuple<String> },
    OtherCode,
    Levels { values: Tuple<String> },
    Days { from: String, to: String },
    None,
    Some,
}

#[pymethods]
impl Cell {
    /// What sort of values these are.
    #[getter]
    fn kind(&self) -> &'static str {
        match self.0 {
            Values::Truth { .. } => "truth",
            Values::Amount { .. } => "amount",
            Values::Codes { .. } => "codes",
            Values::OtherCode => "other_code",
            Values::Levels { .. } => "levels",
            Values::Days { .. } => "days",
            Values::None => "none",
            Values::Some => "some",
        }
    }

    /// Yes or no.
    #[getter]
    fn value(&self) -> Option<bool> {
        if let Values::Truth { value } = self.0 { Some(value) } else { None }
    }

    /// The codes or levels.
    #[getter]
    fn values(&self) -> Option<&Tuple<String>> {
        if let Values::Codes { values } | Values::Levels { values } = &self.0 { Some(values) } else { None }
    }

    /// The lower end of the amounts.
    #[getter]
    fn low(&self) -> Option<&Exact> {
        if let Values::Amount { from, .. } = &self.0 { Some(from) } else { None }
    }

    /// The upper end of the amounts; None where nothing bounds them.
    #[getter]
    fn high(&self) -> Option<&Exact> {
        if let Values::Amount { to, .. } = &self.0 { to.as_ref() } else { None }
    }

    /// Whether the lower end itself is outside.
    #[getter]
    fn above(&self) -> Option<bool> {
        if let Values::Amount { above, .. } = self.0 { Some(above) } else { None }
    }

    /// Whether the upper end itself is outside.
    #[getter]
    fn below(&self) -> Option<bool> {
        if let Values::Amount { below, .. } = self.0 { Some(below) } else { None }
    }

    /// What the amounts are in.
    #[getter]
    fn unit(&self) -> Option<&str> {
        if let Values::Amount { unit, .. } = &self.0 { Some(unit) } else { None }
    }

    /// The first day, as `2026-09-01`.
    #[getter]
    fn first(&self) -> Option<&str> {
        if let Values::Days { from, .. } = &self.0 { Some(from) } else { None }
    }

    /// The last day, as `2026-09-01`.
    #[getter]
    fn last(&self) -> Option<&str> {
        if let Values::Days { to, .. } = &self.0 { Some(to) } else { None }
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("<Cell {}>", record::write(self)?))
    }

    /// The object of the public JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &record::write(self)?)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        record::reduce::<Self>(py, record::write(self)?)
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, json: &str) -> PyResult<Self> {
        record::parse(json)
    }
}
