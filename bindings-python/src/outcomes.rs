//! Results of a cohort as a table, handed over by Arrow's `PyCapsule` interface.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StructArray};
use arrow_schema::{ArrowError, Field, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::ffi::{ArrayIterator, to_stream_pycapsule};

/// A table of results. It is taken by whatever takes a stream of Arrow.
#[pyclass(frozen, name = "Outcomes", module = "credstack")]
pub(crate) struct Outcomes {
    columns: SchemaRef,
    parts: Vec<RecordBatch>,
}

impl Outcomes {
    pub(crate) fn new(columns: SchemaRef, parts: Vec<RecordBatch>) -> Self {
        Self { columns, parts }
    }
}

#[pymethods]
impl Outcomes {
    /// The table as a stream of Arrow.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let field = Arc::new(Field::new_struct("", self.columns.fields().clone(), false));
        let array = |part: RecordBatch| -> Result<ArrayRef, ArrowError> { Ok(Arc::new(StructArray::from(part))) };
        let stream = ArrayIterator::new(self.parts.clone().into_iter().map(array), field);
        Ok(to_stream_pycapsule(py, Box::new(stream), requested_schema)?)
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.columns.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.parts.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<Outcomes of {} rows>", self.__len__())
    }
}
