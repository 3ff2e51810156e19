//! JSON to and from Python, by Python's own `json`, so that numbers and errors are what a Python programmer expects.

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// A JSON text as dictionaries, lists and texts.
pub(crate) fn to_python<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}

/// A Python value as JSON text; NaN and infinity are no amounts of anything.
pub(crate) fn from_python(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let options = PyDict::new(value.py());
    options.set_item("allow_nan", false)?;
    value.py().import("json")?.call_method("dumps", (value,), Some(&options))?.extract()
}
