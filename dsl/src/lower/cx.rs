//! What lowering knows and finds, handed from reader to reader.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::level::Frameworks;
use credstack_model::policy::{Citation, Condition, Declaration, Parameter, Period, Shape};
use credstack_model::vocabulary::{AttributeId, CodeList, Vocabulary};
use credstack_model::workload::Conversions;
use credstack_model::{Symbol, Symbols};
use credstack_source::Span;

use super::spoken::without_article;
use crate::syntax::{Kind, Node};

/// The policy and the name of something that is declared.
pub(super) type Key = (String, String);

/// What lowering knows and finds.
pub(crate) struct Cx<'a> {
    pub(crate) symbols: &'a Symbols,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) frameworks: Frameworks,
    pub(crate) conversions: Conversions,
    /// Where frameworks, credit systems and hours are declared.
    pub(super) declarations: Vec<Declaration>,
    pub(crate) names: Names,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The named sets and the agreements as they are written, and what each of them means once it was lowered.
    pub(super) sets: BTreeMap<Key, &'a Node<'a>>,
    pub(super) agreements: BTreeMap<Key, &'a Node<'a>>,
    pub(super) meanings: BTreeMap<Key, Condition>,
    /// The stretch of time for which a rule is being lowered, and the sources of the parameters that it used.
    pub(super) stretch: Period,
    pub(super) cited_by_parameters: Vec<Citation>,
    /// The codes that rules ask for, and those of examples and scenarios that are not on their open list.
    pub(super) named_codes: BTreeSet<(AttributeId, Symbol)>,
    pub(super) unlisted: Vec<(AttributeId, Symbol, Span)>,
}

impl Cx<'_> {
    /// Keeps a problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Says plainly that a construct is read but not decided by.
    pub(super) fn not_yet(&mut self, span: Span, what: &str) {
        let message = format!("{what} read, but this version does not decide by them");
        self.report(
            Diagnostic::new(Slug::NotYetEvaluated, span, message).help("a person has to apply this by hand for now"),
        );
    }

    /// The set or agreement that a policy means by a name: its own, one of a policy that it extends, or any by its full name.
    pub(super) fn declared(&self, policy: &str, spoken: &str) -> Option<Key> {
        let word = without_article(spoken).replace(' ', "_");
        let (owner, short) = word.rsplit_once('.').unwrap_or(("", &word));
        let owners = if owner.is_empty() { self.names.chain(policy) } else { self.names.versions_of(owner).into() };
        let mut keys = owners.iter().map(|o| (o.clone(), short.to_owned()));
        keys.find(|key| self.sets.contains_key(key) || self.agreements.contains_key(key))
    }

    /// What a set means by a name.
    pub(super) fn set(&self, policy: &str, spoken: &str) -> Option<Condition> {
        let key = self.declared(policy, spoken).filter(|key| self.sets.contains_key(key))?;
        self.meanings.get(&key).cloned()
    }

    /// What an agreement means by a name.
    pub(super) fn agreement(&self, policy: &str, spoken: &str) -> Option<Condition> {
        let key = self.declared(policy, spoken).filter(|key| self.agreements.contains_key(key))?;
        self.meanings.get(&key).cloned()
    }

    /// The one child clause of a kind; a second one is a problem.
    pub(super) fn single<'n, 't>(&mut self, node: &'n Node<'t>, kind: Kind, what: &str) -> Option<&'n Node<'t>> {
        let mut all = node.all(kind);
        let first = all.next();
        if let (Some(first), Some(second)) = (first, all.next()) {
            let message = format!("a second `{what}` clause");
            self.report(
                Diagnostic::new(Slug::DuplicateClause, second.span, message)
                    .also(first.span, "the first is here")
                    .help("keep one of them"),
            );
        }
        first
    }
}

/// What one policy declares.
#[derive(Debug, Default)]
pub(crate) struct PolicyNames {
    pub(crate) extends: Vec<(String, Span)>,
    /// Class as written → class symbol.
    pub(crate) classes: BTreeMap<String, Symbol>,
    pub(crate) sources: BTreeMap<String, Span>,
    pub(crate) rules: BTreeMap<String, Span>,
    pub(crate) parameters: BTreeMap<String, Parameter>,
    /// Its scales, each with where it is declared.
    pub(crate) scales: BTreeMap<String, (Arc<CodeList>, Span)>,
    pub(crate) span: Span,
}

/// What a function takes and gives.
#[derive(Debug, Clone)]
pub(crate) struct Signature {
    pub(crate) takes: Vec<Shape>,
    pub(crate) gives: Shape,
}

/// What all files declare.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) policies: BTreeMap<String, PolicyNames>,
    pub(crate) awards: BTreeMap<String, Span>,
    /// The name of each version, by the place where its name stands.
    pub(super) versions: HashMap<Span, String>,
    /// Former names and the present ones.
    pub(super) formerly: BTreeMap<String, String>,
    /// Names and phrases of the attributes that packs declare.
    pub(crate) attributes: BTreeMap<String, Span>,
    /// Functions by their full names: what they take and give.
    pub(crate) functions: BTreeMap<String, Signature>,
    /// Each policy with all that it extends, and the names of all parameters: asked for at nearly every word of a rule.
    chains: BTreeMap<String, Arc<[String]>>,
    parameters: BTreeSet<String>,
}

impl Names {
    /// Once all policies and parameters are declared.
    pub(super) fn settle(&mut self) {
        self.chains = self.policies.keys().map(|p| (p.clone(), self.follow(p).into())).collect();
        self.parameters = self.policies.values().flat_map(|p| p.parameters.keys().cloned()).collect();
    }

    /// A policy and all that it extends in all their versions, itself first, each once.
    pub(crate) fn chain(&self, policy: &str) -> Arc<[String]> {
        self.chains.get(policy).cloned().unwrap_or_else(|| self.follow(policy).into())
    }

    fn follow(&self, policy: &str) -> Vec<String> {
        let mut chain = vec![policy.to_owned()];
        let mut at = 0;
        while let Some(name) = chain.get(at).cloned() {
            at += 1;
            for (parent, _) in self.policies.get(&name).map(|p| p.extends.as_slice()).unwrap_or_default() {
                for version in self.versions_of(parent) {
                    if !chain.contains(&version) {
                        chain.push(version);
                    }
                }
            }
        }
        chain
    }

    /// The names of all versions of a policy; a name that nobody declares is its own.
    pub(crate) fn versions_of(&self, policy: &str) -> Vec<String> {
        let dated = format!("{policy}@");
        let plain = self.policies.get_key_value(policy).map(|(name, _)| name.clone());
        let later = self.policies.range(dated.clone()..).map(|(name, _)| name).take_while(|p| p.starts_with(&dated));
        let mut found: Vec<String> = plain.into_iter().chain(later.cloned()).collect();
        if found.is_empty() {
            found.push(policy.to_owned());
        }
        found
    }

    /// The name of the version that a name node stands for; the word itself where it has only one.
    pub(super) fn own_name(&self, name: &Node<'_>) -> String {
        self.versions.get(&name.span).cloned().unwrap_or_else(|| name.text.to_owned())
    }

    /// The names of all parameters that a policy can use.
    pub(super) fn parameters(&self, policy: &str) -> Vec<String> {
        let chain = self.chain(policy);
        chain.iter().filter_map(|p| self.policies.get(p)).flat_map(|p| p.parameters.keys().cloned()).collect()
    }

    /// The parameter that a policy means by a name: its own, or one of a policy that it extends.
    pub(super) fn parameter(&self, policy: &str, name: &str) -> Option<&Parameter> {
        if !self.parameters.contains(name) {
            return None;
        }
        self.chain(policy).iter().find_map(|p| self.policies.get(p)?.parameters.get(name))
    }

    /// The class that a policy means by a name: its own, or one of a policy that it extends; a full name is itself.
    pub(crate) fn class(&self, policy: &str, written: &str) -> Option<Symbol> {
        let word = written.replace(' ', "_");
        let short = self.chain(policy).iter().find_map(|p| self.policies.get(p)?.classes.get(&word).copied());
        let (owner, class) = word.rsplit_once('.').unwrap_or_default();
        short.or_else(|| self.policies.get(owner)?.classes.get(class).copied())
    }
}
