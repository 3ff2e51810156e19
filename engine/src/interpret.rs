//! A plain interpreter of conditions, one row at a time, in three values.
//!
//! It reads the facts directly and knows nothing of programs or worlds; with the cells it shares only what a level and a
//! term of years mean. The replayed explanations are made with it, and tests hold it against every world.

use std::cmp::Ordering;

use credstack_model::facts::{Knowledge, Value};
use credstack_model::policy::{Comparison, Condition, Effect, Operand, Test, TestKind};
use credstack_model::proposal::Truth;
use credstack_model::vocabulary::AttributeId;
use credstack_model::workload::{Basis, WorkloadUnit};
use credstack_model::{AmountRange, Symbol};

use crate::case::Case;
use crate::cells::{between, frameworks_of, meets, meets_of, ways, within};
use crate::compile::Rulebook;

/// The truth of a condition by strong Kleene logic over what is known: unknown where the parts leave it open, even if every
/// world would agree. Classes are those of all rules, whatever their dates.
pub fn truth(book: &Rulebook, case: &Case<'_>, condition: &Condition) -> Truth {
    match condition {
        Condition::Always(value) => Truth::known(*value),
        Condition::All(list) => all(list.iter().map(|c| truth(book, case, c))),
        Condition::Any(list) => any(list.iter().map(|c| truth(book, case, c))),
        Condition::Not(inner) => truth(book, case, inner).negated(),
        Condition::Answer(question) => case.answer(*question).map_or(Truth::Unknown, Truth::known),
        Condition::Class(class) => class_truth(book, case, *class),
        Condition::Test(test) => test_truth(case, test),
    }
}

/// All of them.
pub fn all(parts: impl Iterator<Item = Truth>) -> Truth {
    parts.fold(Truth::True, |a, b| match (a, b) {
        (Truth::False, _) | (_, Truth::False) => Truth::False,
        (Truth::True, Truth::True) => Truth::True,
        _ => Truth::Unknown,
    })
}

/// Any of them.
pub fn any(parts: impl Iterator<Item = Truth>) -> Truth {
    all(parts.map(Truth::negated)).negated()
}

fn class_truth(book: &Rulebook, case: &Case<'_>, class: Symbol) -> Truth {
    let mut ways = Vec::new();
    for rule in book.rules() {
        let Effect::Classify(branches) = &rule.effect else { continue };
        let lifted = any(rule.exceptions.iter().map(|e| truth(book, case, &e.when)));
        let mut open = all([truth(book, case, &rule.applies), lifted.negated()].into_iter());
        for branch in branches {
            let when = truth(book, case, &branch.when);
            if branch.gives == class {
                ways.push(all([open, when].into_iter()));
            }
            open = all([open, when.negated()].into_iter());
        }
    }
    any(ways.into_iter())
}

/// The truth of one test of what is known.
pub fn test_truth(case: &Case<'_>, test: &Test) -> Truth {
    let knowledge = case.knowledge(test.attribute);
    match (&test.kind, knowledge) {
        (TestKind::Stated, _) => Truth::known(*knowledge != Knowledge::Missing),
        (TestKind::Has, Knowledge::Known(_)) => Truth::True,
        (TestKind::Has, Knowledge::Missing) => {
            let attribute = case.set().vocabulary.get(test.attribute);
            let truth = attribute.kind == credstack_model::vocabulary::Kind::Truth;
            if attribute.none && !truth { Truth::Unknown } else { Truth::True }
        }
        (TestKind::Level { comparison, level }, _) => over_ways(case, test.attribute, &[level.framework], |way| {
            Truth::known(meets(case, *comparison, way, *level))
        }),
        (TestKind::LevelOf { comparison, attribute }, _) => level_of(case, *comparison, test.attribute, *attribute),
        (_, Knowledge::None) => Truth::False,
        (TestKind::Workload { comparison, operand, unit, basis }, _) => {
            workload(case, *comparison, test.attribute, *operand, (*unit, *basis))
        }
        (TestKind::Within { term, of }, known) => match (known, case.knowledge(*of)) {
            (_, Knowledge::None) => Truth::False,
            (Knowledge::Known(Value::Date(day)), Knowledge::Known(Value::Date(of))) => {
                let corners = [(day.first, of.first), (day.first, of.last), (day.last, of.first), (day.last, of.last)];
                alike(corners.map(|(day, of)| within(*term, day, of)))
            }
            _ => Truth::Unknown,
        },
        (TestKind::DateOf { comparison, attribute }, known) => match (known, case.knowledge(*attribute)) {
            (_, Knowledge::None) => Truth::False,
            (Knowledge::Known(Value::Date(day)), Knowledge::Known(Value::Date(of))) => {
                between(*comparison, *day, *of).map_or(Truth::Unknown, Truth::known)
            }
            _ => Truth::Unknown,
        },
        (_, Knowledge::Missing) => Truth::Unknown,
        (kind, Knowledge::Known(value)) => of_value(case, test.attribute, kind, value),
    }
}

/// Alike at all corners of two ranges is alike throughout: a term holds between two straight bounds.
fn alike(corners: [bool; 4]) -> Truth {
    match corners {
        [true, true, true, true] => Truth::True,
        [false, false, false, false] => Truth::False,
        _ => Truth::Unknown,
    }
}

fn of_value(case: &Case<'_>, id: AttributeId, kind: &TestKind, value: &Value) -> Truth {
    match (kind, value) {
        (TestKind::Holds, Value::Truth(yes)) => Truth::known(*yes),
        (TestKind::Among(codes), Value::Codes(known)) => any(known.iter().map(|code| among(case, id, *code, codes))),
        (TestKind::Number { comparison, operand: Operand::Fixed(bound) }, Value::Number(number)) => {
            Truth::known(comparison.meets(number.cmp(bound)))
        }
        (
            TestKind::Number { comparison, operand: Operand::PercentOf { percent, attribute } },
            Value::Number(number),
        ) => match case.knowledge(*attribute) {
            Knowledge::None => Truth::False,
            Knowledge::Known(Value::Number(other)) => {
                Truth::known(comparison.meets(number.cmp(&other.percent(*percent))))
            }
            _ => Truth::Unknown,
        },
        (TestKind::Date { comparison, day }, Value::Date(range)) => {
            let ends = [comparison.meets(range.first.cmp(day)), comparison.meets(range.last.cmp(day))];
            let inside = range.first < *day && *day < range.last;
            if ends == [true, true] && !(inside && *comparison == Comparison::NotEqual) {
                Truth::True
            } else if ends == [false, false] && !(inside && *comparison == Comparison::Equal) {
                Truth::False
            } else {
                Truth::Unknown
            }
        }
        _ => Truth::Unknown,
    }
}

fn among(case: &Case<'_>, id: AttributeId, code: Symbol, codes: &[Symbol]) -> Truth {
    let by_prefix = case.set().vocabulary.get(id).codes().is_some_and(|l| l.by_prefix);
    let text = |s: Symbol| case.set().symbols.text(s);
    let hit = |c: &Symbol| *c == code || (by_prefix && text(code).starts_with(text(*c)));
    if codes.iter().any(hit) {
        return Truth::True;
    }
    let broader = by_prefix && codes.iter().any(|c| text(*c).starts_with(text(code)));
    if broader { Truth::Unknown } else { Truth::False }
}

fn workload(
    case: &Case<'_>,
    comparison: Comparison,
    id: AttributeId,
    operand: Operand,
    (unit, basis): (WorkloadUnit, Basis),
) -> Truth {
    let Some((value, _)) = case.workload(id, unit, basis) else { return Truth::Unknown };
    let bound = match operand {
        Operand::Fixed(amount) => AmountRange::exactly(amount),
        Operand::PercentOf { percent, attribute } => {
            match (case.knowledge(attribute), case.workload(attribute, unit, basis)) {
                (Knowledge::None, _) => return Truth::False,
                (_, Some((range, _))) => {
                    AmountRange { low: range.low.percent(percent), high: range.high.map(|h| h.percent(percent)) }
                }
                (_, None) => AmountRange::unbounded(),
            }
        }
    };
    let lowest = bound.high.map_or(Ordering::Less, |high| value.low.cmp(&high));
    let highest = value.high.map_or(Ordering::Greater, |high| high.cmp(&bound.low));
    match comparison {
        Comparison::Equal | Comparison::NotEqual => {
            let equal = match (lowest, highest) {
                (Ordering::Greater, _) | (_, Ordering::Less) => Truth::False,
                _ if value.single().is_some() && value == bound => Truth::True,
                _ => Truth::Unknown,
            };
            if comparison == Comparison::Equal { equal } else { equal.negated() }
        }
        _ => match (comparison.meets(lowest), comparison.meets(highest)) {
            (true, true) => Truth::True,
            (false, false) => Truth::False,
            _ => Truth::Unknown,
        },
    }
}

fn over_ways(
    case: &Case<'_>,
    id: AttributeId,
    frameworks: &[Symbol],
    holds: impl Fn(&crate::cells::Way) -> Truth,
) -> Truth {
    let source = case.level_source(id);
    let stated = match case.knowledge(source) {
        Knowledge::Known(Value::Level(levels)) => levels.as_slice(),
        Knowledge::None => return Truth::False,
        _ => &[],
    };
    let mut truths = ways(case, stated, frameworks).into_iter().map(|w| holds(&w));
    let Some(first) = truths.next() else { return Truth::Unknown };
    if truths.all(|t| t == first) { first } else { Truth::Unknown }
}

fn level_of(case: &Case<'_>, comparison: Comparison, id: AttributeId, other: AttributeId) -> Truth {
    if *case.knowledge(case.level_source(other)) == Knowledge::None {
        return Truth::False;
    }
    let frameworks = frameworks_of(case, other);
    over_ways(case, id, &frameworks, |way| meets_of(case, comparison, way, other).map_or(Truth::Unknown, Truth::known))
}
