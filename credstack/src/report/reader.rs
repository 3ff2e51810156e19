//! What stands above a proposal, who reads it, and what is not for a learner: rules that are hidden from the learner, and notes for
//! officers.

use std::sync::Arc;

use credstack_engine::Rulebook;
use credstack_model::facts::Text;
use credstack_model::policy::{Audience, PolicySet, Rule};
use credstack_model::proposal::Unknown;
use credstack_model::stack::{LeftReason, Stacking};
use credstack_model::together::JointStacking;
use credstack_model::{Claim, Credential, Symbol};
use credstack_wire::ProposalDocument;

use super::texts;

/// What stands above a proposal.
#[derive(Debug, Clone, Copy)]
pub struct Heading<'a> {
    /// The document that it was read from.
    pub document: &'a str,
    /// The credential.
    pub credential: &'a Credential,
    /// The claim.
    pub claim: &'a Claim,
    /// The language in which rules speak where they have it, as `es`; English otherwise.
    pub language: Option<&'a str>,
    /// Whether notes for officers are shown; a learner never sees them.
    pub notes: bool,
    /// Who reads it.
    pub reader: Reader,
}

impl Heading<'_> {
    /// The notes that are shown.
    pub(super) fn notes<'n>(&self, notes: &'n [Arc<str>]) -> &'n [Arc<str>] {
        if self.notes && self.reader == Reader::Officer { notes } else { &[] }
    }

    /// What an item is called, in the language asked for where it has a text in it.
    pub(super) fn title(&self, title: &str, says: &[Text]) -> String {
        texts::title(title, says, self.language)
    }
}

/// Who reads a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reader {
    /// Whoever decides: everything is shown.
    #[default]
    Officer,
    /// The learner: what is for officers alone is left out, without a word about it.
    Learner,
}

impl Reader {
    /// Whether a rule, or the rule that an exception belongs to, is shown.
    pub(super) fn sees(self, book: &Rulebook, name: Symbol) -> bool {
        self == Reader::Officer || !is_hidden(book, name)
    }

    /// Whether something to ask for is shown: a fact always, a question unless its rule is hidden.
    pub(super) fn sees_unknown(self, book: &Rulebook, unknown: Unknown) -> bool {
        match unknown {
            Unknown::Fact(_) => true,
            Unknown::Answer(question) => self.sees(book, question),
        }
    }
}

/// Whether a rule, or the rule of an exception, is hidden from the learner.
pub(super) fn is_hidden(book: &Rulebook, name: Symbol) -> bool {
    hides(book.rules(), name)
}

fn hides<'r>(rules: impl Iterator<Item = &'r Rule>, name: Symbol) -> bool {
    let mut of = rules.filter(|r| r.name == name || r.exceptions.iter().any(|e| e.name == name));
    of.any(|rule| rule.audience == Audience::Officers)
}

/// A stacking without what is not for the learner: limits and questions of rules that are hidden.
pub fn stacking_for_learner(set: &PolicySet, stacking: &Stacking) -> Stacking {
    let hidden = |name: Symbol| hides(set.policies.iter().flat_map(|p| &p.rules), name);
    let named = |name: &str| set.symbols.get(name).is_some_and(hidden);
    let asked = |unknown: &Unknown| !matches!(unknown, Unknown::Answer(question) if hidden(*question));
    let mut shown = stacking.clone();
    shown.questions.retain(|question| asked(&question.unknown));
    shown.assumed.retain(|assumption| asked(&assumption.unknown));
    for stack in [&mut shown.owed, &mut shown.grantable, &mut shown.possible] {
        stack.limits.retain(|limit| !limit.rule.is_some_and(hidden));
        for left in &mut stack.left_over {
            match &mut left.reason {
                LeftReason::Limited(by) => by.retain(|name| !named(name)),
                LeftReason::Open(on) => on.retain(asked),
                _ => {}
            }
        }
    }
    shown
}

/// The same of several awards.
pub fn joint_for_learner(set: &PolicySet, stacking: &JointStacking) -> JointStacking {
    let hidden = |name: Symbol| hides(set.policies.iter().flat_map(|p| &p.rules), name);
    let mut shown = stacking.clone();
    shown.awards = stacking.awards.iter().map(|a| stacking_for_learner(set, a)).collect();
    shown.questions.retain(|q| !matches!(q.unknown, Unknown::Answer(question) if hidden(question)));
    shown
}

/// Leaves out of a proposal's JSON what is not for the learner.
pub fn leave_out_for_learner(book: &Rulebook, document: &mut ProposalDocument) {
    let hidden = |name: &str| book.set().symbols.get(name).is_some_and(|name| is_hidden(book, name));
    document.findings.retain(|finding| !hidden(&finding.rule));
    for finding in &mut document.findings {
        finding.notes.clear();
        finding.depends_on.retain(|name| !hidden(name));
        finding.exceptions.retain(|exception| !hidden(&exception.name));
    }
    document.asks.retain(|ask| !hidden(&ask.name));
    for ask in &mut document.asks {
        ask.rules.retain(|name| !hidden(name));
    }
    document.limits.retain(|limit| !hidden(&limit.rule));
    document.changes.retain(|change| !hidden(&change.name));
    if let Some(procedure) = &mut document.procedure {
        procedure.notes.clear();
    }
    let outcomes = document.asks.iter_mut().flat_map(|a| &mut a.leads).map(|l| &mut l.outcome);
    let outcomes = outcomes.chain(document.changes.iter_mut().map(|c| &mut c.outcome));
    for outcome in outcomes.chain([&mut document.outcome]).chain(&mut document.if_closed) {
        outcome.conflict.take_if(|pair| pair.iter().any(|name| hidden(name)));
    }
}
