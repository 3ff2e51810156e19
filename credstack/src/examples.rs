//! Examples beside rules, run as tests.

use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_engine::{Budget, Case, Rulebook};
use credstack_model::facts::{Fact, Facts, Knowledge, Value};
use credstack_model::policy::{Condition, Effect, Example, Expectation, Function, PolicySet, Rule, TestKind};
use credstack_model::proposal::{Finding, State, Unknown};
use credstack_model::vocabulary::AttributeId;

use crate::case::ask_for_inputs;
use crate::report::words;
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
    /// How many rules and functions there are.
    pub rules: usize,
}

impl Examples {
    /// The problems of those that did not come out as they say.
    pub fn failures(&self) -> Vec<Diagnostic> {
        self.runs.iter().filter_map(|r| r.failure.clone()).collect()
    }
}

/// Runs every example of every rule. Rules with errors are not to be run; the caller checks first.
pub fn run_examples(rules: &Rules) -> Examples {
    let mut found = Examples::default();
    let set = &rules.policies;
    for function in &set.functions {
        run_promises(rules, function, &mut found);
    }
    for policy in &set.policies {
        let Ok(book) = Rulebook::compile(set, set.symbols.text(policy.name)) else { continue };
        for rule in &policy.rules {
            found.rules += 1;
            let name = set.symbols.text(rule.name).to_owned();
            if rule.examples.is_empty() {
                found.without.push(name.clone());
            }
            for example in &rule.examples {
                let failure = run(set, &book, rule, example);
                found.runs.push(ExampleRun { rule: name.clone(), title: example.title.to_string(), failure });
            }
        }
    }
    found
}

/// Runs the examples of a function.
fn run_promises(rules: &Rules, function: &Function, found: &mut Examples) {
    let name = rules.policies.symbols.text(function.name).to_owned();
    found.rules += 1;
    if function.promises.is_empty() {
        found.without.push(name.clone());
    }
    for promise in &function.promises {
        let failure = rules.functions.broken(&rules.policies, function, promise).map(|told| {
            Diagnostic::new(Slug::FailedExample, promise.span, told).also(function.span, "of this function")
        });
        found.runs.push(ExampleRun { rule: name.clone(), title: promise.to_string(), failure });
    }
}

fn run(set: &Arc<PolicySet>, book: &Rulebook, rule: &Rule, example: &Example) -> Option<Diagnostic> {
    let mut facts = Facts::default();
    // An example starts from a credential that the rule is for; what it says itself stands above that.
    let own: Vec<AttributeId> = example.facts.iter().map(|f| f.attribute).collect();
    meet(&rule.applies, &mut facts);
    for fact in &example.facts {
        match &fact.knowledge {
            Knowledge::Missing => drop(facts.remove(fact.attribute)),
            known => add(&mut facts, fact.attribute, known, &own),
        }
    }
    set.derive(&mut facts);
    let case = Case::from_facts(set, facts);
    let finding = book.finding(&case, rule.name, Budget::default()).map(|f| ask_for_inputs(set, &case, f));
    let told = |promised: String, came: String| {
        let message = format!("the example says that it {promised}; it {came}");
        Some(Diagnostic::new(Slug::FailedExample, example.span, message).also(rule.span, "of this rule"))
    };
    let Some(finding) = finding else {
        return told(promise(set, rule, &example.expect), "is of a rule that is never in force".into());
    };
    if comes_out(rule, &example.expect, &finding) {
        None
    } else {
        told(promise(set, rule, &example.expect), outcome(set, rule, &finding))
    }
}

/// Several codes for one attribute in one example are all of them together; the first one takes the place of what was assumed.
fn add(facts: &mut Facts, id: AttributeId, known: &Knowledge, own: &[AttributeId]) {
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

fn comes_out(rule: &Rule, expect: &Expectation, finding: &Finding) -> bool {
    let holds = finding.state == State::Holds;
    match expect {
        Expectation::Is(class) => holds && finding.classes == [*class],
        Expectation::IsNot(class) => match finding.state {
            State::Undetermined(_) => false,
            State::Holds => !finding.classes.contains(class),
            State::DoesNotHold | State::DoesNotApply => true,
        },
        Expectation::Holds => holds,
        Expectation::DoesNotHold => {
            finding.state == State::DoesNotHold || (is_limit(rule) && finding.state == State::DoesNotApply)
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

fn verb(rule: &Rule) -> &'static str {
    match rule.effect {
        Effect::Classify(_) => "classified",
        Effect::Grant(_) => "granted",
        Effect::Doubt { .. } => "doubted",
        Effect::Bar { .. } => "barred",
        Effect::Ask { .. } => "asked",
        Effect::Limit(_) => "counted",
    }
}

fn promise(set: &PolicySet, rule: &Rule, expect: &Expectation) -> String {
    match expect {
        Expectation::Is(class) => format!("is {}", words::class(set, *class)),
        Expectation::IsNot(class) => format!("is not {}", words::class(set, *class)),
        Expectation::Holds => format!("is {}", verb(rule)),
        Expectation::DoesNotHold => format!("is not {}", verb(rule)),
        Expectation::DoesNotApply => "is not what the rule is for".into(),
        Expectation::Undetermined(facts) if facts.is_empty() => "is undetermined".into(),
        Expectation::Undetermined(facts) => {
            let names: Vec<&str> = facts.iter().map(|f| set.vocabulary.get(*f).phrase.as_ref()).collect();
            format!("is undetermined by {}", names.join(", "))
        }
    }
}

fn outcome(set: &PolicySet, rule: &Rule, finding: &Finding) -> String {
    match &finding.state {
        State::Holds if !finding.classes.is_empty() => {
            let names: Vec<String> = finding.classes.iter().map(|c| words::class(set, *c)).collect();
            format!("is {}", names.join(" and "))
        }
        State::Holds => format!("is {}", verb(rule)),
        State::DoesNotHold => format!("is not {}", verb(rule)),
        State::DoesNotApply => "is not what the rule is for".into(),
        State::Undetermined(on) => {
            let names: Vec<String> = on.iter().map(|u| words::unknown(set, *u)).collect();
            format!("is undetermined by {}", names.join(", "))
        }
    }
}
