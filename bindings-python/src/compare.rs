//! `compare`: a cohort under two sets of rules, or on two days.

use std::path::PathBuf;

use credstack::advice::{Side, compare as compared};
use credstack::report::{comparison_document, comparison_html, comparison_text};
use credstack_cohort::{Reader, Row, by_learner};
use pyo3::prelude::*;
use pyo3::types::PyType;
use serde::{Deserialize, Serialize};

use crate::claim::PyClaim;
use crate::errors::Fault;
use crate::json;
use crate::many::{each, mapping, threads};
use crate::record::{self, Reduced};
use crate::rules::{PyRules, worlds};
use crate::wallet::{self, WalletDesk};

/// Who of a cohort gains and who loses, and by which clause: `comparison/v1`, with its words and as a page.
#[pyclass(frozen, eq, hash, name = "Comparison", module = "credstack")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PyComparison(Told);

/// It in its three forms, as it is pickled.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Told {
    json: String,
    text: String,
    html: String,
}

#[pymethods]
impl PyComparison {
    /// What it is: `comparison/v1`.
    #[getter]
    #[expect(clippy::unused_self, reason = "Python asks each result")]
    fn kind(&self) -> &'static str {
        "comparison/v1"
    }

    /// It for people, as the command line prints it.
    fn text(&self) -> &str {
        &self.0.text
    }

    /// It as a page.
    fn html(&self) -> &str {
        &self.0.html
    }

    fn _repr_html_(&self) -> &str {
        &self.0.html
    }

    /// It as dictionaries and lists.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &self.0.json)
    }

    /// It as JSON.
    fn to_json(&self) -> &str {
        &self.0.json
    }

    fn __str__(&self) -> &str {
        &self.0.text
    }

    fn __repr__(&self) -> String {
        format!("<Comparison {}>", self.0.text.lines().next().unwrap_or_default())
    }

    /// Pickled with its words, without the rules: they stay where it was made.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        record::reduce::<Self>(py, record::write(&self.0)?)
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, json: &str) -> PyResult<Self> {
        Ok(Self(record::parse(json)?))
    }
}

/// Who of a cohort gains and who loses toward an award under other rules, or by another claim (another day), and by which clause.
///
/// `learner` is the column that says whose a row is; without it each row is a wallet, in a column of lists of credentials. Both
/// sides are read from the same table. `then_rules` and `then_claim` are what `rules` and `claim` are compared with; one that
/// is not given stays as it is. A wallet that cannot be stacked says so, and the others go on.
///
/// >>> import pyarrow
/// >>> rules = credstack.Rules.load("rules")
/// >>> now, then = (credstack.Claim.from_dict(dict(credstack="claim/v1", purpose="credit", dates=dict(application=day)))
/// ...     for day in ("2026-08-31", "2026-09-01"))
/// >>> cohort = pyarrow.table(dict(student=[7, 8], title=list("AB"), ects=[6, 4]))
/// >>> credstack.compare(rules, rules, cohort, "sk.example.forest_ecology", now, then_claim=then, learner="student")
/// <Comparison 2 learners: 0 gain, 0 lose, 0 both, 2 as before>
#[pyfunction]
#[pyo3(signature = (
    rules, then_rules, cohort, award=None, claim=None, *, then_claim=None, learner=None, include="completed", mapping=None,
    budget=None, steps=None, threads=None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn compare(
    rules: &PyRules,
    then_rules: &PyRules,
    cohort: &Bound<'_, PyAny>,
    award: Option<&str>,
    claim: Option<&PyClaim>,
    then_claim: Option<&PyClaim>,
    learner: Option<&str>,
    include: &str,
    mapping: Option<PathBuf>,
    budget: Option<i64>,
    steps: Option<i64>,
    threads: Option<usize>,
) -> PyResult<PyComparison> {
    let (threads, mapping) = (self::threads(threads), self::mapping(mapping)?);
    let named = mapping.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let options = wallet::options(include, worlds(budget)?, steps)?;
    let is_long = learner.is_some();
    let side = |rules: &PyRules, claim: Option<&PyClaim>| -> Result<(WalletDesk, Reader), Fault> {
        let desk = WalletDesk::new(rules.set(), award, claim, None, options)?;
        Ok((desk, Reader::new(rules.set(), named, learner.map(ToOwned::to_owned))?))
    };
    let (before, reader) = side(rules, claim)?;
    let (after, reader_then) = side(then_rules, then_claim.or(claim))?;
    let (mut rows, mut rows_then) = (Vec::new(), Vec::new());
    // Words are numbered by each set of rules, so each reads the rows for itself.
    each(&reader, cohort, 1, None, |parts| {
        for (first, part) in parts {
            rows.extend(reader.rows(part, *first)?);
            rows_then.extend(reader_then.rows(part, *first)?);
        }
        Ok(())
    })?;
    let told = cohort.py().detach(|| {
        let (wallets, wallets_then) = (wallets(rows, is_long), wallets(rows_then, is_long));
        let before = Side { set: &before.set, award: &before.award, claim: &before.claim, wallets: &wallets };
        let after = Side { set: &after.set, award: &after.award, claim: &after.claim, wallets: &wallets_then };
        compared(before, after, options, threads).map_err(Fault::from)
    })?;
    let title = format!("Who gains and who loses: {}", before.award);
    Ok(PyComparison(Told {
        json: record::write(&comparison_document(&told))?,
        text: comparison_text(&told),
        html: comparison_html(&title, &told),
    }))
}

/// Who each wallet is of: its learner, else its row, from 0 on.
fn wallets(rows: Vec<Row>, is_long: bool) -> Vec<(String, Vec<credstack::model::Credential>)> {
    let rows = if is_long { by_learner(rows) } else { rows };
    let named = |row: Row| {
        let wallet = row.told_apart().into_owned();
        (row.learner.clone().unwrap_or_else(|| format!("row {}", row.at)), wallet)
    };
    rows.into_iter().map(named).collect()
}
