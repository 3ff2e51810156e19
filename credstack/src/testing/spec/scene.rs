//! A scenario made into what the engine reads: credentials, a claim, a policy.

use std::collections::BTreeMap;
use std::sync::Arc;

use credstack_engine::stack::StackOptions;
use credstack_engine::{Budget, Case, Rulebook};
use credstack_model::facts::{Fact, Facts, Knowledge, Value};
use credstack_model::policy::{ExampleFact, PolicySet};
use credstack_model::proposal::Proposal;
use credstack_model::scenario::Scenario;
use credstack_model::stack::Stacking;
use credstack_model::together::JointStacking;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Answer, Claim, Credential, Symbol, Toward};

use crate::case::complete_claim;
use crate::stack::{stack, stack_together};
use crate::testing::examples::add;

/// A scenario, and what the engine says of it as far as a promise asked.
pub(super) struct Scene<'a> {
    pub(super) set: &'a Arc<PolicySet>,
    scenario: &'a Scenario,
    credentials: Vec<Credential>,
    claim: Claim,
    book: Option<Rulebook>,
    proposals: BTreeMap<Arc<str>, Proposal>,
    stacking: Option<Stacking>,
    joint: Option<JointStacking>,
}

impl<'a> Scene<'a> {
    /// The policy by which a scenario is decided.
    pub(super) fn policy(set: &PolicySet, scenario: &Scenario) -> Option<Symbol> {
        let of_award = |award: Symbol| set.awards.iter().find(|a| a.name == award)?.policy;
        scenario.policy.or_else(|| scenario.award.and_then(of_award))
    }

    pub(super) fn new(set: &'a Arc<PolicySet>, scenario: &'a Scenario) -> Result<Self, String> {
        let credential = |held: &credstack_model::scenario::ScenarioCredential| {
            let mut facts = facts(&held.facts);
            if held.facts.iter().all(|f| f.attribute != attribute::IDENTIFIER) {
                facts.set(attribute::IDENTIFIER, code(set.symbols.intern(&held.id)));
            }
            Credential { id: held.id.clone(), facts, parts: held.parts.clone(), stated_id: None }
        };
        let credentials = scenario.credentials.iter().map(credential).collect();
        let answers = scenario.answers.iter().map(|a| Answer {
            question: set.symbols.text(a.question).into(),
            credential: a.credential.clone(),
            yes: a.yes,
            author: "the scenario".into(),
            date: None,
        });
        let toward = |(credential, component): &(Arc<str>, Arc<str>)| Toward {
            credential: credential.clone(),
            component: component.clone(),
        };
        let mut claim = Claim {
            facts: facts(&scenario.claim),
            answers: answers.collect(),
            toward: scenario.forward.iter().map(toward).collect(),
            ..Claim::default()
        };
        let named =
            [(attribute::AWARD_IDENTIFIER, scenario.award), (attribute::COMPONENT_IDENTIFIER, scenario.component)];
        for (id, name) in named {
            if let Some(name) = name {
                claim.facts.set(id, code(name));
            }
        }
        if scenario.award.is_some() && claim.facts.get(attribute::PURPOSE).is_none() {
            claim.facts.set(attribute::PURPOSE, code(set.symbols.intern("credit")));
        }
        complete_claim(set, &mut claim).map_err(|e| e.to_string())?;
        let policy = Self::policy(set, scenario).map(|p| set.symbols.text(p));
        let book = policy.map(|p| Rulebook::compile(set, p)).transpose().map_err(|e| e.to_string())?;
        Ok(Self { set, scenario, credentials, claim, book, proposals: BTreeMap::new(), stacking: None, joint: None })
    }

    /// What is proposed for a credential.
    pub(super) fn proposal(&mut self, id: &Arc<str>) -> Result<&Proposal, String> {
        let book = self.book.as_ref().ok_or("no policy decides, for the award names none: add `recognise by`")?;
        let credential = self.credentials.iter().find(|c| c.id == *id).ok_or("the scenario has no such credential")?;
        let made = self.proposals.entry(id.clone());
        Ok(made.or_insert_with(|| book.propose(&Case::new(self.set, credential, &self.claim), Budget::default())))
    }

    /// What the wallet amounts to toward several awards together; `None` where one is asked for.
    pub(super) fn joint(&mut self) -> Result<Option<&JointStacking>, String> {
        let Some(first) = self.scenario.award.filter(|_| !self.scenario.beside.is_empty()) else { return Ok(None) };
        if self.joint.is_none() {
            let names = [first].into_iter().chain(self.scenario.beside.iter().copied());
            let names: Vec<&str> = names.map(|n| self.set.symbols.text(n)).collect();
            let options = StackOptions { include: self.scenario.include, ..StackOptions::default() };
            let together = self.scenario.together;
            let found = stack_together(self.set, &names, &self.credentials, &self.claim, together, options);
            self.joint = Some(found.map_err(|e| e.to_string())?);
        }
        Ok(self.joint.as_ref())
    }

    /// What the wallet amounts to.
    pub(super) fn stacking(&mut self) -> Result<&Stacking, String> {
        if self.stacking.is_none() {
            let award = self.scenario.award.ok_or("no award is named to stack toward: add `toward` and an award")?;
            let options = StackOptions { include: self.scenario.include, ..StackOptions::default() };
            let award = self.set.symbols.text(award);
            let found = stack(self.set, award, &self.credentials, &self.claim, options).map_err(|e| e.to_string())?;
            self.stacking = Some(found);
        }
        self.stacking.as_ref().ok_or_else(|| "nothing was stacked".to_owned())
    }
}

fn code(symbol: Symbol) -> Fact {
    Fact::known(Value::Codes(vec![symbol]))
}

fn facts(of: &[ExampleFact]) -> Facts {
    let mut facts = Facts::default();
    let own: Vec<AttributeId> = of.iter().map(|f| f.attribute).collect();
    for fact in of {
        match &fact.knowledge {
            Knowledge::Missing => drop(facts.remove(fact.attribute)),
            known => add(&mut facts, fact.attribute, known, &own),
        }
    }
    facts
}
