//! The advice around a stack: why not, what next, what within reach, what if.

use std::path::PathBuf;
use std::sync::Arc;

use credstack::advice::{self, Budget, By, NextError, Question, Shelf};
use credstack::model::policy::PolicySet;
use credstack::model::stack::Reading;
use credstack::model::{Claim, Credential};
use credstack::report::{
    next_document, next_text, reach_document, reach_text, what_if_document, what_if_text, why_not_document,
    why_not_text,
};
use credstack::{StackOptions, award_of, check_answers};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyType;
use serde::{Deserialize, Serialize};

use crate::claim::PyClaim;
use crate::document::PyCredential;
use crate::errors::Fault;
use crate::json;
use crate::record::{self, Reduced};
use crate::rules::{PyRules, worlds};
use crate::wallet;

/// Advice on a proposal: `why-not/v1`, `plan/v1`, `reach/v1` or `what-if/v1`, with its words. A person decides.
#[pyclass(frozen, eq, hash, name = "Advice", module = "credstack")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PyAdvice {
    json: String,
    text: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Pickled {
    json: String,
    text: String,
}

impl PyAdvice {
    fn new(document: &impl Serialize, text: String) -> Result<Self, Fault> {
        Ok(Self { json: record::write(document)?, text })
    }
}

#[pymethods]
impl PyAdvice {
    /// What it is: `why-not/v1`, `plan/v1`, `reach/v1`, `what-if/v1`.
    #[getter]
    fn kind(&self) -> PyResult<String> {
        #[derive(Deserialize)]
        struct Kind {
            credstack: String,
        }
        Ok(record::parse::<Kind>(&self.json)?.credstack)
    }

    /// It for people, as the command line prints it.
    fn text(&self) -> &str {
        &self.text
    }

    /// It as dictionaries and lists.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &self.json)
    }

    /// It as JSON.
    fn to_json(&self) -> &str {
        &self.json
    }

    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("<Advice {}>", self.kind()?))
    }

    /// Pickled with its words, without the rules: they stay where it was made.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let Self { json, text } = self.clone();
        record::reduce::<Self>(py, record::write(&Pickled { json, text })?)
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, json: &str) -> PyResult<Self> {
        let Pickled { json, text } = record::parse(json)?;
        Ok(Self { json, text })
    }
}

/// A claim, an award and credentials, with the words of some rules.
struct Desk {
    set: Arc<PolicySet>,
    claim: Claim,
    credentials: Vec<Credential>,
    options: StackOptions,
}

impl Desk {
    fn new(
        rules: &PyRules,
        credentials: &[PyCredential],
        claim: Option<&PyClaim>,
        options: StackOptions,
    ) -> Result<Self, Fault> {
        let set = rules.set();
        let claim = claim.map_or_else(|| Ok(Claim::default()), |c| c.with(set))?;
        check_answers(set, &claim)?;
        let mut all = Vec::with_capacity(credentials.len());
        for credential in credentials {
            all.push(credential.reading(set)?.credential(credential.at)?.clone());
        }
        Ok(Self { set: Arc::clone(set), claim, credentials: all, options })
    }

    fn award(&self, named: Option<&str>) -> Result<String, Fault> {
        Ok(award_of(&self.set, &self.claim, named)?)
    }

    fn budget(&self) -> Budget {
        Budget { steps: (self.options.steps.steps / 10).max(1), ..Budget::default() }
    }
}

/// Why a wallet does not complete an award: which requirements and limits cannot be met together and over which credentials
/// they compete, the smallest additions that would complete it, and what would not help.
///
/// >>> rules = credstack.Rules.load("rules")
/// >>> claim = credstack.Claim.load("examples/claims/spanish-master.json")
/// >>> wallet = rules.read("examples/wallets/spanish-master.json")
/// >>> advice = credstack.why_not(rules, wallet, claim=claim)
/// >>> for addition in advice.to_dict().get("adding_one"):
/// ...     print(addition.get("text"))
/// 12 ECTS in “Master's thesis”
#[pyfunction]
#[pyo3(signature = (
    rules, credentials, award=None, claim=None, *, reading="grantable", include="completed", budget=None, steps=None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn why_not(
    rules: &Bound<'_, PyRules>,
    credentials: &Bound<'_, PyAny>,
    award: Option<&str>,
    claim: Option<&PyClaim>,
    reading: &str,
    include: &str,
    budget: Option<i64>,
    steps: Option<i64>,
) -> PyResult<PyAdvice> {
    let options = wallet::options(include, worlds(budget)?, steps)?;
    let (all, reading) = (wallet::credentials(credentials)?, crate::stack::reading(reading)?);
    let rules = rules.get();
    let told = credentials.py().detach(|| {
        let desk = Desk::new(rules, &all, claim, options)?;
        let how = (options, reading, desk.budget());
        let found = advice::why_not(&desk.set, &desk.award(award)?, &desk.credentials, &desk.claim, how)?;
        PyAdvice::new(&why_not_document(&desk.set, &found), why_not_text(&desk.set, &found))
    });
    Ok(told?)
}

/// A catalogue as Python hands it in.
#[derive(FromPyObject)]
pub(crate) enum Source {
    #[pyo3(annotation = "bytes")]
    Bytes(Vec<u8>),
    #[pyo3(annotation = "str | os.PathLike[str]")]
    File(PathBuf),
}

/// The cheapest offers of a catalogue (`catalogue/v1`, or a table with commas) that complete an award, by `cost`, `credits`
/// or `time`, in an order that their prerequisites allow.
///
/// >>> rules = credstack.Rules.load("rules")
/// >>> claim = credstack.Claim.load("examples/claims/flemish-climbing-master.json")
/// >>> wallet = rules.read("examples/wallets/flemish-climbing.json")
/// >>> advice = credstack.plan(rules, wallet, "examples/catalogues/flemish-supply.json", claim=claim)
/// >>> plan = advice.to_dict()
/// >>> print(*map(plan.get, ("outcome", "optimal", "price", "currency")))
/// planned proven 900 EUR
#[pyfunction]
#[pyo3(signature = (
    rules, credentials, catalogue, award=None, claim=None, *, by="cost", include="completed", budget=None, steps=None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn plan(
    rules: &Bound<'_, PyRules>,
    credentials: &Bound<'_, PyAny>,
    catalogue: Source,
    award: Option<&str>,
    claim: Option<&PyClaim>,
    by: &str,
    include: &str,
    budget: Option<i64>,
    steps: Option<i64>,
) -> PyResult<PyAdvice> {
    let options = wallet::options(include, worlds(budget)?, steps)?;
    let ways = [By::Cost, By::Credits, By::Time];
    let by = ways
        .into_iter()
        .find(|b| b.word() == by)
        .ok_or_else(|| PyValueError::new_err(format!("a plan is by `cost`, `credits` or `time`, not `{by}`")))?;
    let all = wallet::credentials(credentials)?;
    let rules = rules.get();
    let told = credentials.py().detach(|| {
        let (name, bytes) = match catalogue {
            Source::Bytes(bytes) => ("catalogue".to_owned(), bytes),
            Source::File(path) => {
                let name = path.to_string_lossy().into_owned();
                (name, std::fs::read(&path).map_err(|error| Fault::Unreadable(path, error))?)
            }
        };
        let wrong = |text: String| Fault::Python(PyValueError::new_err(text));
        let desk = Desk::new(rules, &all, claim, options)?;
        let offers = advice::read_catalogue(&desk.set, &name, &bytes).map_err(|e| wrong(format!("{name}: {e}")))?;
        let (award, how) = (desk.award(award)?, (options, desk.budget()));
        let found = advice::next(&desk.set, &award, &desk.credentials, &offers, (&desk.claim, by), how);
        let found = found.map_err(|error| match error {
            NextError::Stack(error) => error.into(),
            error => wrong(error.to_string()),
        })?;
        PyAdvice::new(&next_document(&desk.set, &offers, &found), next_text(&desk.set, &offers, &found))
    });
    Ok(told?)
}

/// The awards of the packs that a wallet reaches, which of them together, and the nearest that it does not.
///
/// >>> rules = credstack.Rules.load("rules")
/// >>> wallet = rules.read("examples/wallets/flemish-climbing.json")
/// >>> claim = credstack.Claim.load("examples/claims/flemish-climbing-together.json")
/// >>> for award in credstack.reach(rules, wallet, claim).to_dict().get("reached"):
/// ...     if award.get("award").startswith("be."):
/// ...         print(award.get("award"))
/// be.vlg.example.diploma
/// be.vlg.example.postgraduate_certificate
/// be.vlg.example.procurement_certificate
#[pyfunction]
#[pyo3(signature = (rules, credentials, claim=None, *, near=10, include="completed", budget=None, steps=None))]
pub(crate) fn reach(
    rules: &Bound<'_, PyRules>,
    credentials: &Bound<'_, PyAny>,
    claim: Option<&PyClaim>,
    near: usize,
    include: &str,
    budget: Option<i64>,
    steps: Option<i64>,
) -> PyResult<PyAdvice> {
    let options = wallet::options(include, worlds(budget)?, steps)?;
    let all = wallet::credentials(credentials)?;
    let rules = rules.get();
    let told = credentials.py().detach(|| {
        let desk = Desk::new(rules, &all, claim, options)?;
        let found = Shelf::new(&desk.set).reach(&desk.credentials, &desk.claim, options, near)?;
        PyAdvice::new(&reach_document(&desk.set, &found), reach_text(&desk.set, &found))
    });
    Ok(told?)
}

/// What would be otherwise: with other credentials, toward another award, by another claim (other answers, another day) or
/// under other rules. What is not given stays as it is.
///
/// >>> rules = credstack.Rules.load("rules")
/// >>> claim = credstack.Claim.load("examples/claims/spanish-master.json")
/// >>> wallet = rules.read("examples/wallets/spanish-master.json")
/// >>> fewer = list(wallet)[1:]
/// >>> advice = credstack.what_if(rules, wallet, claim=claim, then_credentials=fewer)
/// >>> print(*advice.to_dict().get("summary"), sep=", then ")
/// 48 of 60 ECTS counted; 2 requirements are not met, then 42 of 60 ECTS counted; 3 requirements are not met
#[pyfunction]
#[pyo3(signature = (
    rules, credentials, award=None, claim=None, *, then_credentials=None, then_award=None, then_claim=None,
    then_rules=None, reading="grantable", include="completed", budget=None, steps=None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn what_if(
    rules: &Bound<'_, PyRules>,
    credentials: &Bound<'_, PyAny>,
    award: Option<&str>,
    claim: Option<&PyClaim>,
    then_credentials: Option<&Bound<'_, PyAny>>,
    then_award: Option<&str>,
    then_claim: Option<&PyClaim>,
    then_rules: Option<&Bound<'_, PyRules>>,
    reading: &str,
    include: &str,
    budget: Option<i64>,
    steps: Option<i64>,
) -> PyResult<PyAdvice> {
    let options = wallet::options(include, worlds(budget)?, steps)?;
    let reading: Reading = crate::stack::reading(reading)?;
    let all = wallet::credentials(credentials)?;
    let then = then_credentials.map_or_else(|| Ok(all.clone()), wallet::credentials)?;
    let (rules, other) = (rules.get(), then_rules.map_or(rules.get(), Bound::get));
    let told = credentials.py().detach(|| {
        let one = Desk::new(rules, &all, claim, options)?;
        let two = Desk::new(other, &then, then_claim.or(claim), options)?;
        let award = one.award(award)?;
        let then_award = then_award.map_or_else(|| award.clone(), ToOwned::to_owned);
        let before = Question { set: &one.set, award: &award, credentials: &one.credentials, claim: &one.claim };
        let after = Question { set: &two.set, award: &then_award, credentials: &two.credentials, claim: &two.claim };
        let found = advice::what_if(before, after, options)?;
        let sets = [&*one.set, &*two.set];
        PyAdvice::new(&what_if_document(sets, reading, &found), what_if_text(sets, reading, &found))
    });
    Ok(told?)
}
