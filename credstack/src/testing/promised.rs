//! What an example promised and what came, in words.

use credstack_model::policy::{Answered, Bound, Effect, Expectation, GrantAmount, Modality, PolicySet, Promise, Rule};
use credstack_model::proposal::{Finding, State};

use super::given::Given;
use crate::report::words;

/// The participle of an effect.
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

/// What an example says of its credential: `is granted`, `may be granted up to 6 ECTS`.
pub(super) fn promise(set: &PolicySet, rule: &Rule, expect: &Expectation) -> String {
    match expect {
        Expectation::Is(class) => format!("is {}", words::class(set, *class)),
        Expectation::IsNot(class) => format!("is not {}", words::class(set, *class)),
        Expectation::Holds => format!("is {}", verb(rule)),
        Expectation::Gives(promise) => gives(set, rule, promise),
        Expectation::DoesNotHold => format!("is not {}", verb(rule)),
        Expectation::DoesNotApply => "is not what the rule is for".into(),
        Expectation::Undetermined(facts) if facts.is_empty() => "is undetermined".into(),
        Expectation::Undetermined(facts) => {
            let names: Vec<&str> = facts.iter().map(|f| set.vocabulary.get(*f).phrase.as_ref()).collect();
            format!("is undetermined by {}", names.join(", "))
        }
    }
}

fn gives(set: &PolicySet, rule: &Rule, promise: &Promise) -> String {
    let granted = |modality: Option<Modality>| match modality {
        Some(Modality::Must) => "must be granted",
        Some(Modality::May) => "may be granted",
        None => "is granted",
    };
    let amount = match promise.amount {
        Some(GrantAmount::InFull) => " in full".into(),
        Some(GrantAmount::Credits(n)) => format!(" {n} ECTS"),
        None => String::new(),
    };
    let mut text = match rule.effect {
        Effect::Grant(_) => format!("{}{amount}", granted(promise.modality)),
        _ => format!("is {}", verb(rule)),
    };
    if let Some(element) = promise.element {
        text += &format!(" for {}", element.word());
    }
    for (side, quantity) in &promise.counts {
        text += &format!(" {} {}", side_words(*side), words::quantity(set, *quantity));
    }
    if matches!(rule.effect, Effect::Doubt { .. }) && promise.modality.is_some() {
        text += &format!(", and {}{amount}", granted(promise.modality));
    }
    if let Some(class) = promise.recognised_as {
        text += &format!(", as {}", words::class(set, class));
    }
    if let Some(level) = promise.level {
        text += &format!(", at {}", words::level(set, level));
    }
    if !promise.toward.is_empty() {
        let kinds: Vec<String> = promise.toward.iter().map(|k| set.symbols.spoken(*k)).collect();
        text += &format!(", toward {}", kinds.join(", "));
    }
    if let Some(condition) = &promise.condition {
        text += &format!(", on condition “{condition}”");
    }
    [text, record(promise.record), otherwise(promise.otherwise)].concat()
}

fn side_words(side: Bound) -> &'static str {
    match side {
        Bound::AtMost => "up to",
        Bound::AtLeast => "to at least",
    }
}

fn record(record: Option<credstack_model::policy::RecordEntry>) -> String {
    record.map_or_else(String::new, |r| format!(", record {}", r.words()))
}

fn otherwise(answered: Option<Answered>) -> String {
    match answered {
        Some(Answered::Bar) => ", otherwise barred".into(),
        Some(Answered::Doubt(element)) => format!(", otherwise doubted for {}", element.word()),
        None => String::new(),
    }
}

/// What came, in the same words. `given` is looked at where an example promised something of it.
pub(super) fn outcome(set: &PolicySet, rule: &Rule, finding: &Finding, given: Option<&Given<'_>>) -> String {
    match &finding.state {
        State::Holds if !finding.classes.is_empty() => {
            let names: Vec<String> = finding.classes.iter().map(|c| words::class(set, *c)).collect();
            format!("is {}", names.join(" and "))
        }
        State::Holds => given.map_or_else(|| format!("is {}", verb(rule)), |given| came(set, rule, given)),
        State::DoesNotHold => format!("is not {}", verb(rule)),
        State::DoesNotApply => "is not what the rule is for".into(),
        State::Undetermined(on) => {
            let names: Vec<String> = on.iter().map(|u| words::unknown(set, *u)).collect();
            format!("is undetermined by {}", names.join(", "))
        }
    }
}

fn came(set: &PolicySet, rule: &Rule, given: &Given<'_>) -> String {
    let grant = given.grant;
    let counts = given.counts.iter().map(|(side, stated, ects)| {
        let quantity = ects.map_or_else(|| words::quantity(set, *stated), |n| format!("{n} ECTS"));
        format!(" {} {quantity}", side_words(*side))
    });
    let counts: Vec<String> = counts.collect();
    let promise = Promise {
        modality: grant.map(|g| g.modality),
        amount: grant.map(|g| g.amount),
        recognised_as: grant.and_then(|g| g.recognised_as),
        level: grant.and_then(|g| g.level),
        toward: grant.map(|g| g.toward.clone()).unwrap_or_default(),
        condition: grant.and_then(|g| g.condition.clone()),
        record: given.record.filter(|_| counts.is_empty()),
        counts: Vec::new(),
        element: given.element,
        otherwise: given.otherwise,
    };
    let tail = if counts.is_empty() { String::new() } else { record(given.record) };
    [gives(set, rule, &promise), counts.join(","), tail].concat()
}
