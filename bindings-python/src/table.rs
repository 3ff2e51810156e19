//! Tables of other programs, taken by Arrow's `PyCapsule` interface
//! (<https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>): no package of Python is needed for it.

use arrow_ipc::writer::StreamWriter;
use credstack::documents::{DocumentError, MOST_BYTES};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatchReader;

use crate::errors::Fault;

/// Whether a value is a table that can be handed over.
pub(crate) fn is_table(value: &Bound<'_, PyAny>) -> bool {
    value.hasattr("__arrow_c_stream__").unwrap_or(false)
}

/// The table as a stream of Arrow, which it is kept, pickled and read again as.
pub(crate) fn bytes(table: &Bound<'_, PyAny>) -> PyResult<Result<Vec<u8>, Fault>> {
    let reader = table.extract::<PyRecordBatchReader>()?.into_reader()?;
    let wrong = |error: arrow_schema::ArrowError| PyValueError::new_err(format!("the table cannot be read: {error}"));
    let mut writer = StreamWriter::try_new(Vec::new(), &reader.schema()).map_err(wrong)?;
    for batch in reader {
        writer.write(&batch.map_err(wrong)?).map_err(wrong)?;
        let bytes = writer.get_ref().len();
        if bytes > MOST_BYTES {
            return Ok(Err(Fault::Document("table".to_owned(), DocumentError::TooLarge { bytes })));
        }
    }
    Ok(Ok(writer.into_inner().map_err(wrong)?))
}
