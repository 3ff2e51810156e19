//! Documents that are joined, and documents that come back from a pickle.

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::document::PyDocument;
use crate::rules::PyRules;
use crate::source::{Content, Named, Source};

/// Unpickles a document: its bytes, its name, and the name and the text of the mapping that it was read by.
#[pyfunction]
pub(crate) fn _document(py: Python<'_>, bytes: Vec<u8>, name: String, mapping: Option<Named>) -> PyResult<PyDocument> {
    Ok(py.detach(|| PyDocument::of(name, bytes, mapping.map(Arc::new), &Arc::default()))?)
}

/// Joins documents about the same learning by their identifiers: a result, the catalogue entry of its course, the record of its
/// institution. What a credential lacks is filled in from the others; each fact keeps its document, and what contradicts is a
/// note.
///
/// >>> documents = [found.document for found in credstack.import_documents("examples/joined")]
/// >>> [credential] = credstack.join(documents)
/// >>> sum(credential.elements)
/// 9
#[pyfunction]
#[pyo3(signature = (documents, *, rules=None))]
pub(crate) fn join(
    py: Python<'_>,
    documents: Vec<PyRef<'_, PyDocument>>,
    rules: Option<&Bound<'_, PyRules>>,
) -> PyResult<PyDocument> {
    let Some(first) = documents.first() else {
        return Err(PyValueError::new_err("there is no document to join"));
    };
    let set = rules.map_or_else(|| Arc::clone(&first.reading.set), |rules| Arc::clone(rules.get().set()));
    let sources = documents.iter().map(|document| Arc::clone(&document.source)).collect();
    drop(documents);
    Ok(py.detach(|| PyDocument::from(Source::new("joined".to_owned(), Content::Joined(sources)), &set))?)
}
