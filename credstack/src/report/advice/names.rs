//! What the places of a problem are called.

use credstack_advice::Demand;
use credstack_model::Amount;
use credstack_model::policy::{PolicySet, Rule};
use credstack_model::stack::{LimitEntry, Need, RequirementLine, Stack, Stacking};
use credstack_stacking::{Measure, Problem, Side};
use serde::Serialize;

use super::super::{stack_words, words};

/// A credential by its identifier and its title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CredentialName {
    /// Its identifier.
    pub id: String,
    /// What it is called, where it says so.
    pub title: Option<String>,
}

/// A requirement or a limit, as people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemandDocument {
    /// `requirement`, `at_least`, `at_most`, `workload`, `average`, `latest`, `settled`, `sharing`, `common_learning`.
    pub kind: &'static str,
    /// The path of the requirement in the award, or the full name of the limit.
    pub name: String,
    /// What it asks for or allows, in a sentence.
    pub text: String,
    /// Where that is laid down.
    pub sources: Vec<String>,
}

/// Words for one problem.
pub(super) struct Names<'a> {
    pub(super) set: &'a PolicySet,
    pub(super) stacking: &'a Stacking,
    pub(super) stack: &'a Stack,
    pub(super) problem: &'a Problem,
}

impl Names<'_> {
    pub(super) fn credential(&self, id: &str) -> CredentialName {
        let held = self.stacking.credentials.iter().find(|c| &*c.id == id);
        CredentialName { id: id.to_owned(), title: held.and_then(|h| h.title.as_ref()).map(ToString::to_string) }
    }

    pub(super) fn item(&self, item: usize) -> CredentialName {
        self.credential(self.problem.items.get(item).map_or("", |i| &i.id))
    }

    /// The line of the requirement at a path.
    pub(super) fn line(&self, path: &str) -> Option<&RequirementLine> {
        self.stack.requirements.iter().find(|r| &*r.path == path)
    }

    /// What a slot is called: its path and its title.
    pub(super) fn slot(&self, slot: usize) -> (String, String) {
        let path = self.problem.slots.get(slot).map_or("", |s| &s.name);
        (path.to_owned(), self.line(path).map_or_else(|| path.to_owned(), |l| l.title.to_string()))
    }

    /// Units as ECTS.
    pub(super) fn ects(&self, units: i64) -> Amount {
        Amount::ratio(units, self.problem.units_per_credit.max(1))
    }

    /// A requirement or limit.
    pub(super) fn demand(&self, demand: Demand) -> DemandDocument {
        let plain = |kind, name: String, text: String| DemandDocument { kind, name, text, sources: Vec::new() };
        match demand {
            Demand::Slot(at) => {
                let (path, title) = self.slot(at);
                let needs = self.line(&path).map_or_else(String::new, needs);
                plain("requirement", path, format!("“{title}” needs {needs}"))
            }
            Demand::Node(at) => self.node(at),
            Demand::Limit(at) => self.limit(at),
            Demand::Workload => {
                let workload = self.ects(self.problem.workload.unwrap_or_default());
                plain("workload", "workload".to_owned(), format!("The whole award needs {workload} ECTS"))
            }
            Demand::Maximum(at) => {
                let (path, title) = self.slot(at);
                let slot = self.problem.slots.get(at);
                let most = slot.and_then(|s| Some(self.amount(s.measure, s.maximum?))).unwrap_or_default();
                plain("at_most", path, format!("“{title}” takes at most {most}"))
            }
            Demand::Average(at) => self.further("average", self.problem.averages.get(at).map(|a| a.name.as_str())),
            Demand::Latest(at) => self.further("latest", self.problem.latest.get(at).map(|l| l.name.as_str())),
            Demand::Settled(at) => self.further("settled", self.problem.settled.get(at).map(|s| s.name.as_str())),
            Demand::Sharing(at) => {
                let name = self.problem.sharing.get(at).map_or("", |s| &s.name);
                let entry = self.stack.limits.iter().find(|l| &*l.name == name);
                let text = entry
                    .map_or_else(|| name.to_owned(), |l| stack_words::own_limit(self.set, Some(self.stack), l, None));
                plain("sharing", name.to_owned(), text)
            }
            Demand::Clash(at) => {
                let (a, b) = self.problem.clashes.get(at).copied().unwrap_or_default();
                let name = |item| told(&self.item(item));
                let text = format!("{} and {} have learning in common, and only one of them counts", name(a), name(b));
                plain("common_learning", format!("{} {}", self.item(a).id, self.item(b).id), text)
            }
        }
    }

    fn node(&self, at: usize) -> DemandDocument {
        let node = self.problem.tree.get(at);
        let path = node.map_or("", |n| n.name.rsplit_once('#').map_or(n.name.as_str(), |(path, _)| path));
        let title = self.line(path).map_or_else(|| path.to_owned(), |l| l.title.to_string());
        let least = node.and_then(|n| n.minimum).map(|(measure, n)| self.amount(measure, n)).unwrap_or_default();
        let text = format!("“{title}” needs {least} in all");
        DemandDocument { kind: "requirement", name: path.to_owned(), text, sources: Vec::new() }
    }

    fn amount(&self, measure: Measure, n: i64) -> String {
        let number = u32::try_from(n).unwrap_or(u32::MAX);
        stack_words::need(match measure {
            Measure::Credits => Need::Credits(self.ects(n)),
            Measure::Items => Need::Credentials(number),
            Measure::Outcomes => Need::LearningOutcomes(number),
        })
    }

    fn limit(&self, at: usize) -> DemandDocument {
        let limit = self.problem.limits.get(at);
        let name = limit.map_or("", |l| &l.name);
        let side = limit.map_or(Side::AtMost, |l| l.side);
        let kind = if side == Side::AtMost { "at_most" } else { "at_least" };
        let entry = self.stack.limits.iter().find(|l| &*l.name == name);
        let rule = entry.and_then(|l| l.rule).and_then(|name| rule(self.set, name));
        let text = entry.map_or_else(|| name.to_owned(), |l| self.limit_text(l, rule));
        let cited = rule.into_iter().flat_map(|r| &r.citations);
        let sources = cited.map(|c| format!("{} {}", self.set.symbols.text(c.source), c.place)).collect();
        DemandDocument { kind, name: name.to_owned(), text, sources }
    }

    fn limit_text(&self, limit: &LimitEntry, rule: Option<&Rule>) -> String {
        match rule {
            Some(rule) => format!("{}: {}", rule.title, stack_words::extent(limit)),
            None => stack_words::own_limit(self.set, Some(self.stack), limit, limit.from.as_ref()),
        }
    }

    fn further(&self, kind: &'static str, name: Option<&str>) -> DemandDocument {
        let name = name.unwrap_or_default();
        let line = self.stack.further.iter().find(|f| &*f.name == name);
        let path = name.rsplit_once('#').map_or(name, |(path, _)| path);
        let text = match (line, self.line(path)) {
            (Some(line), _) => words::further(self.stack, line),
            (None, Some(line)) => format!("“{}”: it is open which of two requirements applies", line.title),
            (None, None) => name.to_owned(),
        };
        DemandDocument { kind, name: name.to_owned(), text, sources: Vec::new() }
    }
}

/// The rule of a name.
pub(super) fn rule(set: &PolicySet, name: credstack_model::Symbol) -> Option<&Rule> {
    set.policies.iter().flat_map(|p| &p.rules).find(|r| r.name == name)
}

/// A credential in a line of text.
pub(super) fn told(credential: &CredentialName) -> String {
    match &credential.title {
        Some(title) => format!("{} ({})", words::shorten(title, 70), words::shorten(&credential.id, 60)),
        None => words::shorten(&credential.id, 90),
    }
}

fn needs(line: &RequirementLine) -> String {
    let minimum = line.minimum.map(stack_words::need);
    let spread = line.spread.as_ref().map(|(n, of)| format!("{n} different values of {of}"));
    let all: Vec<String> = minimum.into_iter().chain(spread).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join(" and ") }
}
