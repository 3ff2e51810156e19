//! Routes: the ways by which a credential comes to be recognised.

use std::sync::Arc;

use credstack_source::Span;

use super::condition::Condition;
use super::period::{Period, PickedBy};
use super::source::Citation;
use crate::facts::Text;
use crate::symbol::Symbol;

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

impl Route {
    /// Whether recognition is presumed until the institution shows a difference.
    pub fn presumes(&self) -> bool {
        self.burden == Burden::Institution
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
    /// The same in other languages.
    pub says: Vec<Text>,
    /// Notes for officers.
    pub notes: Vec<Arc<str>>,
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
