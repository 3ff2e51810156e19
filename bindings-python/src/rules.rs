//! Rules, and what is recognised and stacked by them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use credstack::diagnostics::{self, Severity};
use credstack::engine::{Budget, Rulebook};
use credstack::model::policy::PolicySet;
use credstack::model::{Claim, Symbol};
use credstack::source::SourceMap;
use credstack::{Rules, check_answers, complete_claim, policy_of};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};

use crate::claim::PyClaim;
use crate::document::{PyCredential, PyDocument};
use crate::errors::Fault;
use crate::pack::{Content, is_manifest, pack};
use crate::proposal::{DecidedCase, PyProposal};
use crate::record::{self, Tuple};
use crate::results::{Diagnostic, Pack};
use crate::source::hash;
use crate::stack::PyStack;
use crate::together::{self, PyTogether};
use crate::wallet::{self, WalletDesk};

/// Rules without errors, and the policies that were compiled from them so far.
#[derive(Debug)]
pub(crate) struct Loaded {
    rules: Rules,
    books: Mutex<BTreeMap<String, Arc<Rulebook>>>,
}

impl Loaded {
    /// The rules as they are written.
    pub(crate) fn sources(&self) -> &SourceMap {
        &self.rules.sources
    }

    fn set(&self) -> &Arc<PolicySet> {
        &self.rules.policies
    }

    fn book(&self, policy: &str) -> Result<Arc<Rulebook>, Fault> {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(book) = books.get(policy) {
            return Ok(Arc::clone(book));
        }
        let book = Arc::new(Rulebook::compile(self.set(), policy)?);
        books.insert(policy.to_owned(), Arc::clone(&book));
        Ok(book)
    }

    /// All that recognising needs but a credential.
    pub(crate) fn desk(&self, claim: &PyClaim, policy: Option<&str>, budget: Budget) -> Result<Desk, Fault> {
        let mut claim = claim.with(self.set())?;
        check_answers(self.set(), &claim)?;
        complete_claim(self.set(), &mut claim)?;
        let book = self.book(&policy_of(self.set(), &claim, policy)?)?;
        Ok(Desk { set: Arc::clone(self.set()), book, claim: Arc::new(claim), budget })
    }
}

pub(crate) struct Desk {
    pub(crate) set: Arc<PolicySet>,
    pub(crate) book: Arc<Rulebook>,
    pub(crate) claim: Arc<Claim>,
    pub(crate) budget: Budget,
}

impl Desk {
    fn recognise(&self, credential: &PyCredential) -> Result<PyProposal, Fault> {
        let reading = credential.reading(&self.set)?;
        let proposal = credstack::recognise(&self.book, reading.credential(credential.at)?, &self.claim, self.budget);
        PyProposal::new(DecidedCase {
            book: Arc::clone(&self.book),
            claim: Arc::clone(&self.claim),
            document: credential.source.name.clone(),
            credential: (reading, credential.at),
            proposal,
        })
    }
}

/// Packs of rules, loaded and checked.
///
/// >>> rules = credstack.Rules.load("rules")
/// >>> "es.universities" in rules.policies
/// True
#[pyclass(frozen, name = "Rules", module = "credstack")]
pub(crate) struct PyRules(Arc<Loaded>);

impl PyRules {
    fn new(rules: Rules, strict: bool) -> Result<Self, Fault> {
        let is_fatal = |d: &&diagnostics::Diagnostic| strict || d.severity() == Severity::Error;
        let fatal: Vec<diagnostics::Diagnostic> = rules.diagnostics.iter().filter(is_fatal).cloned().collect();
        if fatal.is_empty() {
            return Ok(Self(Arc::new(Loaded { rules, books: Mutex::default() })));
        }
        let text = diagnostics::to_text(&fatal, &rules.sources, false);
        Err(Fault::Rules(text.trim_end().to_owned(), found(&fatal, &rules)?))
    }

    pub(crate) fn set(&self) -> &Arc<PolicySet> {
        self.0.set()
    }

    pub(crate) fn loaded(&self) -> &Loaded {
        &self.0
    }

    fn names(&self, names: impl Iterator<Item = Symbol>) -> Tuple<String> {
        names.map(|name| self.0.set().symbols.text(name).to_owned()).collect()
    }
}

fn found(all: &[diagnostics::Diagnostic], rules: &Rules) -> PyResult<Vec<Diagnostic>> {
    record::parse(&record::write(&diagnostics::to_json(all, &rules.sources))?)
}

pub(crate) fn worlds(budget: Option<i64>) -> PyResult<Budget> {
    let Some(number) = budget else { return Ok(Budget::default()) };
    let worlds = usize::try_from(number);
    let worlds = worlds.map_err(|_| PyValueError::new_err(format!("a budget is a number of worlds, not {number}")))?;
    Ok(Budget { worlds })
}

#[pymethods]
impl PyRules {
    /// Loads every pack below a folder. With `strict`, warnings are errors.
    #[classmethod]
    #[pyo3(signature = (folder, *, strict=false))]
    fn load(_class: &Bound<'_, PyType>, py: Python<'_>, folder: PathBuf, strict: bool) -> PyResult<Self> {
        Ok(py.detach(move || Self::new(Rules::from_folder(&folder)?, strict))?)
    }

    /// Loads packs from memory: for each a dictionary of its files by name, one of them `pack.toml`.
    #[classmethod]
    #[pyo3(signature = (packs, *, strict=false))]
    fn from_memory(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        packs: Vec<BTreeMap<String, Content>>,
        strict: bool,
    ) -> PyResult<Self> {
        let packs = packs.into_iter().map(pack).collect::<PyResult<Vec<_>>>()?;
        Ok(py.detach(|| Self::new(Rules::from_memory(&packs), strict))?)
    }

    /// Reads a credential document, a path or bytes, with the attributes of these rules.
    #[pyo3(signature = (source, name=None, *, mapping=None))]
    fn read(&self, source: &Bound<'_, PyAny>, name: Option<String>, mapping: Option<PathBuf>) -> PyResult<PyDocument> {
        PyDocument::read(source, name, mapping, || Arc::clone(self.set()))
    }

    /// What is proposed for one credential.
    ///
    /// The policy is that of the claim's award unless another is named. `budget` is how many worlds may be looked at
    /// before the interval is only a safe bound.
    ///
    /// >>> rules = credstack.Rules.load("rules")
    /// >>> claim = credstack.Claim.load("examples/claim.json")
    /// >>> [credential] = rules.read("examples/documents/own-study-375-hours.json")
    /// >>> proposal = rules.recognise(credential, claim)
    /// >>> proposal.best, proposal.may_grant.low
    /// ('recognised', Fraction(25, 2))
    #[pyo3(signature = (credential, claim, *, policy=None, budget=None))]
    fn recognise(
        &self,
        py: Python<'_>,
        credential: &PyCredential,
        claim: &PyClaim,
        policy: Option<&str>,
        budget: Option<i64>,
    ) -> PyResult<PyProposal> {
        let budget = worlds(budget)?;
        Ok(py.detach(|| self.0.desk(claim, policy, budget)?.recognise(credential))?)
    }

    /// What is proposed for each of some credentials, in their order; a document is such a series.
    #[pyo3(signature = (credentials, claim, *, policy=None, budget=None))]
    fn recognise_all(
        &self,
        credentials: &Bound<'_, PyAny>,
        claim: &PyClaim,
        policy: Option<&str>,
        budget: Option<i64>,
    ) -> PyResult<Vec<PyProposal>> {
        let budget = worlds(budget)?;
        let all = wallet::credentials(credentials)?;
        Ok(credentials.py().detach(|| {
            let desk = self.0.desk(claim, policy, budget)?;
            all.iter().map(|credential| desk.recognise(credential)).collect::<Result<Vec<_>, Fault>>()
        })?)
    }

    /// How the credentials of one learner count toward an award.
    ///
    /// The award is the claim's unless another is named; without a claim, credit is asked for and nothing more is known.
    /// `include` says which learning counts: `completed`, `in_progress` (and completed) or `planned` (and the others).
    /// `profile` is what the stack makes of the learner, in a sentence; the claim's unless another is given. `budget` is how
    /// many worlds may be looked at for one credential, `steps` how long the search for one stack may take.
    ///
    /// >>> rules = credstack.Rules.load("rules")
    /// >>> claim = credstack.Claim.load("examples/claims/spanish-master.json")
    /// >>> wallet = rules.read("examples/wallets/spanish-master.json")
    /// >>> stack = rules.stack(wallet, claim=claim)
    /// >>> stack.status, stack.grantable.total, stack.grantable.missing
    /// ('not_complete', Fraction(48, 1), Fraction(12, 1))
    #[pyo3(signature = (
        credentials, award=None, claim=None, *, include="completed", profile=None, budget=None, steps=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn stack(
        &self,
        credentials: &Bound<'_, PyAny>,
        award: Option<&str>,
        claim: Option<&PyClaim>,
        include: &str,
        profile: Option<&str>,
        budget: Option<i64>,
        steps: Option<i64>,
    ) -> PyResult<PyStack> {
        let options = wallet::options(include, worlds(budget)?, steps)?;
        let all = wallet::credentials(credentials)?;
        let desk = || WalletDesk::new(self.0.set(), award, claim, profile, options);
        Ok(credentials.py().detach(|| desk()?.stack(&all))?)
    }

    /// How the credentials of one learner count toward several awards together: one allocation for all of them.
    ///
    /// The awards are the claim's unless others are named. No credential counts in two of them unless they share: by what they
    /// say, or as `sharing` lets every two of them (`"10 ECTS"`, `"2 credentials"`, `"any"`), in `using_each` of them at most
    /// (two where nothing is said). `prefer` (`most_awards`, `highest_award`) says which to complete where not all can be.
    ///
    /// >>> rules = credstack.Rules.load("rules")
    /// >>> claim = credstack.Claim.load("examples/claims/flemish-climbing-together.json")
    /// >>> wallet = rules.read("examples/wallets/flemish-climbing.json")
    /// >>> together = rules.stack_together(wallet, claim=claim)
    /// >>> together.status, together.grantable.total
    /// ('complete', Fraction(63, 1))
    /// >>> print(*(stack.grantable.total for stack in together.awards))
    /// 6 27 63
    #[pyo3(signature = (
        credentials, awards=None, claim=None, *, sharing=None, using_each=None, prefer=None, include="completed",
        profile=None, budget=None, steps=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn stack_together(
        &self,
        credentials: &Bound<'_, PyAny>,
        awards: Option<Vec<String>>,
        claim: Option<&PyClaim>,
        sharing: Option<&str>,
        using_each: Option<u32>,
        prefer: Option<&str>,
        include: &str,
        profile: Option<&str>,
        budget: Option<i64>,
        steps: Option<i64>,
    ) -> PyResult<PyTogether> {
        let options = wallet::options(include, worlds(budget)?, steps)?;
        let all = wallet::credentials(credentials)?;
        let claim = together::claim(self.0.set(), claim)?;
        let asked = together::asked(&claim, sharing, using_each, prefer)?;
        let awards = awards.unwrap_or_default();
        let py = credentials.py();
        let joint = py.detach(|| together::stacked(self.0.set(), &all, &awards, (&claim, asked), profile, options))?;
        PyTogether::new(py, joint)
    }

    /// A stack for each of some wallets, in their order, all toward one award by one claim. A wallet that cannot be stacked
    /// has its exception in its place, and the others go on; what is wrong with the award or the claim is raised.
    ///
    /// >>> rules = credstack.Rules.load("rules")
    /// >>> claim = credstack.Claim.load("examples/claims/spanish-master.json")
    /// >>> wallet = rules.read("examples/wallets/spanish-master.json")
    /// >>> for stack in rules.stack_all([wallet, []], claim=claim):
    /// ...     print(repr(stack))
    /// <Stack es.example.heritage_conservation: not_complete, owed 30, grantable 48, possible 48 of 60 ECTS>
    /// WalletError('the wallet holds no credential, so there is nothing to stack')
    #[pyo3(signature = (
        wallets, award=None, claim=None, *, include="completed", profile=None, budget=None, steps=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn stack_all<'py>(
        &self,
        wallets: &Bound<'py, PyAny>,
        award: Option<&str>,
        claim: Option<&PyClaim>,
        include: &str,
        profile: Option<&str>,
        budget: Option<i64>,
        steps: Option<i64>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let options = wallet::options(include, worlds(budget)?, steps)?;
        let all = wallets.try_iter()?.map(|wallet| wallet::credentials(&wallet?)).collect::<PyResult<Vec<_>>>()?;
        let desk = || WalletDesk::new(self.0.set(), award, claim, profile, options);
        let (py, told) = (wallets.py(), wallets.py().detach(|| desk()?.stack_all(&all))?);
        let shown = |told: Result<PyStack, Fault>| match told {
            Ok(stack) => Ok(Bound::new(py, stack)?.into_any()),
            Err(fault) => Ok(PyErr::from(fault).into_value(py).into_bound(py).into_any()),
        };
        told.into_iter().map(shown).collect()
    }

    /// The packs, with their hashes.
    #[getter]
    fn packs(&self) -> Tuple<Pack> {
        let pack = |p: &credstack::model::policy::Pack| Pack {
            name: p.name.to_string(),
            version: p.version.to_string(),
            hash: p.hash.to_string(),
        };
        self.0.set().packs.iter().map(pack).collect()
    }

    /// The names of the policies.
    #[getter]
    fn policies(&self) -> Tuple<String> {
        self.names(self.0.set().policies.iter().map(|p| p.name))
    }

    /// The names of the awards.
    #[getter]
    fn awards(&self) -> Tuple<String> {
        self.names(self.0.set().awards.iter().map(|a| a.name))
    }

    /// The warnings.
    #[getter]
    fn diagnostics(&self) -> PyResult<Tuple<Diagnostic>> {
        found(&self.0.rules.diagnostics, &self.0.rules).map(Tuple)
    }

    fn __repr__(&self) -> String {
        /// How many packs are named.
        const SHOWN: usize = 5;
        let packs = &self.0.set().packs;
        let mut shown: Vec<String> = packs.iter().take(SHOWN).map(|p| format!("{} {}", p.name, p.version)).collect();
        let more = packs.len().saturating_sub(SHOWN);
        shown.extend((more > 0).then(|| format!("{more} more")));
        format!("<Rules {}>", shown.join(", "))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.packs() == other.packs()
    }

    fn __hash__(&self) -> u64 {
        hash(&self.packs())
    }

    /// Pickled as the packs' files; they are read again.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Vec<Files<'py>>,))> {
        let mut packs: Vec<Files<'py>> = Vec::new();
        // Each manifest was read before the rules of its pack.
        for (_, file) in self.0.rules.sources.files() {
            if is_manifest(file.name()) || packs.is_empty() {
                packs.push(BTreeMap::new());
            }
            if let Some(files) = packs.last_mut() {
                files.insert(file.name().to_owned(), PyBytes::new(py, file.text().as_bytes()));
            }
        }
        Ok((py.get_type::<Self>().getattr("from_memory")?, (packs,)))
    }
}

/// The files of a pack by name.
type Files<'py> = BTreeMap<String, Bound<'py, PyBytes>>;
