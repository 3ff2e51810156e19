//! The public form of a proposal, version 1. Everything in it is text or lists of text: amounts are exact decimals or
//! fractions (`10/3`), names are full names of rules, attributes are the names of the attribute table.

use credstack_model::AmountRange;
use credstack_model::Symbol;
use credstack_model::policy::{Audience, Citation, PolicySet, Rule};
use credstack_model::proposal::{Ask, Cell, Change, Finding, LimitLine, Outcome, Precision, Proposal, State, Unknown};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::PROPOSAL_V1;

/// A proposal as JSON. The engine proposes; a person decides.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProposalDocument {
    /// `proposal/v1`.
    pub credstack: String,
    /// The credential's identifier.
    pub credential: String,
    /// The policy that it was decided by.
    pub policy: String,
    /// `determined` or `incomplete`.
    pub status: String,
    /// `exact`, or `outer` where the interval is only a safe bound.
    pub precision: String,
    /// Full names of the routes that may be open.
    pub routes: Vec<String>,
    /// The interval over all worlds.
    pub outcome: OutcomeDocument,
    /// What is proposed if the file is closed as it stands; null where that could not be told within the budget.
    pub if_closed: Option<OutcomeDocument>,
    /// What to ask for.
    pub asks: Vec<AskDocument>,
    /// What each rule says.
    pub findings: Vec<FindingDocument>,
    /// Limits that would count the credential.
    pub limits: Vec<LimitDocument>,
    /// What a single changed fact would lead to.
    pub changes: Vec<ChangeDocument>,
    /// The packs that were used, with their hashes.
    pub packs: Vec<PackDocument>,
    /// What every proposal says of itself.
    pub notice: String,
}

/// A range of ECTS; `to` is null where nothing bounds it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RangeDocument {
    /// The least.
    pub from: String,
    /// The most.
    pub to: Option<String>,
}

/// An outcome or an interval of outcomes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OutcomeDocument {
    /// The worst rung of the ladder: `refused`, `conditionally`, `partially`, `recognised_as`, `recognised`.
    pub worst: String,
    /// The best rung.
    pub best: String,
    /// ECTS that must be granted.
    pub must_grant: RangeDocument,
    /// ECTS that may be granted.
    pub may_grant: RangeDocument,
    /// Recognised as these.
    pub recognised_as: Vec<String>,
    /// Classes that it has in every world.
    pub classes: Vec<String>,
    /// Conditions to be met.
    pub conditions: Vec<String>,
    /// Kinds of component toward which it never counts.
    pub never_toward: Vec<String>,
    /// Kinds of component toward which alone it counts; empty for all.
    pub only_toward: Vec<String>,
    /// Recognised at this level only.
    pub level: Option<String>,
    /// How it is entered on record.
    pub record: Option<String>,
    /// Two mandatory rules that contradict each other.
    pub conflict: Option<[String; 2]>,
}

/// Something to ask for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AskDocument {
    /// `fact` or `answer`.
    pub kind: String,
    /// The attribute, or the full name of the rule or exception whose question it is.
    pub name: String,
    /// The rules that ask.
    pub rules: Vec<String>,
    /// What each answer leads to.
    pub leads: Vec<LeadDocument>,
}

/// What some values lead to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeadDocument {
    /// The values.
    pub values: Vec<CellDocument>,
    /// What they lead to.
    pub outcome: OutcomeDocument,
}

/// Values that no rule tells apart.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CellDocument {
    /// Yes or no.
    Truth {
        /// Which.
        value: bool,
    },
    /// Amounts between two ends.
    Amount {
        /// The lower end.
        from: String,
        /// The upper end; null where nothing bounds it.
        to: Option<String>,
        /// Whether the lower end itself is outside.
        above: bool,
        /// Whether the upper end itself is outside.
        below: bool,
        /// In what.
        unit: String,
    },
    /// Codes.
    Codes {
        /// Which.
        values: Vec<String>,
    },
    /// Any code that no rule names.
    OtherCode,
    /// Levels.
    Levels {
        /// Which.
        values: Vec<String>,
    },
    /// Days.
    Days {
        /// The first.
        from: String,
        /// The last.
        to: String,
    },
    /// It is none.
    None,
    /// There is some.
    Some,
}

/// What one rule says.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FindingDocument {
    /// Full name of the rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// The same in other languages, by language tag.
    pub says: std::collections::BTreeMap<String, String>,
    /// Notes for officers.
    pub notes: Vec<String>,
    /// Who may see it: everybody or officers.
    pub audience: String,
    /// What would gain recognition later.
    pub measures: Vec<String>,
    /// What it does: classify, grant, doubt, bar, ask, limit.
    pub effect: String,
    /// `holds`, `does_not_hold`, `does_not_apply`, `undetermined`.
    pub state: String,
    /// What it depends on, while it is undetermined.
    pub depends_on: Vec<String>,
    /// Classes that it gives, or may give.
    pub classes: Vec<String>,
    /// Exceptions that lift it, or may.
    pub exceptions: Vec<ExceptionDocument>,
    /// Where it comes from.
    pub sources: Vec<SourceDocument>,
}

/// An exception and whether it applies.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExceptionDocument {
    /// Full name.
    pub name: String,
    /// yes, no, unknown.
    pub applies: String,
}

/// A citation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SourceDocument {
    /// The source's title.
    pub title: String,
    /// The place in it.
    pub place: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// primary, secondary, doubtful.
    pub confidence: String,
}

/// A limit that would count the credential.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LimitDocument {
    /// Full name of the limit.
    pub rule: String,
    /// Whether it counts it: yes, unknown.
    pub counts: String,
    /// `at_most` or `at_least`.
    pub side: String,
    /// The bound in ECTS, where it is known.
    pub bound_ects: Option<String>,
    /// Its exceptions.
    pub exceptions: Vec<ExceptionDocument>,
}

/// A single changed fact.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangeDocument {
    /// The attribute or the question.
    pub name: String,
    /// To which value.
    pub value: CellDocument,
    /// What would come out.
    pub outcome: OutcomeDocument,
}

/// A pack.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PackDocument {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over its files.
    pub hash: String,
}

/// The JSON Schema (draft 2020-12) of `proposal/v1`.
pub fn proposal_schema() -> Value {
    schemars::schema_for!(ProposalDocument).to_value()
}

/// A proposal in its public form. `rule` finds a rule by its full name.
pub fn write_proposal<'r>(
    proposal: &Proposal,
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
        limits: proposal.limits.iter().map(|l| writer.limit(l)).collect(),
        changes: proposal.changes.iter().map(|c| writer.change(c)).collect(),
        packs: set.packs.iter().map(|p| PackDocument { name: p.name.to_string(), version: p.version.to_string(), hash: p.hash.to_string() }).collect(),
        notice: "A proposal, not a decision: a person decides. Stacking gives no automatic entitlement (2022/C 243/02, Annex II, principle 5).".to_owned(),
    }
}

struct Writer<'a> {
    set: &'a PolicySet,
}

impl Writer<'_> {
    fn text(&self, symbol: Symbol) -> String {
        self.set.symbols.text(symbol).to_owned()
    }

    fn texts(&self, symbols: &[Symbol]) -> Vec<String> {
        let mut texts: Vec<String> = symbols.iter().map(|s| self.text(*s)).collect();
        // Symbols are numbered as they are met; the public form does not depend on that.
        texts.sort_unstable();
        texts
    }

    fn unknown(&self, unknown: Unknown) -> String {
        match unknown {
            Unknown::Fact(id) => self.set.vocabulary.get(id).name.to_string(),
            Unknown::Answer(question) => self.text(question),
        }
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

    fn cell(&self, cell: &Cell) -> CellDocument {
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
            says: rule
                .map(|r| r.says.iter().map(|t| (t.language.to_string(), t.words.to_string())).collect())
                .unwrap_or_default(),
            notes: rule.map(|r| r.notes.iter().map(ToString::to_string).collect()).unwrap_or_default(),
            audience: if rule.is_some_and(|r| r.audience == Audience::Officers) { "officers" } else { "everybody" }
                .to_owned(),
            measures: rule.map(|r| r.measures.iter().map(ToString::to_string).collect()).unwrap_or_default(),
            effect: rule.map_or("", |r| r.effect.word()).to_owned(),
            state: finding.state.key().to_owned(),
            depends_on,
            classes: self.texts(&finding.classes),
            exceptions: self.exceptions(&finding.lifted_by),
            sources: rule.map(|r| r.citations.iter().map(|c| self.source(c)).collect()).unwrap_or_default(),
        }
    }

    fn source(&self, citation: &Citation) -> SourceDocument {
        let policy = self.set.policies.iter().find(|p| p.name == citation.policy);
        let source = policy.and_then(|p| p.sources.iter().find(|s| s.name == citation.source));
        SourceDocument {
            title: source.map_or_else(|| self.text(citation.source), |s| s.title.to_string()),
            place: citation.place.to_string(),
            url: source.and_then(|s| s.url.as_ref()).map(ToString::to_string),
            confidence: source.map_or("doubtful", |s| s.confidence.word()).to_owned(),
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

fn range(range: AmountRange) -> RangeDocument {
    RangeDocument { from: range.low.exact(), to: range.high.map(credstack_model::Amount::exact) }
}
