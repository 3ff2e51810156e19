//! Policies, packs, and everything that was loaded.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use credstack_source::Span;

use super::articulation::Articulation;
use super::award::Award;
use super::data::Declaration;
use super::function::{Computed, Function};
use super::learner_exception::LearnerException;
use super::parameter::Parameter;
use super::period::Period;
use super::procedure::Procedure;
use super::route::Route;
use super::rule::Rule;
use super::source::LegalSource;
use super::steps::CreditSteps;
use crate::facts::{Facts, Knowledge};
use crate::level::Frameworks;
use crate::proposal::Unknown;
use crate::symbol::{Symbol, Symbols};
use crate::vocabulary::{AttributeId, Vocabulary};
use crate::workload::Conversions;

/// Where a policy stands between the Union and a programme. Later is lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// An international convention or the Union.
    Union,
    /// A country.
    Country,
    /// A region or community.
    Region,
    /// An institution.
    Institution,
    /// A programme.
    Programme,
}

impl Layer {
    /// All layers, highest first.
    pub const ALL: [Layer; 5] = [Layer::Union, Layer::Country, Layer::Region, Layer::Institution, Layer::Programme];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Layer::Union => "union",
            Layer::Country => "country",
            Layer::Region => "region",
            Layer::Institution => "institution",
            Layer::Programme => "programme",
        }
    }
}

/// A policy: rules with a jurisdiction, sources and dates in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// `es.universities`; a later version is named with the first day on which it is in force, `es.universities@2024-05-01`.
    pub name: Symbol,
    /// The name that all its versions share, `es.universities`.
    pub version_of: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// Where it stands.
    pub layer: Layer,
    /// The countries or regions that it is for; empty for all.
    pub jurisdiction: Vec<Symbol>,
    /// The policies that it extends, by name.
    pub extends: Vec<Symbol>,
    /// When it is in force.
    pub force: Period,
    /// Its sources.
    pub sources: Vec<LegalSource>,
    /// Its routes.
    pub routes: Vec<Route>,
    /// Its rules, limits among them, in the order of the file.
    pub rules: Vec<Rule>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// The steps in which it grants credits.
    pub steps: Option<CreditSteps>,
    /// What happens around a decision.
    pub procedure: Option<Procedure>,
    /// Index of the pack that it belongs to.
    pub pack: usize,
    /// Where its head stands.
    pub span: Span,
}

/// A pack as its manifest declares it, with the hash of everything that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// `es.universities`: authority and pack.
    pub name: Arc<str>,
    /// Semantic version.
    pub version: Arc<str>,
    /// What a person calls it.
    pub title: Arc<str>,
    /// SHA-256 over the manifest and the files, in the order of their names.
    pub hash: Arc<str>,
}

/// Everything that was loaded, checked and lowered.
#[derive(Debug, Clone, Default)]
pub struct PolicySet {
    /// The interned words of it all.
    pub symbols: Arc<Symbols>,
    /// The attributes: the core and those of the packs.
    pub vocabulary: Arc<Vocabulary>,
    /// The packs, in the order of their names.
    pub packs: Vec<Pack>,
    /// The policies, those extended before those that extend them.
    pub policies: Vec<Policy>,
    /// The awards.
    pub awards: Vec<Award>,
    /// The qualifications frameworks.
    pub frameworks: Frameworks,
    /// Credit systems and hours per credit.
    pub conversions: Conversions,
    /// Where frameworks, credit systems and hours are declared and what they rest on.
    pub declarations: Vec<Declaration>,
    /// Former names of rules and awards, and the present ones.
    pub formerly: BTreeMap<Symbol, Symbol>,
    /// The functions of packs, by full name.
    pub functions: Vec<Function>,
    /// The attributes that they compute, those that others are computed from first.
    pub computed: Vec<Computed>,
    /// What runs the functions; `None` where no attribute is computed.
    pub derivation: Option<Arc<dyn Derive>>,
    /// The articulation tables, a row each, in the order of their names.
    pub articulations: Vec<Articulation>,
    /// The exceptions for single learners, in the order of their names.
    pub exceptions: Vec<LearnerException>,
}

impl PolicySet {
    /// The present name of what once had another: the name itself where it still has it.
    pub fn present_name(&self, name: Symbol) -> Symbol {
        self.formerly.get(&name).copied().unwrap_or(name)
    }

    /// The procedure of a policy: its own, or that of the lowest layer above it that has one.
    pub fn procedure(&self, policy: &Policy) -> Option<&Procedure> {
        self.chain(policy).into_iter().rev().find_map(|p| p.procedure.as_ref())
    }

    /// The steps in which a policy grants credits: its own, or those of the lowest layer above it that has some.
    pub fn credit_steps(&self, policy: &Policy) -> Option<&CreditSteps> {
        self.chain(policy).into_iter().rev().find_map(|p| p.steps.as_ref())
    }

    /// What is unknown by its name: of the attribute, or of the rule or exception whose question it is.
    pub fn unknown_name(&self, unknown: Unknown) -> String {
        match unknown {
            Unknown::Fact(id) => self.vocabulary.get(id).name.to_string(),
            Unknown::Answer(question) => self.symbols.text(question).to_owned(),
        }
    }

    /// The policy of a name; where it has versions, the first of them.
    pub fn policy(&self, name: &str) -> Option<&Policy> {
        let name = self.symbols.get(name)?;
        self.policies.iter().find(|p| p.name == name)
    }

    /// The award of a name, or of what was once its name.
    pub fn award(&self, name: &str) -> Option<&Award> {
        let name = self.present_name(self.symbols.get(name)?);
        self.awards.iter().find(|a| a.name == name)
    }

    /// A policy in all its versions and all that it extends, highest layer first, each once; the dates in force say which of
    /// them govern a claim. Circles of `extends` are refused when the policies are lowered; one that slipped through is walked once.
    pub fn chain(&self, policy: &Policy) -> Vec<&Policy> {
        let versions = self.policies.iter().filter(|p| p.version_of == policy.version_of && p.name != policy.name);
        let mut wanted: Vec<Symbol> = std::iter::once(policy).chain(versions).map(|p| p.name).collect();
        let mut at = 0;
        while let Some(name) = wanted.get(at).copied() {
            at += 1;
            let parents = self.policies.iter().filter(|p| p.name == name).flat_map(|p| p.extends.iter().copied());
            let fresh: Vec<Symbol> = parents.filter(|p| !wanted.contains(p)).collect();
            wanted.extend(fresh);
        }
        let mut chain: Vec<&Policy> = self.policies.iter().filter(|p| wanted.contains(&p.name)).collect();
        chain.sort_by_key(|p| p.layer);
        chain
    }
}

/// Sets facts that follow from others, before any rule reads them. The same facts always give the same.
pub trait Derive: fmt::Debug + Send + Sync {
    /// Sets every computed fact that no document states. One that cannot be computed stays missing, with why in its
    /// provenance.
    fn derive(&self, set: &PolicySet, facts: &mut Facts);
}

impl PolicySet {
    /// Sets the facts that the functions of packs compute.
    pub fn derive(&self, facts: &mut Facts) {
        if let Some(derivation) = &self.derivation {
            derivation.derive(self, facts);
        }
    }

    /// How an attribute is computed, where it is.
    pub fn computed(&self, attribute: AttributeId) -> Option<&Computed> {
        self.computed.iter().find(|c| c.attribute == attribute)
    }

    /// What to ask for so that something unknown becomes known: for a computed fact the missing facts that it is computed
    /// from, for everything else itself. A computed fact whose inputs are all stated is asked for itself.
    pub fn to_ask(&self, facts: &Facts, unknown: Unknown) -> Vec<Unknown> {
        let mut asked = Vec::new();
        let mut seen = Vec::new();
        let mut open = vec![unknown];
        while let Some(next) = open.pop() {
            let missing: Vec<Unknown> = match next {
                Unknown::Fact(id) if !seen.contains(&id) => {
                    seen.push(id);
                    let inputs = self.computed(id).map(|c| c.inputs.as_slice()).unwrap_or_default();
                    let open = inputs.iter().filter(|i| *facts.knowledge(**i) == Knowledge::Missing);
                    open.map(|i| Unknown::Fact(*i)).collect()
                }
                _ => Vec::new(),
            };
            match missing.is_empty() {
                true if !asked.contains(&next) => asked.push(next),
                true => {}
                false => open.extend(missing.into_iter().rev()),
            }
        }
        asked
    }
}
