//! Which rules, branches and conditions the examples touch.

use credstack_engine::{Case, Rulebook};
use credstack_model::policy::{PolicySet, Rule};
use credstack_model::proposal::Truth;
use credstack_source::Span;

use super::examples::facts_of;
use super::given::Look;
pub use super::touch::Figure;
use super::touch::{Point, points};
use crate::rules::Rules;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many are touched.
    pub touched: usize,
    /// How many there are.
    pub of: usize,
}

impl Tally {
    /// Whole percent, rounded down; all of nothing is 100.
    pub fn percent(self) -> usize {
        (self.touched * 100).checked_div(self.of).unwrap_or(100)
    }

    fn count(&mut self, touched: bool) {
        self.of += 1;
        self.touched += usize::from(touched);
    }
}

/// Something that no example touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untouched {
    /// A branch or a side of a condition.
    pub figure: Figure,
    /// What no example does, to follow "no example": `is doubted`.
    pub words: String,
    /// Where it stands.
    pub span: Span,
}

/// What the examples of one rule touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCoverage {
    /// Full name of the rule.
    pub rule: String,
    /// Where its head stands.
    pub span: Span,
    /// Whether an example is certainly one that the rule is for.
    pub touched: bool,
    /// Its branches.
    pub branches: Tally,
    /// The sides of its conditions.
    pub conditions: Tally,
    /// What is left.
    pub untouched: Vec<Untouched>,
}

/// What the examples of all rules touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Rules that an example is for.
    pub rules: Tally,
    /// Branches taken.
    pub branches: Tally,
    /// Sides of conditions seen.
    pub conditions: Tally,
    /// Rule by rule, in the order of policies and rules.
    pub by_rule: Vec<RuleCoverage>,
}

/// Looks at what the examples of all rules touch. Rules with errors are not to be looked at.
pub fn coverage(rules: &Rules) -> Coverage {
    let mut found = Coverage::default();
    let set = &rules.policies;
    for policy in &set.policies {
        let Ok(book) = Rulebook::compile(set, set.symbols.text(policy.name)) else { continue };
        // The bound of a part of a limit is tried by the examples of the limit.
        for rule in policy.rules.iter().filter(|r| r.within.is_none()) {
            found.add(of_rule(set, &book, rule));
        }
    }
    found
}

impl Coverage {
    fn add(&mut self, rule: RuleCoverage) {
        self.rules.count(rule.touched);
        for (sum, part) in [(&mut self.branches, rule.branches), (&mut self.conditions, rule.conditions)] {
            sum.touched += part.touched;
            sum.of += part.of;
        }
        self.by_rule.push(rule);
    }
}

fn of_rule(set: &PolicySet, book: &Rulebook, rule: &Rule) -> RuleCoverage {
    let cases: Vec<Case<'_>> = rule.examples.iter().map(|e| Case::from_facts(set, facts_of(set, rule, e))).collect();
    let looks = || cases.iter().map(|case| Look { book, case, rule });
    let mut found = RuleCoverage {
        rule: set.symbols.text(rule.name).to_owned(),
        span: rule.span,
        touched: looks().any(|look| look.truth(&rule.applies) == Truth::True),
        branches: Tally::default(),
        conditions: Tally::default(),
        untouched: Vec::new(),
    };
    for point in points(set, rule) {
        let touched = looks().any(|look| point.is_touched(look));
        match point.figure {
            Figure::Branches => found.branches.count(touched),
            Figure::Conditions => found.conditions.count(touched),
        }
        if !touched {
            let Point { figure, words, span, .. } = point;
            found.untouched.push(Untouched { figure, words, span });
        }
    }
    found
}
