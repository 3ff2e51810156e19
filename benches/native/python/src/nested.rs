//! A dictionary of `credential/v1`.

use by_hand::{Record, cents, day, is_licence, is_study, is_understood};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use pyo3::{Bound, intern};

use crate::{code, truth};

type Part<'py> = Option<Bound<'py, PyDict>>;

fn part<'py>(whole: &Bound<'py, PyDict>, key: &Bound<'py, PyString>) -> PyResult<Part<'py>> {
    Ok(whole.get_item(key)?.map(|found| found.cast_into::<PyDict>()).transpose()?)
}

/// Whether any of a list of codes is one that is looked for.
fn any(whole: &Bound<'_, PyDict>, key: &Bound<'_, PyString>, is: impl Fn(&str) -> bool) -> PyResult<Option<bool>> {
    let Some(found) = whole.get_item(key)? else { return Ok(None) };
    for one in found.cast::<PyList>()? {
        if is(one.cast::<PyString>()?.to_str()?) {
            return Ok(Some(true));
        }
    }
    Ok(Some(false))
}

/// What a text says, where there is one and it can be read.
fn text<T>(whole: &Part<'_>, key: &Bound<'_, PyString>, read: impl Fn(&str) -> Option<T>) -> PyResult<Option<T>> {
    let Some(whole) = whole else { return Ok(None) };
    let Some(found) = whole.get_item(key)? else { return Ok(None) };
    Ok(read(found.cast::<PyString>()?.to_str()?))
}

/// The facts that the checks look at.
pub(crate) fn read(py: Python<'_>, whole: &Bound<'_, PyDict>) -> PyResult<Record> {
    let Some(c) = part(whole, intern!(py, "credential"))? else { return Ok(Record::default()) };
    let (level, workload) = (part(&c, intern!(py, "level"))?, part(&c, intern!(py, "workload"))?);
    let in_part = |of: &str, fact: &Bound<'_, PyString>| -> PyResult<Option<bool>> {
        part(whole, &PyString::intern(py, of))?.map_or(Ok(None), |part| truth(&part, fact))
    };
    Ok(Record {
        kind: code(&c, intern!(py, "kind"), is_study)?,
        registered: truth(&c, intern!(py, "peers.registered"))?,
        identified: in_part("learner", intern!(py, "peers.identified"))?,
        completed: code(&c, intern!(py, "state"), |s| s == "completed")?,
        revoked: truth(&c, intern!(py, "revoked"))?,
        recognised: in_part("issuer", intern!(py, "recognised"))?,
        level: text(&level, intern!(py, "level"), |level| level.parse().ok())?,
        cents: text(&workload, intern!(py, "amount"), cents)?,
        peers: any(&c, intern!(py, "assessment"), |s| s == "peer_assessment")?,
        online: any(&c, intern!(py, "participation"), |s| s == "online")?,
        unwatched: code(&c, intern!(py, "supervision"), |s| s == "unsupervised_without_identity")?,
        licensed: any(&c, intern!(py, "quality_assurance"), is_licence)?,
        understood: any(&c, intern!(py, "language"), is_understood)?,
        issued: text(&Some(c), intern!(py, "issued"), day)?,
    })
}
