//! Examples beside rules, run as tests.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_engine::{Budget, Case, Rulebook};
use credstack_model::facts::{Fact, Facts, Knowledge, Value};
use credstack_model::policy::{Condition, Effect, Example, Expectation, Function, PolicySet, Rule, TestKind};
use credstack_model::proposal::{Finding, State, Unknown};
use credstack_model::vocabulary::AttributeId;
use credstack_source::Span;

use super::given::Look;
use super::promised::{outcome, promise};
use crate::case::ask_for_inputs;
use crate::rules::Rules;

/// What came of one example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleRun {
    /// Full name of the rule or function.
    pub rule: String,
    /// The example's title.
    pub title: String,
    /// What is wrong, if it did not come out as it says.
    pub failure: Option<Diagnostic>,
}

/// What came of all examples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examples {
    /// Every example that was run, in the order of policies and rules.
    pub runs: Vec<ExampleRun>,
    /// Rules and functions without an example, by full name.
    pub without: Vec<String>,
    /// How many rules there are.
    pub rules: usize,
    /// How many functions.
    pub functions: usize,
}

impl Examples {
    /// The problems of those that did not come out as they say.
    pub fn failures(&self) -> Vec<Diagnostic> {
        self.runs.iter().filter_map(|r| r.failure.clone()).collect()
    }
}

/// Runs every example of every rule. Rules with errors are not to be run; the caller checks first.
pub fn run_examples(rules: &Rules) -> Examples {
    run_wanted(rules, &|_| true)
}

/// Runs the one example that begins at a place; `None` where none does.
pub fn run_example(rules: &Rules, place: Span) -> Option<ExampleRun> {
    let at = |span: Span| span.source == place.source && span.start == place.start;
    run_wanted(rules, &at).runs.into_iter().next()
}

/// Runs the examples at the places that are wanted.
fn run_wanted(rules: &Rules, wanted: &dyn Fn(Span) -> bool) -> Examples {
    let mut found = Examples::default();
    let set = &rules.policies;
    for function in &set.functions {
        run_promises(rules, function, wanted, &mut found);
    }
    for policy in &set.policies {
        let examples = policy.rules.iter().flat_map(|r| &r.examples);
        // A policy is compiled only for what is to be run.
        if policy.rules.iter().any(|r| !r.examples.is_empty()) && !examples.clone().any(|e| wanted(e.span)) {
            continue;
        }
        let Ok(book) = Rulebook::compile(set, set.symbols.text(policy.name)) else { continue };
        // The bound of a part of a limit is tried with the limit.
        for rule in policy.rules.iter().filter(|r| r.within.is_none()) {
            found.rules += 1;
            let name = set.symbols.text(rule.name).to_owned();
            if rule.examples.is_empty() {
                found.without.push(name.clone());
            }
            for example in rule.examples.iter().filter(|e| wanted(e.span)) {
                let failure = run(set, &book, rule, example);
                found.runs.push(ExampleRun { rule: name.clone(), title: example.title.to_string(), failure });
            }
        }
    }
    found
}

/// Runs the examples of a function.
fn run_promises(rules: &Rules, function: &Function, wanted: &dyn Fn(Span) -> bool, found: &mut Examples) {
    let name = rules.policies.symbols.text(function.name).to_owned();
    found.functions += 1;
    if function.promises.is_empty() {
        found.without.push(name.clone());
    }
    for promise in function.promises.iter().filter(|p| wanted(p.span)) {
        let failure = rules.functions.broken(&rules.policies, function, promise).map(|told| {
            Diagnostic::new(Slug::FailedExample, promise.span, told).also(function.span, "of this function")
        });
        found.runs.push(ExampleRun { rule: name.clone(), title: promise.to_string(), failure });
    }
}

fn run(set: &PolicySet, book: &Rulebook, rule: &Rule, example: &Example) -> Option<Diagnostic> {
    let case = Case::from_facts(set, facts_of(set, rule, example));
    let look = Look { book, case: &case, rule };
    let Some(found) = finding(look) else {
        let message = "the example is of a rule that is never in force, or that another rule replaces";
        return Some(Diagnostic::new(Slug::FailedExample, example.span, message).also(rule.span, "of this rule"));
    };
    if comes_out(look, &example.expect, &found) {
        return None;
    }
    let given = matches!(example.expect, Expectation::Gives(_)).then(|| look.given());
    let promised = promise(set, rule, &example.expect);
    let outcome = outcome(set, rule, &found, given.as_ref());
    let message = format!("the example says that it {promised}; it {outcome}");
    Some(Diagnostic::new(Slug::FailedExample, example.span, message).also(rule.span, "of this rule"))
}

/// The facts of an example: those of a credential that the rule is for; what the example says itself stands above that.
pub(super) fn facts_of(set: &PolicySet, rule: &Rule, example: &Example) -> Facts {
    let mut facts = Facts::default();
    let own: Vec<AttributeId> = example.facts.iter().map(|f| f.attribute).collect();
    meet(&rule.applies, &mut facts);
    for fact in &example.facts {
        match &fact.knowledge {
            Knowledge::Missing => drop(facts.remove(fact.attribute)),
            known => add(&mut facts, fact.attribute, known, &own),
        }
    }
    set.derive(&mut facts);
    facts
}

/// What the rule says of the case. On a day on which it is not in force it is not for the case; `None` where it never is.
pub(super) fn finding(look: Look<'_>) -> Option<Finding> {
    let Look { book, case, rule } = look;
    let found = book.finding(case, rule.name, Budget::default()).map(|f| ask_for_inputs(book.set(), case, f));
    if found.is_some() {
        return found;
    }
    let Knowledge::Known(Value::Date(day)) = case.knowledge(rule.picked_by.attribute()) else { return None };
    let outside = !rule.force.holds(day.first) && !rule.force.holds(day.last);
    let state = State::DoesNotApply;
    outside.then(|| Finding { rule: rule.name, state, classes: Vec::new(), lifted_by: Vec::new() })
}

/// Several codes for one attribute in one example are all of them together; the first one takes the place of what was assumed.
pub(super) fn add(facts: &mut Facts, id: AttributeId, known: &Knowledge, own: &[AttributeId]) {
    let repeated = own.iter().filter(|a| **a == id).count() > 1;
    if let (true, Knowledge::Known(Value::Codes(new)), Knowledge::Known(Value::Codes(old))) =
        (repeated, known, facts.knowledge(id))
    {
        let codes = [old.as_slice(), new.as_slice()].concat();
        facts.set(id, Fact::known(Value::Codes(codes)));
        return;
    }
    facts.set(id, Fact { knowledge: known.clone(), provenance: Vec::new() });
}

/// Sets facts so that a condition is met, as far as it says plainly how: of alternatives the first is taken.
fn meet(condition: &Condition, facts: &mut Facts) {
    match condition {
        Condition::All(list) => list.iter().for_each(|c| meet(c, facts)),
        Condition::Any(list) => {
            if let Some(first) = list.first() {
                meet(first, facts);
            }
        }
        Condition::Not(inner) => {
            if let Condition::Test(test) = inner.as_ref()
                && test.kind == TestKind::Holds
            {
                facts.set(test.attribute, Fact::known(Value::Truth(false)));
            }
        }
        Condition::Test(test) => {
            let value = match &test.kind {
                TestKind::Holds => Value::Truth(true),
                TestKind::Among(codes) => Value::Codes(codes.first().copied().into_iter().collect()),
                _ => return,
            };
            facts.set(test.attribute, Fact::known(value));
        }
        Condition::Always(_) | Condition::Class(_) | Condition::Answer(_) => {}
    }
}

/// Whether what came is what was promised.
pub(super) fn comes_out(look: Look<'_>, expect: &Expectation, finding: &Finding) -> bool {
    let holds = finding.state == State::Holds;
    match expect {
        Expectation::Is(class) => holds && finding.classes == [*class],
        Expectation::IsNot(class) => match finding.state {
            State::Undetermined(_) => false,
            State::Holds => !finding.classes.contains(class),
            State::DoesNotHold | State::DoesNotApply => true,
        },
        Expectation::Holds => holds,
        Expectation::Gives(promise) => holds && look.given().keeps(promise),
        Expectation::DoesNotHold => {
            finding.state == State::DoesNotHold || (is_limit(look.rule) && finding.state == State::DoesNotApply)
        }
        Expectation::DoesNotApply => finding.state == State::DoesNotApply,
        Expectation::Undetermined(facts) => match &finding.state {
            State::Undetermined(on) => facts.is_empty() || same_facts(facts, on),
            _ => false,
        },
    }
}

fn is_limit(rule: &Rule) -> bool {
    matches!(rule.effect, Effect::Limit(_))
}

fn same_facts(facts: &[AttributeId], on: &[Unknown]) -> bool {
    let mut wanted: Vec<Unknown> = facts.iter().map(|f| Unknown::Fact(*f)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted == on
}
