//! A policy compiled.

use std::sync::{Arc, OnceLock};

use credstack_model::policy::{Condition, CreditSteps, Policy, PolicySet, Route, Rule};
use credstack_model::{Amount, Symbol};

use super::atoms::Atoms;
use super::contents::Contents;
use super::program::Program;
use super::spans::{SpanKey, Spans};
use super::translate;

/// More spans of dates than this in one rulebook are refused: no law changes that often.
const MAX_PROGRAMS: usize = 65_536;

/// Why a policy cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// There is no policy of this name.
    #[error("no policy `{0}` is loaded")]
    UnknownPolicy(String),
    /// The rules change on too many days.
    #[error(
        "the rules of `{policy}` change on so many days that there are {spans} different sets of rules in force; at most {MAX_PROGRAMS} are possible"
    )]
    TooManySpans {
        /// The policy.
        policy: String,
        /// How many.
        spans: usize,
    },
}

/// A policy and all that it extends, compiled: one program for each span of dates, made when it is first needed.
#[derive(Debug)]
pub struct Rulebook {
    policy: Symbol,
    /// The step to which what is granted is rounded down.
    step: Option<Amount>,
    contents: Contents,
    programs: Vec<OnceLock<Program>>,
}

impl Rulebook {
    /// Compiles a policy by its name.
    ///
    /// # Errors
    /// [`CompileError`] when there is none of that name, or its rules change on too many days.
    pub fn compile(set: &Arc<PolicySet>, policy: &str) -> Result<Self, CompileError> {
        Self::beside(set, Some(policy), Vec::new())
    }

    /// The same with the conditions of an award beside the rules. Without a policy there are no rules.
    pub(crate) fn beside(
        set: &Arc<PolicySet>,
        policy: Option<&str>,
        extra: Vec<Condition>,
    ) -> Result<Self, CompileError> {
        let leaf = match policy {
            Some(name) => Some(set.policy(name).ok_or_else(|| CompileError::UnknownPolicy(name.to_owned()))?),
            None => None,
        };
        let policy = policy.unwrap_or_default();
        let members: Vec<Symbol> = leaf.map(|l| set.chain(l)).into_iter().flatten().map(|p| p.name).collect();
        let chain: Vec<(usize, &Policy)> =
            set.policies.iter().enumerate().filter(|(_, p)| members.contains(&p.name)).collect();
        let rules: Vec<(usize, usize)> =
            chain.iter().flat_map(|(at, p)| (0..p.rules.len()).map(move |r| (*at, r))).collect();
        let mut routes: Vec<(usize, usize)> =
            chain.iter().flat_map(|(at, p)| (0..p.routes.len()).map(move |r| (*at, r))).collect();
        // Exact agreements first, then recognition, then validation; among equals the lower layer, then as written.
        routes.sort_by_key(|(p, r)| {
            let policy = set.policies.get(*p);
            let test = policy.and_then(|p| p.routes.get(*r)).map(|r| r.test);
            (test, std::cmp::Reverse(policy.map(|p| p.layer)), *p, *r)
        });
        let spans = Spans::of(chain.iter().map(|(_, p)| *p));
        if spans.count() > MAX_PROGRAMS {
            return Err(CompileError::TooManySpans { policy: policy.to_owned(), spans: spans.count() });
        }
        let atoms = Atoms::of(chain.iter().map(|(_, p)| *p), &spans, &extra);
        let programs = std::iter::repeat_with(OnceLock::new).take(spans.count()).collect();
        let policy = set.symbols.intern(policy);
        let step = leaf.and_then(|l| set.credit_steps(l)).map(|s| s.step);
        Ok(Self { policy, step, contents: Contents { set: set.clone(), rules, routes, extra, atoms, spans }, programs })
    }

    /// The policies that it was compiled from.
    pub fn set(&self) -> &PolicySet {
        &self.contents.set
    }

    /// The name of the policy.
    pub fn policy(&self) -> Symbol {
        self.policy
    }

    /// The steps in which credits are granted, where the policy or one above it has some.
    pub fn credit_steps(&self) -> Option<&CreditSteps> {
        let set = self.set();
        set.credit_steps(set.policies.iter().find(|p| p.name == self.policy)?)
    }

    pub(crate) fn step(&self) -> Option<Amount> {
        self.step
    }

    /// Every rule of the policy and of all that it extends, whatever its dates.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        (0..self.contents.rules.len()).filter_map(|at| self.rule(at))
    }

    /// The rule of a full name.
    pub fn rule_named(&self, name: Symbol) -> Option<&Rule> {
        self.rules().find(|r| r.name == name)
    }

    /// The route of a full name.
    pub fn route_named(&self, name: Symbol) -> Option<&Route> {
        (0..self.contents.route_count()).filter_map(|at| self.route(at)).find(|r| r.name == name)
    }

    pub(crate) fn rule(&self, at: usize) -> Option<&Rule> {
        self.contents.rule(at)
    }

    pub(crate) fn route(&self, at: usize) -> Option<&Route> {
        self.contents.route(at)
    }

    pub(crate) fn route_count(&self) -> usize {
        self.contents.route_count()
    }

    pub(crate) fn atoms(&self) -> &Atoms {
        &self.contents.atoms
    }

    pub(crate) fn spans(&self) -> &Spans {
        &self.contents.spans
    }

    /// The program for the rules in force in a span of dates.
    pub(crate) fn program(&self, key: &SpanKey) -> &Program {
        static EMPTY: OnceLock<Program> = OnceLock::new();
        match self.programs.get(self.contents.spans.index(key)) {
            Some(cell) => cell.get_or_init(|| translate::program(&self.contents, key)),
            // Keys are made by `Spans` and are never out of range.
            None => EMPTY.get_or_init(Program::default),
        }
    }
}
