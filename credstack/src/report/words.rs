//! Facts, tests and values as a registrar would say them.

use credstack_model::facts::{Fact, Knowledge, Value};
use credstack_model::policy::{
    Bound, Condition, Confidence, Decisive, Grant, GrantAmount, LimitBase, Modality, Operand, PolicySet, Quantity,
    Test, TestKind,
};
use credstack_model::proposal::{Cell, LimitLine, Unknown};
use credstack_model::stack::{ExceptionLine, FurtherKind, FurtherLine, Include, LeftReason, LimitEntry, Stack};
use credstack_model::vocabulary::AttributeId;
use credstack_model::workload::{Conversion, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Symbol};

/// The phrase of an attribute.
pub fn attribute(set: &PolicySet, id: AttributeId) -> String {
    set.vocabulary.get(id).phrase.to_string()
}

/// What can be asked for.
pub fn unknown(set: &PolicySet, unknown: Unknown) -> String {
    match unknown {
        Unknown::Fact(id) => attribute(set, id),
        Unknown::Answer(question) => format!("the answer to `{}`", set.symbols.text(question)),
    }
}

/// The last part of a class's name, with spaces.
pub fn class(set: &PolicySet, class: Symbol) -> String {
    let text = set.symbols.text(class);
    text.rsplit('.').next().unwrap_or(text).replace('_', " ")
}

/// Classes by name, in the order of their names whatever the order of the rules.
pub fn classes(set: &PolicySet, classes: &[Symbol]) -> String {
    let mut names: Vec<String> = classes.iter().map(|c| class(set, *c)).collect();
    names.sort_unstable();
    names.join(", ")
}

/// `15 ECTS`.
pub fn unit(set: &PolicySet, unit: WorkloadUnit) -> String {
    match unit {
        WorkloadUnit::Ects => "ECTS".into(),
        WorkloadUnit::Hours => "hours".into(),
        WorkloadUnit::Credits(system) => set.symbols.text(system).to_owned(),
    }
}

/// A source in full: short name, title, address, the day on which somebody compared the rules with it; what nobody could check
/// says so.
pub fn source(set: &PolicySet, policy: Symbol, source: Symbol) -> String {
    let name = set.symbols.text(source);
    let policy = set.policies.iter().find(|p| p.name == policy);
    let Some(found) = policy.and_then(|p| p.sources.iter().find(|s| s.name == source)) else { return name.to_owned() };
    let doubt = match found.confidence {
        Confidence::Doubtful => "; not verified",
        Confidence::Secondary => "; read in a secondary source",
        Confidence::Primary => "",
    };
    let url = found.url.as_ref().map_or_else(String::new, |u| format!(", {u}"));
    let checked = found.checked.map_or_else(String::new, |day| format!("; compared on {day}"));
    format!("{name}: {}{url}{doubt}{checked}", found.title)
}

/// Where sources disagree: what they say and which reading the rules take.
pub fn reading(set: &PolicySet, policy: Symbol, source: Symbol) -> Option<&str> {
    let policy = set.policies.iter().find(|p| p.name == policy)?;
    policy.sources.iter().find(|s| s.name == source)?.reading.as_deref()
}

/// A fact that is asked for, with what it means and, where it could not be computed, why.
pub fn asked(set: &PolicySet, id: AttributeId, fact: Option<&Fact>) -> String {
    let why = not_computed(fact).map_or_else(String::new, |why| format!(" ({why})"));
    format!("{}: {}{why}", attribute(set, id), set.vocabulary.get(id).description)
}

/// Why a fact that a function computes is still unknown.
fn not_computed(fact: Option<&Fact>) -> Option<&str> {
    let fact = fact.filter(|f| f.knowledge == Knowledge::Missing)?;
    fact.provenance.first().map(|p| p.raw.as_str())
}

/// What is known of a fact.
pub fn knowledge(set: &PolicySet, fact: Option<&Fact>) -> String {
    match fact.map(|f| &f.knowledge) {
        None | Some(Knowledge::Missing) => not_computed(fact).unwrap_or("not stated").to_owned(),
        Some(Knowledge::None) => "none".into(),
        Some(Knowledge::Known(known)) => value(set, known),
    }
}

/// A value.
pub fn value(set: &PolicySet, value: &Value) -> String {
    let join = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Truth(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Number(number) => number.to_string(),
        Value::Workload(stated) => join(stated.iter().map(|s| format!("{} {}", s.amount, unit(set, s.unit))).collect()),
        Value::Level(levels) => join(levels.iter().map(|l| level(set, *l)).collect()),
        Value::Codes(codes) => join(codes.iter().map(|c| set.symbols.spoken(*c)).collect()),
        Value::Date(date) => date.to_string(),
        Value::Text(texts) => texts.first().map_or_else(String::new, |t| format!("“{}”", shorten(&t.words, 80))),
    }
}

/// A level.
pub fn level(set: &PolicySet, level: credstack_model::level::StatedLevel) -> String {
    format!("{} {}", set.symbols.text(level.framework), set.symbols.text(level.label))
}

/// At most so many characters.
pub fn shorten(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most { line } else { line.chars().take(most.saturating_sub(1)).chain(['…']).collect() }
}

/// A condition as the rule says it.
pub fn condition(set: &PolicySet, of: &Condition) -> String {
    let join = |list: &[Condition], word: &str| {
        let part = |c: &Condition| match c {
            Condition::All(inner) | Condition::Any(inner) if inner.len() > 1 => format!("({})", condition(set, c)),
            _ => condition(set, c),
        };
        list.iter().map(part).collect::<Vec<_>>().join(word)
    };
    match of {
        Condition::Always(true) => "anything".into(),
        Condition::Always(false) => "nothing".into(),
        Condition::All(list) => join(list, " and "),
        Condition::Any(list) => join(list, " or "),
        Condition::Not(inner) => format!("not {}", condition(set, inner)),
        Condition::Test(one) => test(set, one),
        Condition::Class(name) => class(set, *name),
        Condition::Answer(question) => format!("answered with yes by `{}`", set.symbols.text(*question)),
    }
}

/// A test as the rule says it.
pub fn test(set: &PolicySet, test: &Test) -> String {
    let subject = attribute(set, test.attribute);
    let codes = |list: &[Symbol]| list.iter().map(|c| set.symbols.spoken(*c)).collect::<Vec<_>>().join(" or ");
    match &test.kind {
        TestKind::Holds => subject,
        TestKind::Has => format!("has {subject}"),
        TestKind::Stated => format!("states {subject}"),
        TestKind::Among(list) => format!("{subject} is {}", codes(list)),
        TestKind::Workload { comparison, operand, unit: of, basis } => {
            let bound = match operand {
                Operand::Fixed(amount) => format!("{amount} {}", unit(set, *of)),
                Operand::PercentOf { percent, attribute: id } => {
                    format!("{} of {}", percent.as_share(), attribute(set, *id))
                }
            };
            let by = if *basis == credstack_model::workload::Basis::Hours { " by hours" } else { "" };
            format!("{subject} {} {bound}{by}", comparison.sign())
        }
        TestKind::Number { comparison, operand } => {
            let bound = match operand {
                Operand::Fixed(amount) => amount.to_string(),
                Operand::PercentOf { percent, attribute: id } => {
                    format!("{} of {}", percent.as_share(), attribute(set, *id))
                }
            };
            format!("{subject} {} {bound}", comparison.sign())
        }
        TestKind::Level { comparison, level } => {
            let bound = format!("{} {}", set.symbols.text(level.framework), set.symbols.text(level.label));
            format!("{subject} {} {bound}", comparison.sign())
        }
        TestKind::LevelOf { comparison, attribute: id } | TestKind::DateOf { comparison, attribute: id } => {
            format!("{subject} {} {}", comparison.sign(), attribute(set, *id))
        }
        TestKind::Date { comparison, day } => format!("{subject} {} {day}", comparison.sign()),
        TestKind::Within { term, of } => format!("{subject} within {term} of {}", attribute(set, *of)),
    }
}

/// How an amount was converted; empty where it was not.
pub fn conversion(set: &PolicySet, range: AmountRange, how: &Conversion, to: WorkloadUnit) -> String {
    let unit = unit(set, to);
    match how {
        Conversion::AsStated => String::new(),
        Conversion::Hours { per_ects } => format!("{range} {unit} at {per_ects} hours for an ECTS credit"),
        Conversion::Year { system, ects } => {
            format!("{range} {unit}, by year, at {ects} ECTS for a credit of {}", set.symbols.text(*system))
        }
        Conversion::Unknown => format!("in {unit} it can be anything, for nothing says how to convert it"),
    }
}

/// Values that no rule tells apart.
pub fn cell(set: &PolicySet, cell: &Cell) -> String {
    match cell {
        Cell::Truth(yes) => if *yes { "yes" } else { "no" }.into(),
        Cell::Amount { low, high, above, below, unit } => {
            amounts((*low, *high), *above, *below, unit).trim_end().to_owned()
        }
        Cell::Codes(codes) => codes.iter().map(|c| set.symbols.spoken(*c)).collect::<Vec<_>>().join(" and "),
        Cell::OtherCode => "anything else".into(),
        Cell::Levels(levels) => levels.join(" or "),
        Cell::Days(range) => days(*range),
        Cell::NoneOfIt => "none".into(),
        Cell::Some => "there is some".into(),
    }
}

fn days(range: credstack_model::date::DateRange) -> String {
    use credstack_model::date::Date;
    match (range.first == Date::MIN, range.last == Date::MAX) {
        (true, true) => "any day".into(),
        (true, false) => format!("up to {}", range.last),
        (false, true) => format!("from {}", range.first),
        (false, false) => range.to_string(),
    }
}

fn amounts((low, high): (Amount, Option<Amount>), above: bool, below: bool, unit: &str) -> String {
    match (high, above, below) {
        (Some(high), _, _) if high == low => format!("{low} {unit}"),
        (Some(high), _, true) if low.is_zero() => format!("fewer than {high} {unit}"),
        (Some(high), true, true) => format!("more than {low} and fewer than {high} {unit}"),
        (Some(high), false, true) => format!("{low} to fewer than {high} {unit}"),
        (Some(high), true, false) => format!("more than {low}, up to {high} {unit}"),
        (Some(high), false, false) => format!("{low} to {high} {unit}"),
        (None, true, _) => format!("more than {low} {unit}"),
        (None, false, _) => format!("{low} {unit} or more"),
    }
}

/// How much a limit allows or asks for, with what that is in ECTS where its words do not say it already.
pub fn limit_amount(set: &PolicySet, limit: &LimitLine) -> String {
    let stated = quantity(set, limit.quantity);
    let bound = limit.bound.map(|bound| format!("{bound} ECTS")).filter(|bound| *bound != stated);
    bound.map_or_else(|| stated.clone(), |bound| format!("{stated} = {bound}"))
}

/// A bound as the rule states it.
pub fn quantity(set: &PolicySet, quantity: Quantity) -> String {
    match quantity {
        Quantity::Workload(amount, of) => format!("{amount} {}", unit(set, of)),
        Quantity::Credentials(n) => format!("{n} credentials"),
        Quantity::Percent(percent, base) => {
            let of = match base {
                LimitBase::Fact(id) => attribute(set, id),
                LimitBase::WithoutKind(kind) => format!("the course part without {}", set.symbols.spoken(kind)),
                LimitBase::Counted => "all that is counted".into(),
            };
            format!("{} of {of}", percent.as_share())
        }
    }
}

/// What a grant gives.
pub fn grant(set: &PolicySet, grant: &Grant) -> String {
    let mut text = match (grant.modality, grant.amount) {
        (Modality::Must, GrantAmount::InFull) => "must be recognised in full".to_owned(),
        (Modality::May, GrantAmount::InFull) => "may be recognised in full".to_owned(),
        (Modality::Must, GrantAmount::Credits(n)) => format!("must be recognised for at least {n} ECTS"),
        (Modality::May, GrantAmount::Credits(n)) => format!("may be recognised for up to {n} ECTS"),
    };
    if let Some(as_class) = grant.recognised_as {
        text += &format!(" as {}", class(set, as_class));
    }
    if !grant.toward.is_empty() {
        let kinds: Vec<String> = grant.toward.iter().map(|k| set.symbols.spoken(*k)).collect();
        text += &format!(", toward {} only", kinds.join(" or "));
    }
    if let Some(condition) = &grant.condition {
        text += &format!(", on condition: {condition}");
    }
    if let Some(record) = grant.record {
        text += &format!(", entered {}", record.words());
    }
    text
}

/// Why a credential counts nowhere; `name` says what another one is called.
pub fn left_reason(set: &PolicySet, reason: &LeftReason, name: &dyn Fn(&str) -> String) -> String {
    match reason {
        LeftReason::NotCompleted(Include::Planned) => "it is planned".to_owned(),
        LeftReason::NotCompleted(_) => "it is not completed yet".to_owned(),
        LeftReason::NotPassed => "it was not passed".to_owned(),
        LeftReason::NotRecognised => "nothing of it is recognised toward this award".to_owned(),
        LeftReason::AtDiscretion => "it may be granted, but nobody has to".to_owned(),
        LeftReason::Open(on) if on.is_empty() => "whether it counts is open".to_owned(),
        LeftReason::Open(on) => {
            let names: Vec<String> = on.iter().map(|u| unknown(set, *u)).collect();
            format!("whether it counts depends on {}", names.join(", "))
        }
        LeftReason::NotEligible => "no requirement takes it".to_owned(),
        LeftReason::CountedAlready(by) => format!("its learning counts already in {}", name(by)),
        LeftReason::CountedToward(awards) => counted_toward(set, awards),
        LeftReason::Limited(by) if by.is_empty() => "there is no room for it".to_owned(),
        LeftReason::Limited(by) => format!("no room under {}", by.join(", ")),
        LeftReason::TooEarly(before) => format!("it was earned before “{before}” was met"),
        LeftReason::Repeated(by) => format!("another attempt at the same counts: {}", name(by)),
        LeftReason::NotNeeded => "the award is no better for it".to_owned(),
    }
}

/// Where a credential counts instead.
pub fn counted_toward(set: &PolicySet, awards: &[Symbol]) -> String {
    let title = |name: &Symbol| {
        let award = set.awards.iter().find(|a| a.name == *name);
        award.map_or_else(|| set.symbols.text(*name).to_owned(), |a| a.title.to_string())
    };
    format!("it counts toward {}", awards.iter().map(title).collect::<Vec<_>>().join(" and "))
}

/// What is asked for beside the tree of requirements, and what the stack comes to.
pub fn further(stack: &Stack, line: &FurtherLine) -> String {
    let side = if line.bound == Bound::AtMost { "at most" } else { "at least" };
    let title = line.requirement.as_ref().and_then(|path| stack.requirements.iter().find(|r| r.path == *path));
    let within = title.map_or_else(String::new, |r| format!(" in “{}”", r.title));
    let of = match line.kind {
        FurtherKind::Average => format!("Average of what is counted{within}"),
        FurtherKind::AverageOfFitting => format!("Average of all that fits{within}, counted or not"),
        FurtherKind::Latest => {
            let found = line.found.unwrap_or(Amount::ZERO);
            return format!("Of the last {} ECTS{within}: {found} ECTS, {side} {} are needed", line.over, line.extent);
        }
    };
    let needed = format!("{side} {} is needed", line.extent);
    match line.found {
        Some(found) => format!("{of}: {found}, {needed}; over {} ECTS with a mark", line.over),
        None if line.over.is_zero() => format!("{of}: nothing has a mark, {needed}"),
        None => format!("{of}: a mark is not known, {needed}"),
    }
}

/// One thing that an exception for one learner does, and what became of it.
pub fn learner_exception(line: &ExceptionLine) -> String {
    let day = line.decided.map_or_else(String::new, |d| format!(", {d}"));
    let told = format!("{}: {} ({}{day}); {}.", line.title, line.says, line.by, line.state.words());
    std::iter::once(told.as_str()).chain(line.notes.iter().map(AsRef::as_ref)).collect::<Vec<_>>().join(" ")
}

/// What a requirement depends on.
pub fn decisive(set: &PolicySet, when: &Decisive) -> String {
    match when {
        Decisive::Case(inner) => format!("by whether {}", condition(set, inner)),
        Decisive::Holds(inner) => format!("by whether the wallet holds what is {}", condition(set, inner)),
        Decisive::HoldsNo(inner) => format!("by whether the wallet holds nothing that is {}", condition(set, inner)),
    }
}

/// Of what a limit of an award speaks: the award, or one of its requirements.
pub fn scope_of(stack: Option<&Stack>, limit: &LimitEntry) -> String {
    let title = limit.within.as_ref().and_then(|path| stack?.requirements.iter().find(|r| r.path == *path));
    title.map_or_else(|| "The award".to_owned(), |r| format!("In “{}”", r.title))
}
