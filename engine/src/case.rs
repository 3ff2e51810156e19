//! One credential and one claim, put together.

use std::collections::BTreeMap;

use credstack_model::facts::{Facts, Knowledge};
use credstack_model::policy::PolicySet;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::{Basis, Conversion, StatedWorkload, WorkloadUnit};
use credstack_model::{AmountRange, Claim, Credential, Symbol};

/// What a proposal is about: the facts of the credential and of the claim, and the answers given so far.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The credential's identifier.
    pub id: std::sync::Arc<str>,
    facts: Facts,
    answers: BTreeMap<Symbol, bool>,
    set: &'a PolicySet,
}

impl<'a> Case<'a> {
    /// Puts a credential and a claim together. A fact of the claim stands above one of the document, for it is what the
    /// officer says of the case. A claim that names no component has none. Facts that functions of packs compute from others are
    /// set here, so that whoever reads a case reads them.
    pub fn new(set: &'a PolicySet, credential: &Credential, claim: &Claim) -> Self {
        let mut facts = credential.facts.clone();
        facts.extend(&claim.facts);
        let component = [
            attribute::COMPONENT_IDENTIFIER,
            attribute::COMPONENT_KIND,
            attribute::COMPONENT_WORKLOAD,
            attribute::COMPONENT_LEVEL,
            attribute::COMPONENT_FIELD,
        ];
        if component.iter().all(|a| facts.get(*a).is_none()) {
            for id in component {
                facts.set(id, credstack_model::facts::Fact::none());
            }
        }
        set.derive(&mut facts);
        let about = |a: &&credstack_model::Answer| a.credential.as_ref().is_none_or(|c| *c == credential.id);
        let answers = claim.answers.iter().filter(about).map(|a| (set.symbols.intern(&a.question), a.yes)).collect();
        Self { id: credential.id.clone(), facts, answers, set }
    }

    /// A case of bare facts (examples beside rules, tests); nothing is added to them.
    pub fn from_facts(set: &'a PolicySet, facts: Facts) -> Self {
        Self { id: "example".into(), facts, answers: BTreeMap::new(), set }
    }

    /// All facts.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The policies' tables that conversions read.
    pub fn set(&self) -> &'a PolicySet {
        self.set
    }

    /// What is known of an attribute.
    pub fn knowledge(&self, attribute: AttributeId) -> &Knowledge {
        self.facts.knowledge(attribute)
    }

    /// The answer to a question, if it was given.
    pub fn answer(&self, question: Symbol) -> Option<bool> {
        self.answers.get(&question).copied()
    }

    /// The level attribute that a level test reads: where the credential has none, the level at which it was taught.
    pub fn level_source(&self, attribute: AttributeId) -> AttributeId {
        let none = attribute == attribute::LEVEL && *self.knowledge(attribute) == Knowledge::None;
        if none { attribute::TAUGHT_LEVEL } else { attribute }
    }

    /// A stated workload in a unit, with how it was converted; `None` while nothing is stated.
    pub fn workload(
        &self,
        attribute: AttributeId,
        unit: WorkloadUnit,
        basis: Basis,
    ) -> Option<(AmountRange, Conversion)> {
        self.set.conversions.convert(
            self.stated_workload(attribute)?,
            unit,
            basis,
            self.facts.code(attribute::ISSUER_COUNTRY),
        )
    }

    fn stated_workload(&self, attribute: AttributeId) -> Option<&[StatedWorkload]> {
        match self.knowledge(attribute) {
            Knowledge::Known(credstack_model::facts::Value::Workload(stated)) => Some(stated),
            _ => None,
        }
    }
}

impl Case<'_> {
    /// The same case with other facts.
    pub(crate) fn with_facts(&self, facts: Facts) -> Self {
        Self { facts, ..self.clone() }
    }

    /// The same case with these questions answered.
    pub(crate) fn with_answers(&self, answers: &[(Symbol, bool)]) -> Self {
        let mut case = self.clone();
        case.answers.extend(answers.iter().copied());
        case
    }

    /// The same case with a question open again.
    pub(crate) fn without_answer(&self, question: Symbol) -> Self {
        let mut case = self.clone();
        case.answers.remove(&question);
        case
    }
}
