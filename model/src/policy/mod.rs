//! The policy IR: what the rule language lowers to and the engine compiles. It holds no syntax and no strings that a hot
//! path would read.

mod award;
mod condition;
mod rule;

use std::sync::Arc;

use credstack_source::Span;

pub use award::{Award, Component, Fill, Measure, Node, NodeKind, Requirement, Share, SlotRule};
pub use condition::{Comparison, Condition, Operand, Test, TestKind};
pub use rule::{
    Answered, Audience, Bound, Branch, Citation, ClassBranch, Deed, Effect, Element, Example,
    ExampleFact, Exception, Expectation, Grant, GrantAmount, Limit, LimitBase, LimitBound,
    Modality, Quantity, RecordEntry, Rule, Standing,
};

use crate::date::Date;
use crate::level::Frameworks;
use crate::symbol::{Symbol, Symbols};
use crate::vocabulary::Vocabulary;
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
    pub const ALL: [Layer; 5] = [
        Layer::Union,
        Layer::Country,
        Layer::Region,
        Layer::Institution,
        Layer::Programme,
    ];

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

/// When something is in force: over `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Period {
    /// The first day; `None` from always.
    pub from: Option<Date>,
    /// The first day on which it is no longer in force; `None` for ever.
    pub to: Option<Date>,
}

impl Period {
    /// Whether a day lies within.
    pub fn holds(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }

    /// The days that lie in both.
    #[must_use]
    pub fn within(self, outer: Period) -> Self {
        let from = self.from.max(outer.from);
        let to = match (self.to, outer.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { from, to }
    }
}

/// Which date of a claim picks the version of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum PickedBy {
    /// The day of issuing.
    Issue,
    /// The day of application.
    #[default]
    Application,
    /// The day of enrolment.
    Enrolment,
    /// The day of the decision.
    Decision,
}

impl PickedBy {
    /// All of them.
    pub const ALL: [PickedBy; 4] = [
        PickedBy::Issue,
        PickedBy::Application,
        PickedBy::Enrolment,
        PickedBy::Decision,
    ];

    /// The attribute that holds the date.
    pub fn attribute(self) -> crate::vocabulary::AttributeId {
        use crate::vocabulary::attribute;
        match self {
            PickedBy::Issue => attribute::ISSUED,
            PickedBy::Application => attribute::APPLICATION_DATE,
            PickedBy::Enrolment => attribute::ENROLMENT_DATE,
            PickedBy::Decision => attribute::DECISION_DATE,
        }
    }
}

/// How sure the authors are of a source, as the pack says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Confidence {
    /// The act itself was read.
    #[default]
    Primary,
    /// A source that quotes it was read.
    Secondary,
    /// Nobody could check it; every output says so.
    Doubtful,
}

impl Confidence {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Primary => "primary",
            Confidence::Secondary => "secondary",
            Confidence::Doubtful => "doubtful",
        }
    }
}

/// A legal or institutional source that rules cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalSource {
    /// The short name that citations use, `RD822`.
    pub name: Symbol,
    /// Its title.
    pub title: Arc<str>,
    /// Where it can be read.
    pub url: Option<Arc<str>>,
    /// How sure the authors are.
    pub confidence: Confidence,
    /// The last day on which somebody compared the rules with it.
    pub checked: Option<Date>,
    /// Where sources disagree: what they say and which reading the rules take.
    pub reading: Option<Arc<str>>,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// Who must show what on a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Burden {
    /// The institution shows a substantial difference.
    Institution,
    /// The applicant shows equivalence.
    Applicant,
}

/// What a route tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteTest {
    /// An agreement or an unexpired precedent covers it exactly.
    ExactAgreement,
    /// There is no substantial difference.
    NoSubstantialDifference,
    /// Equivalence is shown.
    EquivalenceShown,
}

impl RouteTest {
    /// What a person calls the route.
    pub fn route_word(self) -> &'static str {
        match self {
            RouteTest::ExactAgreement => "automatic recognition",
            RouteTest::NoSubstantialDifference => "recognition",
            RouteTest::EquivalenceShown => "validation",
        }
    }
}

/// What a learner can ask for on a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entitlement {
    /// The institution must grant what the test does not exclude.
    Duty,
    /// The institution may grant it.
    Discretion,
}

/// A way by which a credential comes to be recognised. The routes of a policy are tried in order: exact agreements first,
/// then recognition, then validation; among equals the lower layer first, then as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Full name.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// When the route is open.
    pub applies: Condition,
    /// What it tests.
    pub test: RouteTest,
    /// Who must show it.
    pub burden: Burden,
    /// Duty or discretion.
    pub entitlement: Entitlement,
    /// The legal basis.
    pub citations: Vec<Citation>,
    /// When it is in force.
    pub force: Period,
    /// Which date decides that.
    pub picked_by: PickedBy,
    /// Where it stands.
    pub span: Span,
}

/// A policy: rules with a jurisdiction, sources and dates in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// `es.universities`.
    pub name: Symbol,
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
}

impl PolicySet {
    /// The policy of a name.
    pub fn policy(&self, name: &str) -> Option<&Policy> {
        let name = self.symbols.get(name)?;
        self.policies.iter().find(|p| p.name == name)
    }

    /// The award of a name.
    pub fn award(&self, name: &str) -> Option<&Award> {
        let name = self.symbols.get(name)?;
        self.awards.iter().find(|a| a.name == name)
    }

    /// A policy and all that it extends, highest layer first, each once. Circles of `extends` are refused when the policies
    /// are lowered; one that slipped through is walked once.
    pub fn chain(&self, policy: &Policy) -> Vec<&Policy> {
        let mut wanted = vec![policy.name];
        let mut at = 0;
        while let Some(name) = wanted.get(at).copied() {
            at += 1;
            let parents = self
                .policies
                .iter()
                .filter(|p| p.name == name)
                .flat_map(|p| p.extends.iter().copied());
            let fresh: Vec<Symbol> = parents.filter(|p| !wanted.contains(p)).collect();
            wanted.extend(fresh);
        }
        let mut chain: Vec<&Policy> = self
            .policies
            .iter()
            .filter(|p| wanted.contains(&p.name))
            .collect();
        chain.sort_by_key(|p| p.layer);
        chain
    }
}
