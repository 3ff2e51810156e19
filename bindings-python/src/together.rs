//! Stacks toward several awards together.

use std::collections::BTreeSet;
use std::sync::Arc;

use credstack::model::policy::{PolicySet, Preference, SharingTerms, Together};
use credstack::model::stack::Reading;
use credstack::model::together::JointStacking;
use credstack::model::{Claim, Credential};
use credstack::report::{StackHeading, together_html, together_text};
use credstack::{StackOptions, check_answers, stack_together, wire};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::claim::PyClaim;
use crate::document::PyCredential;
use crate::errors::Fault;
use crate::json;
use crate::kept::{Kept, Page};
use crate::record::{self, Reduced, Tuple};
use crate::results::Pack;
use crate::source::hash;
use crate::stack::{PyStack, Stacked, reading};
use crate::together_results::{JointQuestion, JointReading};

/// `together/v1`.
#[derive(Debug, Deserialize)]
struct Parts {
    #[serde(rename = "awards")]
    _awards: IgnoredAny,
    include: String,
    status: String,
    prefer: Option<String>,
    owed: JointReading,
    grantable: JointReading,
    possible: JointReading,
    precision: String,
    questions: Tuple<JointQuestion>,
    remarks: Tuple<String>,
    profile: Option<String>,
    packs: Tuple<Pack>,
    notice: String,
}

/// How the credentials of a wallet count toward several awards that are asked for together: one allocation for all of them. A
/// proposal, not a decision: a person decides.
#[pyclass(frozen, name = "Together", module = "credstack")]
pub(crate) struct PyTogether {
    json: String,
    parts: Parts,
    awards: Vec<Py<PyStack>>,
    words: Words,
}

enum Words {
    Made(Box<Joint>),
    Kept(Kept),
}

/// A joint stacking with what its words are made from.
pub(crate) struct Joint {
    set: Arc<PolicySet>,
    profile: Option<String>,
    stacking: JointStacking,
}

impl Joint {
    fn page(&self, reading: Reading, language: Option<&str>) -> Page {
        let heading = StackHeading { reading, profile: self.profile.as_deref(), language, notes: false };
        Page {
            text: together_text(&self.set, &heading, &self.stacking),
            html: together_html(&self.set, &heading, &self.stacking),
        }
    }

    fn keep(&self) -> Kept {
        let rules = self.set.policies.iter().flat_map(|p| &p.rules);
        let tags: BTreeSet<&str> = rules.flat_map(|r| &r.says).map(|t| &*t.language).collect();
        let mut kept = Kept::default();
        for language in [None].into_iter().chain(tags.into_iter().map(Some)) {
            for reading in Reading::ALL {
                kept.add(reading.word(), language, self.page(reading, language));
            }
        }
        kept
    }
}

impl Words {
    fn page(&self, reading: Reading, language: Option<&str>) -> Page {
        match self {
            Words::Made(joint) => joint.page(reading, language),
            Words::Kept(kept) => kept
                .page(reading.word(), language)
                .cloned()
                .unwrap_or_else(|| Page { text: String::new(), html: String::new() }),
        }
    }
}

/// How several awards are asked for, in the words of Python; what the claim says stands where nothing else is said.
pub(crate) fn asked(
    claim: &Claim,
    sharing: Option<&str>,
    using_each: Option<u32>,
    prefer: Option<&str>,
) -> PyResult<Together> {
    let mut together = claim.together;
    if let Some(text) = sharing {
        together.sharing = Some(text.parse().map_err(|e: String| PyValueError::new_err(format!("sharing: {e}")))?);
    }
    if let Some(times) = using_each {
        if times < 2 {
            return Err(PyValueError::new_err("what counts in fewer than two awards is not shared"));
        }
        together.sharing = Some(SharingTerms { times: Some(times), ..together.sharing.unwrap_or_default() });
    }
    if let Some(word) = prefer {
        let all = [Preference::MostAwards, Preference::HighestAward];
        let found = all.into_iter().find(|p| p.key() == word);
        together.prefer = Some(found.ok_or_else(|| {
            PyValueError::new_err(format!("what is preferred is one of `most_awards`, `highest_award`, not `{word}`"))
        })?);
    }
    Ok(together)
}

/// Stacks a wallet toward the named awards, or those of the claim.
pub(crate) fn stacked(
    set: &Arc<PolicySet>,
    wallet: &[PyCredential],
    awards: &[String],
    (claim, together): (&Claim, Together),
    profile: Option<&str>,
    options: StackOptions,
) -> Result<Joint, Fault> {
    check_answers(set, claim)?;
    let mut all: Vec<Credential> = Vec::with_capacity(wallet.len());
    for credential in wallet {
        all.push(credential.reading(set)?.credential(credential.at)?.clone());
    }
    let named: Vec<&str> = if awards.is_empty() {
        claim.awards.iter().map(AsRef::as_ref).collect()
    } else {
        awards.iter().map(String::as_str).collect()
    };
    let stacking = stack_together(set, &named, &all, claim, together, options)?;
    let profile = profile.or(claim.profile.as_deref()).map(ToOwned::to_owned);
    Ok(Joint { set: Arc::clone(set), profile, stacking })
}

/// The claim as the rules read it.
pub(crate) fn claim(set: &Arc<PolicySet>, claim: Option<&PyClaim>) -> Result<Claim, Fault> {
    claim.map_or_else(|| Ok(Claim::default()), |c| c.with(set))
}

/// What a pickled one holds.
#[derive(Debug, Serialize, Deserialize)]
struct Pickled {
    together: String,
    awards: Vec<String>,
    words: Kept,
}

impl PyTogether {
    /// A joint stack with its public JSON.
    pub(crate) fn new(py: Python<'_>, joint: Joint) -> PyResult<Self> {
        let document = wire::write_together(&joint.stacking, &joint.set, joint.profile.as_deref());
        let json = record::write(&document)?;
        let parts = record::parse(&json)?;
        let awards = joint.stacking.awards.iter().map(|stacking| {
            let own =
                Stacked { set: Arc::clone(&joint.set), profile: joint.profile.clone(), stacking: stacking.clone() };
            Py::new(py, PyStack::new(own).map_err(PyErr::from)?)
        });
        let awards = awards.collect::<PyResult<Vec<_>>>()?;
        Ok(Self { json, parts, awards, words: Words::Made(Box::new(joint)) })
    }
}

#[pymethods]
impl PyTogether {
    /// Each award with its part of the joint allocation, in the order in which they were asked for.
    #[getter]
    fn awards<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.awards.iter().map(|award| award.clone_ref(py)))
    }

    /// Which states of learning were counted: `completed`, `in_progress` (and completed) or `planned` (and the others).
    #[getter]
    fn include(&self) -> &str {
        &self.parts.include
    }

    /// Whether all awards are complete together with what may be granted: `complete`, `not_complete` or `undetermined`.
    #[getter]
    fn status(&self) -> &str {
        &self.parts.status
    }

    /// Which awards to complete where not all can be: `most_awards`, `highest_award`; None where nobody says.
    #[getter]
    fn prefer(&self) -> Option<&str> {
        self.parts.prefer.as_deref()
    }

    /// Valid whatever is open, counting only what must be granted.
    #[getter]
    fn owed(&self) -> JointReading {
        self.parts.owed.clone()
    }

    /// Valid whatever is open, counting what may be granted.
    #[getter]
    fn grantable(&self) -> JointReading {
        self.parts.grantable.clone()
    }

    /// The best that can come true.
    #[getter]
    fn possible(&self) -> JointReading {
        self.parts.possible.clone()
    }

    /// `exact`, or `outer` where the possible stack is only a safe bound.
    #[getter]
    fn precision(&self) -> &str {
        &self.parts.precision
    }

    /// What is open, and what every award comes to under each answer.
    #[getter]
    fn questions(&self) -> &Tuple<JointQuestion> {
        &self.parts.questions
    }

    /// What could not be applied or was put together.
    #[getter]
    fn remarks(&self) -> &Tuple<String> {
        &self.parts.remarks
    }

    /// What the stack makes of the learner, in a person's words.
    #[getter]
    fn profile(&self) -> Option<&str> {
        self.parts.profile.as_deref()
    }

    /// The packs that were used, with their hashes.
    #[getter]
    fn packs(&self) -> &Tuple<Pack> {
        &self.parts.packs
    }

    /// What every stack says of itself.
    #[getter]
    fn notice(&self) -> &str {
        &self.parts.notice
    }

    /// It for people, as the command line prints it: one reading (`owed`, `grantable`, `possible`) in full. Rules speak
    /// `language` (as `es`) where they have it.
    #[pyo3(signature = (reading="grantable", *, language=None))]
    fn text(&self, py: Python<'_>, reading: &str, language: Option<&str>) -> PyResult<String> {
        let reading = self::reading(reading)?;
        Ok(py.detach(|| self.words.page(reading, language).text))
    }

    /// The same as HTML tables, with everything that a document says escaped.
    #[pyo3(signature = (reading="grantable", *, language=None))]
    fn html(&self, py: Python<'_>, reading: &str, language: Option<&str>) -> PyResult<String> {
        let reading = self::reading(reading)?;
        Ok(py.detach(|| self.words.page(reading, language).html))
    }

    fn _repr_html_(&self) -> String {
        self.words.page(Reading::Grantable, None).html
    }

    /// It as `together/v1`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &self.json)
    }

    /// It as the text of `together/v1`.
    fn to_json(&self) -> &str {
        &self.json
    }

    fn __str__(&self) -> String {
        self.words.page(Reading::Grantable, None).text
    }

    fn __repr__(&self) -> String {
        let Parts { status, owed, grantable, possible, .. } = &self.parts;
        let (owed, grantable, possible) = (&owed.total.0, &grantable.total.0, &possible.total.0);
        let number = self.awards.len();
        format!("<Together {number} awards: {status}, owed {owed}, grantable {grantable}, possible {possible} ECTS>")
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.json == other.json
    }

    fn __hash__(&self) -> u64 {
        hash(&self.json)
    }

    /// Pickled with its words in every language, without the rules: they stay where it was made.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let words = match &self.words {
            Words::Made(joint) => joint.keep(),
            Words::Kept(kept) => kept.clone(),
        };
        let awards = self.awards.iter().map(|award| award.get().pickled()).collect::<PyResult<Vec<_>>>()?;
        record::reduce::<Self>(py, record::write(&Pickled { together: self.json.clone(), awards, words })?)
    }

    #[classmethod]
    fn _from_json(class: &Bound<'_, PyType>, json: &str) -> PyResult<Self> {
        let Pickled { together, awards, words } = record::parse(json)?;
        let awards = awards.iter().map(|award| Py::new(class.py(), PyStack::unpickled(award)?));
        let awards = awards.collect::<PyResult<Vec<_>>>()?;
        Ok(Self { parts: record::parse(&together)?, json: together, awards, words: Words::Kept(words) })
    }
}
