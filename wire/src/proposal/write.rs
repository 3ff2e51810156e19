//! From a proposal to its public form.

use std::collections::BTreeMap;

use credstack_model::AmountRange;
use credstack_model::Symbol;
use credstack_model::facts::{Facts, Text};
use credstack_model::policy::{Audience, Citation, PolicySet, Rule};
use credstack_model::proposal::{Ask, Cell, Change, Finding, LimitLine, Outcome, Precision, Proposal, State, Unknown};
use serde_json::Value;

use super::document::{
    AskDocument, CellDocument, ChangeDocument, ExceptionDocument, FindingDocument, LeadDocument, LimitDocument,
    OutcomeDocument, PackDocument, ProcedureDocument, ProposalDocument, RangeDocument, SourceDocument,
};
use crate::PROPOSAL_V1;

/// The JSON Schema (draft 2020-12) of `proposal/v1`.
pub fn proposal_schema() -> Value {
    schemars::schema_for!(ProposalDocument).to_value()
}

/// What every proposal and every stack says of itself.
pub(crate) const NOTICE: &str = "A proposal, not a decision: a person decides. Stacking gives no automatic entitlement (2022/C 243/02, Annex II, principle 5).";

/// A proposal in its public form. `facts` are those of the credential; `rule` finds a rule by its full name.
pub fn write_proposal<'r>(
    proposal: &Proposal,
    facts: &Facts,
    set: &PolicySet,
    rule: impl Fn(Symbol) -> Option<&'r Rule>,
) -> ProposalDocument {
    let writer = Writer { set };
    ProposalDocument {
        credstack: PROPOSAL_V1.to_owned(),
        credential: proposal.credential.to_string(),
        policy: writer.text(proposal.policy),
        status: if proposal.is_determined() { "determined" } else { "incomplete" }.to_owned(),
        precision: if proposal.precision == Precision::Exact { "exact" } else { "outer" }.to_owned(),
        routes: writer.texts(&proposal.routes),
        outcome: writer.outcome(&proposal.outcome),
        if_closed: proposal.closed.as_ref().map(|o| writer.outcome(o)),
        asks: proposal.asks.iter().map(|a| writer.ask(a)).collect(),
        findings: proposal.findings.iter().map(|f| writer.finding(f, rule(f.rule))).collect(),
        conversions: set.conversions_of(facts).iter().map(|c| writer.conversion(c)).collect(),
        limits: proposal.limits.iter().map(|l| writer.limit(l)).collect(),
        changes: proposal.changes.iter().map(|c| writer.change(c)).collect(),
        procedure: writer.procedure(proposal.policy),
        packs: writer.packs(),
        notice: NOTICE.to_owned(),
    }
}

/// One text of each language.
fn by_language(texts: &[Text]) -> BTreeMap<String, String> {
    texts.iter().map(|t| (t.language.to_string(), t.words.to_string())).collect()
}

/// The texts of each language other than English, in their order.
fn lists_by_language(texts: &[Text]) -> BTreeMap<String, Vec<String>> {
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in texts.iter().filter(|t| t.language.as_ref() != "en") {
        lists.entry(text.language.to_string()).or_default().push(text.words.to_string());
    }
    lists
}

/// Writes what proposals and stacks have in common.
pub(crate) struct Writer<'a> {
    pub(crate) set: &'a PolicySet,
}

impl Writer<'_> {
    fn procedure(&self, policy: Symbol) -> Option<ProcedureDocument> {
        let policy = self.set.policies.iter().find(|p| p.name == policy)?;
        let procedure = self.set.procedure(policy)?;
        let decide = procedure.decide_within;
        Some(ProcedureDocument {
            decide_within: decide.map(|(term, _)| term.to_string()),
            decide_from: decide.map(|(_, from)| self.set.vocabulary.get(from).name.to_string()),
            silence_means: procedure.silence.as_ref().map(ToString::to_string),
            appeal_to: procedure.appeal.as_ref().map(|(to, _)| to.to_string()),
            appeal_within: procedure.appeal.as_ref().map(|(_, term)| term.to_string()),
            languages: procedure.languages.iter().map(|l| self.text(*l)).collect(),
            record: procedure.record.map(|r| r.words().to_owned()),
            sources: procedure.citations.iter().map(|c| self.source(c)).collect(),
            notes: procedure.notes.iter().map(ToString::to_string).collect(),
        })
    }

    fn text(&self, symbol: Symbol) -> String {
        self.set.symbols.text(symbol).to_owned()
    }

    fn texts(&self, symbols: &[Symbol]) -> Vec<String> {
        let mut texts: Vec<String> = symbols.iter().map(|s| self.text(*s)).collect();
        // Symbols are numbered as they are met; the public form does not depend on that.
        texts.sort_unstable();
        texts
    }

    pub(crate) fn unknown(&self, unknown: Unknown) -> String {
        self.set.unknown_name(unknown)
    }

    pub(crate) fn packs(&self) -> Vec<PackDocument> {
        let pack = |p: &credstack_model::policy::Pack| PackDocument {
            name: p.name.to_string(),
            version: p.version.to_string(),
            hash: p.hash.to_string(),
        };
        self.set.packs.iter().map(pack).collect()
    }

    fn outcome(&self, outcome: &Outcome) -> OutcomeDocument {
        OutcomeDocument {
            worst: outcome.worst.key().to_owned(),
            best: outcome.best.key().to_owned(),
            must_grant: range(outcome.must),
            may_grant: range(outcome.may),
            recognised_as: self.texts(&outcome.recognised_as),
            classes: self.texts(&outcome.classes),
            conditions: outcome.conditions.iter().map(ToString::to_string).collect(),
            never_toward: self.texts(&outcome.never_toward),
            only_toward: self.texts(&outcome.only_toward),
            level: outcome.level.map(|l| format!("{} {}", self.text(l.framework), self.text(l.label))),
            record: outcome.record.map(|r| r.words().replace(' ', "_")),
            conflict: outcome.conflict.map(|(a, b)| [self.text(a), self.text(b)]),
        }
    }

    fn ask(&self, ask: &Ask) -> AskDocument {
        AskDocument {
            kind: if matches!(ask.unknown, Unknown::Fact(_)) { "fact" } else { "answer" }.to_owned(),
            name: self.unknown(ask.unknown),
            rules: self.texts(&ask.rules),
            leads: ask
                .leads
                .iter()
                .map(|l| LeadDocument {
                    values: l.cells.iter().map(|c| self.cell(c)).collect(),
                    outcome: self.outcome(&l.outcome),
                })
                .collect(),
        }
    }

    pub(crate) fn cell(&self, cell: &Cell) -> CellDocument {
        match cell {
            Cell::Truth(value) => CellDocument::Truth { value: *value },
            Cell::Amount { low, high, above, below, unit } => CellDocument::Amount {
                from: low.exact(),
                to: high.map(credstack_model::Amount::exact),
                above: *above,
                below: *below,
                unit: unit.to_string(),
            },
            Cell::Codes(codes) => CellDocument::Codes { values: self.texts(codes) },
            Cell::OtherCode => CellDocument::OtherCode,
            Cell::Levels(levels) => CellDocument::Levels { values: levels.iter().map(ToString::to_string).collect() },
            Cell::Days(days) => CellDocument::Days { from: days.first.to_string(), to: days.last.to_string() },
            Cell::NoneOfIt => CellDocument::None,
            Cell::Some => CellDocument::Some,
        }
    }

    fn exceptions(&self, list: &[(Symbol, credstack_model::proposal::Truth)]) -> Vec<ExceptionDocument> {
        list.iter()
            .map(|(name, truth)| ExceptionDocument { name: self.text(*name), applies: truth.word().to_owned() })
            .collect()
    }

    fn finding(&self, finding: &Finding, rule: Option<&Rule>) -> FindingDocument {
        let depends_on = match &finding.state {
            State::Undetermined(on) => on.iter().map(|u| self.unknown(*u)).collect(),
            _ => Vec::new(),
        };
        FindingDocument {
            rule: self.text(finding.rule),
            title: rule.map_or_else(String::new, |r| r.title.to_string()),
            says: rule.map(|r| by_language(&r.says)).unwrap_or_default(),
            notes: rule.map(|r| r.notes.iter().map(ToString::to_string).collect()).unwrap_or_default(),
            audience: if rule.is_some_and(|r| r.audience == Audience::Officers) { "officers" } else { "everybody" }
                .to_owned(),
            asks: rule.map(|r| by_language(&r.asks)).unwrap_or_default(),
            measures: rule
                .map(|r| {
                    r.measures.iter().filter(|t| t.language.as_ref() == "en").map(|t| t.words.to_string()).collect()
                })
                .unwrap_or_default(),
            measures_in: rule.map(|r| lists_by_language(&r.measures)).unwrap_or_default(),
            effect: rule.map_or("", |r| r.effect.word()).to_owned(),
            state: finding.state.key().to_owned(),
            depends_on,
            classes: self.texts(&finding.classes),
            exceptions: self.exceptions(&finding.lifted_by),
            sources: rule.map(|r| r.citations.iter().map(|c| self.source(c)).collect()).unwrap_or_default(),
        }
    }

    pub(crate) fn source(&self, citation: &Citation) -> SourceDocument {
        let policy = self.set.policies.iter().find(|p| p.name == citation.policy);
        let source = policy.and_then(|p| p.sources.iter().find(|s| s.name == citation.source));
        SourceDocument {
            title: source.map_or_else(|| self.text(citation.source), |s| s.title.to_string()),
            place: citation.place.to_string(),
            url: source.and_then(|s| s.url.as_ref()).map(ToString::to_string),
            confidence: source.map_or("doubtful", |s| s.confidence.word()).to_owned(),
            checked: source.and_then(|s| s.checked).map(|day| day.to_string()),
            reading: source.and_then(|s| s.reading.as_ref()).map(ToString::to_string),
        }
    }

    fn limit(&self, limit: &LimitLine) -> LimitDocument {
        LimitDocument {
            rule: self.text(limit.rule),
            counts: limit.counts.word().to_owned(),
            side: if limit.at_most { "at_most" } else { "at_least" }.to_owned(),
            bound_ects: limit.bound.map(credstack_model::Amount::exact),
            exceptions: self.exceptions(&limit.exceptions),
        }
    }

    fn change(&self, change: &Change) -> ChangeDocument {
        ChangeDocument {
            name: self.unknown(change.unknown),
            value: self.cell(&change.cell),
            outcome: self.outcome(&change.outcome),
        }
    }
}

pub(crate) fn range(range: AmountRange) -> RangeDocument {
    RangeDocument { from: range.low.exact(), to: range.high.map(credstack_model::Amount::exact) }
}
