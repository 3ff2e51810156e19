//! Loading specifications and running their scenarios.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Severity, Slug};
use credstack_model::Symbols;
use credstack_model::policy::PolicySet;
use credstack_model::scenario::Scenario;
use credstack_source::{SourceMap, Span};

use super::kept::broken;
use super::markdown::{Block, Use, blocks, only};
use super::scene::Scene;
use crate::rules::{LoadError, PackFiles, Rules, load, name, read_packs};

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where it stands: `file:line:column`.
    pub place: String,
    /// What was promised.
    pub promised: String,
    /// What came.
    pub came: String,
    /// Why, one reason each.
    pub because: Vec<String>,
}

/// What came of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpecOutcome {
    /// Every promise was kept.
    Passed,
    /// Some were not.
    Failed(Vec<Failure>),
    /// It is not decided yet, with the reason.
    Waiting(String),
}

/// One scenario that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecRun {
    /// The file.
    pub file: String,
    /// What a person calls it.
    pub title: String,
    /// What came of it.
    pub outcome: SpecOutcome,
}

/// A file that cannot be run.
#[derive(Debug, Clone)]
pub struct BrokenSpec {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The files, for showing where.
    pub sources: SourceMap,
}

/// The specifications below a folder, loaded.
#[derive(Debug, Default)]
pub struct Specs {
    /// What was loaded, in the order of the files.
    parts: Vec<Part>,
    /// Files that cannot be run.
    pub broken: Vec<BrokenSpec>,
}

#[derive(Debug)]
enum Part {
    /// Scenarios to be run.
    Run { rules: Rules, scenarios: Vec<Scenario>, file: String },
    /// What was settled by loading alone.
    Settled(SpecRun),
}

impl Specs {
    /// Loads every `spec/*.md` of every pack below a folder, with the words of rules that are loaded already.
    ///
    /// # Errors
    /// [`LoadError`] when the folder or a file cannot be read.
    pub fn from_folder(folder: &Path, rules: &Rules) -> Result<Self, LoadError> {
        let (packs, homes) = read_packs(folder)?;
        let mut specs = Self::default();
        let symbols = &rules.policies.symbols;
        for (pack, home) in homes.iter().enumerate() {
            let below = walkdir::WalkDir::new(home.join("spec")).sort_by_file_name().into_iter().filter_map(Result::ok);
            for entry in below.filter(|e| e.path().extension().is_some_and(|e| e == "md")) {
                let path = entry.path();
                let text = std::fs::read_to_string(path);
                let text = text.map_err(|cause| LoadError::Unreadable { path: path.to_owned(), cause })?;
                specs.add(&File { packs: &packs, pack, name: name(folder, path), text: &text, symbols });
            }
        }
        Ok(specs)
    }

    /// Loads one specification beside packs, all from memory. The packs are those of `rules`.
    pub fn from_memory(packs: &[PackFiles], rules: &Rules, name: &str, text: &str) -> Self {
        let mut specs = Self::default();
        specs.add(&File { packs, pack: 0, name: name.to_owned(), text, symbols: &rules.policies.symbols });
        specs
    }

    /// Runs every scenario.
    pub fn run(&self) -> Vec<SpecRun> {
        let mut runs = Vec::new();
        for part in &self.parts {
            match part {
                Part::Settled(run) => runs.push(run.clone()),
                Part::Run { rules, scenarios, file } => runs.extend(scenarios.iter().map(|scenario| {
                    let failures = failures(&rules.policies, scenario, &rules.sources);
                    let outcome = if failures.is_empty() { SpecOutcome::Passed } else { SpecOutcome::Failed(failures) };
                    SpecRun { file: file.clone(), title: scenario.title.to_string(), outcome }
                })),
            }
        }
        runs
    }

    /// Whether some scenario that the policy of this place decides does not come out with it changed.
    pub fn notice(&self, changed: &Arc<PolicySet>, policy: usize) -> bool {
        let Some(changed) = changed.policies.get(policy) else { return false };
        self.parts.iter().any(|part| {
            let Part::Run { rules, scenarios, .. } = part else { return false };
            let mut set = PolicySet::clone(&rules.policies);
            let decides = |s: &&Scenario| {
                let policy = Scene::policy(&set, s).and_then(|p| set.policies.iter().find(|q| q.name == p));
                policy.is_some_and(|p| set.chain(p).iter().any(|p| p.name == changed.name))
            };
            let concerned: Vec<&Scenario> = scenarios.iter().filter(decides).collect();
            if concerned.is_empty() {
                return false;
            }
            if let Some(slot) = set.policies.iter_mut().find(|p| p.name == changed.name) {
                slot.clone_from(changed);
            }
            let set = Arc::new(set);
            concerned.iter().any(|s| !failures(&set, s, &rules.sources).is_empty())
        })
    }

    fn add(&mut self, file: &File<'_>) {
        let found = blocks(file.text);
        let plain: Vec<Range<usize>> = found.iter().filter(|b| b.use_as == Use::Run).map(|b| b.range.clone()).collect();
        if !plain.is_empty() {
            let (rules, scenarios) = file.load(&plain);
            if rules.has_errors() {
                let errors = rules.diagnostics.into_iter().filter(|d| d.severity() == Severity::Error).collect();
                self.broken.push(BrokenSpec { diagnostics: errors, sources: rules.sources });
            } else {
                self.parts.push(Part::Run { rules, scenarios, file: file.name.clone() });
            }
        }
        for block in &found {
            let outcome = match &block.use_as {
                Use::Run => continue,
                Use::Refused(slugs) => file.refused(block, slugs),
                Use::Waiting(reason) => file.waiting(block, reason),
            };
            let run = SpecRun { file: file.name.clone(), title: block.heading.clone(), outcome };
            self.parts.push(Part::Settled(run));
        }
    }
}

struct File<'a> {
    packs: &'a [PackFiles],
    pack: usize,
    name: String,
    text: &'a str,
    symbols: &'a Arc<Symbols>,
}

impl File<'_> {
    fn load(&self, ranges: &[Range<usize>]) -> (Rules, Vec<Scenario>) {
        let mut packs = self.packs.to_vec();
        if let Some(pack) = packs.get_mut(self.pack) {
            pack.rules.push((self.name.clone(), only(self.text, ranges).into_bytes()));
        }
        load(&packs, self.symbols)
    }

    fn failure(&self, block: &Block, promised: String, came: String) -> SpecOutcome {
        let mut sources = SourceMap::default();
        let id = sources.add(&self.name, self.text);
        let place = sources.describe(Span::new(id, block.range.start, block.range.end));
        SpecOutcome::Failed(vec![Failure { place, promised, came, because: Vec::new() }])
    }

    /// Rules that are to be refused with just these problems.
    fn refused(&self, block: &Block, slugs: &[String]) -> SpecOutcome {
        let (rules, _) = self.load(std::slice::from_ref(&block.range));
        let errors = rules.diagnostics.iter().filter(|d| d.severity() == Severity::Error);
        let mut found: Vec<&str> = errors.map(|d| d.slug.text()).collect();
        let mut wanted: Vec<&str> = slugs.iter().map(String::as_str).collect();
        for list in [&mut found, &mut wanted] {
            list.sort_unstable();
            list.dedup();
        }
        if !found.is_empty() && (wanted.is_empty() || found == wanted) {
            return SpecOutcome::Passed;
        }
        let say = |list: &[&str]| {
            if list.is_empty() {
                "the rules are taken".into()
            } else {
                format!("the rules are refused: {}", list.join(", "))
            }
        };
        self.failure(block, format!("the rules are refused: {}", wanted.join(", ")), say(&found))
    }

    /// A scenario that waits. One that comes out already waits no longer, and that is told.
    fn waiting(&self, block: &Block, reason: &str) -> SpecOutcome {
        let (rules, scenarios) = self.load(std::slice::from_ref(&block.range));
        let open = rules.has_errors() || rules.diagnostics.iter().any(|d| d.slug == Slug::NotYetEvaluated);
        let kept = |s: &Scenario| failures(&rules.policies, s, &rules.sources).is_empty();
        if !open && !scenarios.is_empty() && scenarios.iter().all(kept) {
            let came = "every promise is kept: take `waiting` off the block".to_owned();
            return self.failure(block, format!("it waits {reason}"), came);
        }
        SpecOutcome::Waiting(reason.to_owned())
    }
}

fn failures(set: &Arc<PolicySet>, scenario: &Scenario, sources: &SourceMap) -> Vec<Failure> {
    let at = |span: Span| sources.describe(span);
    let mut scene = match Scene::new(set, scenario) {
        Ok(scene) => scene,
        Err(came) => {
            let promised = "the scenario can be run".to_owned();
            return vec![Failure { place: at(scenario.span), promised, came, because: Vec::new() }];
        }
    };
    let mut found = Vec::new();
    for promise in &scenario.promises {
        if let Some(came) = broken(&mut scene, &promise.promised) {
            let place = at(promise.span);
            found.push(Failure { place, promised: came.promised, came: came.came, because: came.because });
        }
    }
    found
}
