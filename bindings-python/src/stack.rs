//! Stacks.

use std::collections::BTreeSet;
use std::sync::Arc;

use credstack::model::policy::PolicySet;
use credstack::model::stack::{Reading, Stacking};
use credstack::report::{StackHeading, stack_html, stack_text};
use credstack::wire;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyType;
use serde::{Deserialize, Serialize};

use crate::errors::Fault;
use crate::json;
use crate::kept::{Kept, Page};
use crate::record::{self, Reduced, Tuple};
use crate::results::Pack;
use crate::source::hash;
use crate::stack_results::{Assumption, Held, LearnerException, Question, StackReading};

/// `stack/v1`.
#[derive(Debug, Deserialize)]
struct Parts {
    award: String,
    title: String,
    policy: Option<String>,
    include: String,
    status: String,
    credentials: Tuple<Held>,
    owed: StackReading,
    grantable: StackReading,
    possible: StackReading,
    assumed: Tuple<Assumption>,
    precision: String,
    questions: Tuple<Question>,
    remarks: Tuple<String>,
    exceptions: Tuple<LearnerException>,
    profile: Option<String>,
    packs: Tuple<Pack>,
    notice: String,
}

/// How the credentials of a wallet count toward an award: what must be counted, what may be, what is possible at best. A
/// proposal, not a decision: a person decides.
#[pyclass(frozen, name = "Stack", module = "credstack")]
pub(crate) struct PyStack {
    json: String,
    parts: Parts,
    words: Words,
}

/// How a stack is put into words: with the rules, or, where it was pickled, as it was then.
enum Words {
    Made(Box<Stacked>),
    Kept(Kept),
}

/// A stack with what its words are made from.
pub(crate) struct Stacked {
    pub(crate) set: Arc<PolicySet>,
    pub(crate) profile: Option<String>,
    pub(crate) stacking: Stacking,
}

/// One of the facade's writers.
type Writer = fn(&PolicySet, &StackHeading<'_>, &Stacking) -> String;

impl Stacked {
    fn write(&self, writer: Writer, reading: Reading, language: Option<&str>) -> String {
        let heading = StackHeading { reading, profile: self.profile.as_deref(), language, notes: false };
        writer(&self.set, &heading, &self.stacking)
    }

    fn page(&self, reading: Reading, language: Option<&str>) -> Page {
        let text = self.write(stack_text, reading, language);
        Page { text, html: self.write(stack_html, reading, language) }
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
    fn text(&self, reading: Reading, language: Option<&str>) -> String {
        match self {
            Words::Made(stacked) => stacked.write(stack_text, reading, language),
            Words::Kept(kept) => kept.page(reading.word(), language).map(|p| p.text.clone()).unwrap_or_default(),
        }
    }

    fn html(&self, reading: Reading, language: Option<&str>) -> String {
        match self {
            Words::Made(stacked) => stacked.write(stack_html, reading, language),
            Words::Kept(kept) => kept.page(reading.word(), language).map(|p| p.html.clone()).unwrap_or_default(),
        }
    }
}

pub(crate) fn reading(word: &str) -> PyResult<Reading> {
    Reading::ALL.into_iter().find(|r| r.word() == word).ok_or_else(|| {
        let known: Vec<String> = Reading::ALL.iter().map(|r| format!("`{}`", r.word())).collect();
        PyValueError::new_err(format!("a reading is one of {}, not `{word}`", known.join(", ")))
    })
}

/// What a pickled stack holds.
#[derive(Debug, Serialize, Deserialize)]
struct Pickled {
    stack: String,
    words: Kept,
}

impl PyStack {
    /// A stack with its public JSON.
    pub(crate) fn new(stacked: Stacked) -> Result<Self, Fault> {
        let document = wire::write_stack(&stacked.stacking, &stacked.set, stacked.profile.as_deref());
        let json = record::write(&document)?;
        let parts = record::parse(&json)?;
        Ok(Self { json, parts, words: Words::Made(Box::new(stacked)) })
    }

    /// What it is pickled as.
    pub(crate) fn pickled(&self) -> PyResult<String> {
        let words = match &self.words {
            Words::Made(stacked) => stacked.keep(),
            Words::Kept(kept) => kept.clone(),
        };
        record::write(&Pickled { stack: self.json.clone(), words })
    }

    pub(crate) fn unpickled(json: &str) -> PyResult<Self> {
        let Pickled { stack, words } = record::parse(json)?;
        Ok(Self { parts: record::parse(&stack)?, json: stack, words: Words::Kept(words) })
    }
}

#[pymethods]
impl PyStack {
    /// The award's full name.
    #[getter]
    fn award(&self) -> &str {
        &self.parts.award
    }

    /// What the award is called.
    #[getter]
    fn title(&self) -> &str {
        &self.parts.title
    }

    /// The policy by which credentials are recognised; None where the award counts what the wallet holds as it is.
    #[getter]
    fn policy(&self) -> Option<&str> {
        self.parts.policy.as_deref()
    }

    /// Which states of learning were counted: `completed`, `in_progress` (and completed) or `planned` (and the others).
    #[getter]
    fn include(&self) -> &str {
        &self.parts.include
    }

    /// Whether the award is complete with what may be granted: `complete`, `not_complete` or `undetermined`.
    #[getter]
    fn status(&self) -> &str {
        &self.parts.status
    }

    /// The credentials of the wallet.
    #[getter]
    fn credentials(&self) -> &Tuple<Held> {
        &self.parts.credentials
    }

    /// Valid whatever is open, counting only what must be granted.
    #[getter]
    fn owed(&self) -> StackReading {
        self.parts.owed.clone()
    }

    /// Valid whatever is open, counting what may be granted.
    #[getter]
    fn grantable(&self) -> StackReading {
        self.parts.grantable.clone()
    }

    /// The best that can come true.
    #[getter]
    fn possible(&self) -> StackReading {
        self.parts.possible.clone()
    }

    /// What the possible stack assumes.
    #[getter]
    fn assumed(&self) -> &Tuple<Assumption> {
        &self.parts.assumed
    }

    /// `exact`, or `outer` where the possible stack is only a safe bound.
    #[getter]
    fn precision(&self) -> &str {
        &self.parts.precision
    }

    /// What is open, and what each answer would lead to.
    #[getter]
    fn questions(&self) -> &Tuple<Question> {
        &self.parts.questions
    }

    /// What could not be applied or was put together.
    #[getter]
    fn remarks(&self) -> &Tuple<String> {
        &self.parts.remarks
    }

    /// The exceptions for this learner, applied or not: one for each thing that they do.
    #[getter]
    fn exceptions(&self) -> &Tuple<LearnerException> {
        &self.parts.exceptions
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

    /// The stack for people, as the command line prints it: one reading (`owed`, `grantable`, `possible`) in full. Rules
    /// speak `language` (as `es`) where they have it.
    #[pyo3(signature = (reading="grantable", *, language=None))]
    fn text(&self, py: Python<'_>, reading: &str, language: Option<&str>) -> PyResult<String> {
        let reading = self::reading(reading)?;
        Ok(py.detach(|| self.words.text(reading, language)))
    }

    /// The same as an HTML table, with everything that a document says escaped.
    #[pyo3(signature = (reading="grantable", *, language=None))]
    fn html(&self, py: Python<'_>, reading: &str, language: Option<&str>) -> PyResult<String> {
        let reading = self::reading(reading)?;
        Ok(py.detach(|| self.words.html(reading, language)))
    }

    fn _repr_html_(&self) -> String {
        self.words.html(Reading::Grantable, None)
    }

    /// It as `stack/v1`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &self.json)
    }

    /// It as the text of `stack/v1`.
    fn to_json(&self) -> &str {
        &self.json
    }

    fn __str__(&self) -> String {
        self.words.text(Reading::Grantable, None)
    }

    fn __repr__(&self) -> String {
        let Parts { award, status, owed, grantable, possible, .. } = &self.parts;
        let of = grantable.workload.as_ref().map_or_else(String::new, |w| format!(" of {}", w.0));
        let (owed, grantable, possible) = (&owed.total.0, &grantable.total.0, &possible.total.0);
        format!("<Stack {award}: {status}, owed {owed}, grantable {grantable}, possible {possible}{of} ECTS>")
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.json == other.json
    }

    fn __hash__(&self) -> u64 {
        hash(&self.json)
    }

    /// Pickled with its words in every language, without the rules: they stay where the stack was made.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        record::reduce::<Self>(py, self.pickled()?)
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, json: &str) -> PyResult<Self> {
        Self::unpickled(json)
    }
}
