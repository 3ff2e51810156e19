//! Proposals.

use std::collections::BTreeSet;
use std::sync::Arc;

use credstack::engine::Rulebook;
use credstack::model::Claim;
use credstack::model::proposal::Proposal;
use credstack::report::{Heading, Reader, proposal_html, proposal_text};
use credstack::wire;
use pyo3::prelude::*;
use pyo3::types::PyType;
use serde::{Deserialize, Serialize};

use crate::errors::Fault;
use crate::json;
use crate::kept::{Kept, Page};
use crate::record::{self, Reduced, Tuple};
use crate::results::{Ask, Change, Conversion, Finding, Limit, Outcome, Pack, Procedure, Range};
use crate::source::{Reading, hash};

/// `proposal/v1`, as far as Python looks into it.
#[derive(Debug, Deserialize)]
struct Parts {
    credential: String,
    policy: String,
    status: String,
    precision: String,
    routes: Tuple<String>,
    outcome: Outcome,
    if_closed: Option<Outcome>,
    asks: Tuple<Ask>,
    findings: Tuple<Finding>,
    conversions: Tuple<Conversion>,
    limits: Tuple<Limit>,
    changes: Tuple<Change>,
    procedure: Option<Procedure>,
    packs: Tuple<Pack>,
    notice: String,
}

/// What all rules together say of one credential for one purpose. A proposal, not a decision: a person decides.
#[pyclass(frozen, name = "Proposal", module = "credstack")]
pub(crate) struct PyProposal {
    json: String,
    parts: Parts,
    words: Words,
}

/// How a proposal is put into words: from the case, or, where it was pickled, as it was then.
enum Words {
    Case(Box<DecidedCase>),
    Kept(Kept),
}

/// Whether notes for officers are shown, as pickled words name it.
fn variant(notes: bool) -> &'static str {
    if notes { "notes" } else { "" }
}

/// A proposal with all that it was made from.
pub(crate) struct DecidedCase {
    pub(crate) book: Arc<Rulebook>,
    pub(crate) claim: Arc<Claim>,
    pub(crate) document: String,
    /// The document, and which of its credentials.
    pub(crate) credential: (Arc<Reading>, usize),
    pub(crate) proposal: Proposal,
}

/// One of the facade's writers.
type Writer = fn(&Rulebook, &Heading<'_>, &Proposal) -> String;

impl DecidedCase {
    fn write(&self, writer: Writer, language: Option<&str>, notes: bool) -> PyResult<String> {
        let credential = self.credential.0.credential(self.credential.1)?;
        let (document, claim, reader) = (&self.document, &self.claim, Reader::Officer);
        let heading = Heading { document, credential, claim, language, notes, reader };
        Ok(writer(&self.book, &heading, &self.proposal))
    }

    fn keep(&self) -> PyResult<Kept> {
        let tags: BTreeSet<&str> = self.book.rules().flat_map(|r| &r.says).map(|t| &*t.language).collect();
        let mut kept = Kept::default();
        for language in [None].into_iter().chain(tags.into_iter().map(Some)) {
            for notes in [false, true] {
                let text = self.write(proposal_text, language, notes)?;
                let html = self.write(proposal_html, language, notes)?;
                kept.add(variant(notes), language, Page { text, html });
            }
        }
        Ok(kept)
    }
}

impl Words {
    fn text(&self, language: Option<&str>, notes: bool) -> PyResult<String> {
        match self {
            Words::Case(case) => case.write(proposal_text, language, notes),
            Words::Kept(kept) => Ok(kept.page(variant(notes), language).map(|p| p.text.clone()).unwrap_or_default()),
        }
    }

    fn html(&self, language: Option<&str>, notes: bool) -> PyResult<String> {
        match self {
            Words::Case(case) => case.write(proposal_html, language, notes),
            Words::Kept(kept) => Ok(kept.page(variant(notes), language).map(|p| p.html.clone()).unwrap_or_default()),
        }
    }
}

/// What a pickled proposal holds.
#[derive(Debug, Serialize, Deserialize)]
struct Pickled {
    proposal: String,
    words: Kept,
}

impl PyProposal {
    /// A proposal with its public JSON.
    pub(crate) fn new(case: DecidedCase) -> Result<Self, Fault> {
        let find = |name| case.book.rule_named(name);
        let credential = case.credential.0.credential(case.credential.1)?;
        let document = wire::write_proposal(&case.proposal, &credential.facts, case.book.set(), find);
        let json = record::write(&document)?;
        let parts = record::parse(&json)?;
        Ok(Self { json, parts, words: Words::Case(Box::new(case)) })
    }
}

#[pymethods]
impl PyProposal {
    /// The credential's identifier.
    #[getter]
    fn credential(&self) -> &str {
        &self.parts.credential
    }

    /// The policy that it was decided by.
    #[getter]
    fn policy(&self) -> &str {
        &self.parts.policy
    }

    /// `determined` or `incomplete`.
    #[getter]
    fn status(&self) -> &str {
        &self.parts.status
    }

    /// `exact`, or `outer` where the interval is only a safe bound.
    #[getter]
    fn precision(&self) -> &str {
        &self.parts.precision
    }

    /// Full names of the routes that may be open.
    #[getter]
    fn routes(&self) -> &Tuple<String> {
        &self.parts.routes
    }

    /// The interval of all outcomes that are possible.
    #[getter]
    fn outcome(&self) -> Outcome {
        self.parts.outcome.clone()
    }

    /// The worst rung of the ladder: `refused`, `conditionally`, `partially`, `recognised_as`, `recognised`.
    #[getter]
    fn worst(&self) -> &str {
        &self.parts.outcome.worst
    }

    /// The best rung of the ladder.
    #[getter]
    fn best(&self) -> &str {
        &self.parts.outcome.best
    }

    /// ECTS that must be granted.
    #[getter]
    fn must_grant(&self) -> Range {
        self.parts.outcome.must_grant.clone()
    }

    /// ECTS that may be granted.
    #[getter]
    fn may_grant(&self) -> Range {
        self.parts.outcome.may_grant.clone()
    }

    /// What is proposed if the file is closed as it stands; None where that could not be told within the budget.
    #[getter]
    fn if_closed(&self) -> Option<Outcome> {
        self.parts.if_closed.clone()
    }

    /// What to ask for.
    #[getter]
    fn asks(&self) -> &Tuple<Ask> {
        &self.parts.asks
    }

    /// What each rule says.
    #[getter]
    fn findings(&self) -> &Tuple<Finding> {
        &self.parts.findings
    }

    /// What the credential states in hours, in credits of another system or in levels of another framework, and what that is.
    #[getter]
    fn conversions(&self) -> &Tuple<Conversion> {
        &self.parts.conversions
    }

    /// Limits that would count the credential.
    #[getter]
    fn limits(&self) -> &Tuple<Limit> {
        &self.parts.limits
    }

    /// What a single changed fact would lead to.
    #[getter]
    fn changes(&self) -> &Tuple<Change> {
        &self.parts.changes
    }

    /// What happens around the decision; None where no policy of the chain says so.
    #[getter]
    fn procedure(&self) -> Option<Procedure> {
        self.parts.procedure.clone()
    }

    /// The packs that were used, with their hashes.
    #[getter]
    fn packs(&self) -> &Tuple<Pack> {
        &self.parts.packs
    }

    /// What every proposal says of itself.
    #[getter]
    fn notice(&self) -> &str {
        &self.parts.notice
    }

    /// The proposal for people, with reasons and citations. Rules speak `language` (as `es`) where they have it; `notes`
    /// shows what they note for officers.
    #[pyo3(signature = (*, language=None, notes=false))]
    fn text(&self, py: Python<'_>, language: Option<&str>, notes: bool) -> PyResult<String> {
        py.detach(|| self.words.text(language, notes))
    }

    /// The same as an HTML table, with everything that a document says escaped.
    #[pyo3(signature = (*, language=None, notes=false))]
    fn html(&self, py: Python<'_>, language: Option<&str>, notes: bool) -> PyResult<String> {
        py.detach(|| self.words.html(language, notes))
    }

    fn _repr_html_(&self) -> PyResult<String> {
        self.words.html(None, false)
    }

    /// It as `proposal/v1`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &self.json)
    }

    /// It as the text of `proposal/v1`.
    fn to_json(&self) -> &str {
        &self.json
    }

    fn __str__(&self) -> PyResult<String> {
        self.words.text(None, false)
    }

    fn __repr__(&self) -> String {
        let Parts { credential, status, outcome, .. } = &self.parts;
        format!(
            "<Proposal {credential}: {status}, {} to {}, {} ECTS>",
            outcome.worst,
            outcome.best,
            outcome.may_grant.words()
        )
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.json == other.json
    }

    fn __hash__(&self) -> u64 {
        hash(&self.json)
    }

    /// Pickled with its words in every language, without the rules: they stay where the proposal was made.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let words = match &self.words {
            Words::Case(case) => case.keep()?,
            Words::Kept(kept) => kept.clone(),
        };
        record::reduce::<Self>(py, record::write(&Pickled { proposal: self.json.clone(), words })?)
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, json: &str) -> PyResult<Self> {
        let Pickled { proposal, words } = record::parse(json)?;
        Ok(Self { parts: record::parse(&proposal)?, json: proposal, words: Words::Kept(words) })
    }
}
