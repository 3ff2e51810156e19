//! Tests that two open facts decide together, and tests of the file: as free questions.
//!
//! Two values compare in one of four ways: one of them is none, less, equal, more. Two free questions stand for the four, so
//! that *below the award's level* and *at least the award's level* still exclude each other.

use credstack_model::Symbol;
use credstack_model::facts::{Facts, Knowledge};
use credstack_model::policy::{Comparison, Condition, Operand, PolicySet, Test, TestKind};
use credstack_model::vocabulary::AttributeId;

/// The condition with free questions in place of what cells cannot show.
pub(super) fn encode(set: &PolicySet, known: &Facts, condition: &Condition) -> Condition {
    let each = |list: &[Condition]| list.iter().map(|c| encode(set, known, c)).collect();
    match condition {
        Condition::All(list) => Condition::All(each(list)),
        Condition::Any(list) => Condition::Any(each(list)),
        Condition::Not(inner) => Condition::Not(Box::new(encode(set, known, inner))),
        Condition::Test(test) => of_test(set, known, test).unwrap_or_else(|| condition.clone()),
        // A class that was not put in can be anything.
        Condition::Class(class) => Condition::Answer(scope_class(set, *class)),
        Condition::Always(_) | Condition::Answer(_) => condition.clone(),
    }
}

/// The free question that stands for a class.
pub(super) fn scope_class(set: &PolicySet, class: Symbol) -> Symbol {
    set.symbols.intern(&format!("class {}", set.symbols.text(class)))
}

fn of_test(set: &PolicySet, known: &Facts, test: &Test) -> Option<Condition> {
    let settled = |id: AttributeId| *known.knowledge(id) != Knowledge::Missing;
    let (comparison, other, more) = match &test.kind {
        TestKind::Stated if !settled(test.attribute) => {
            return Some(Condition::Answer(question(set, "stated", &test.attribute.0.to_string())));
        }
        TestKind::LevelOf { comparison, attribute } | TestKind::DateOf { comparison, attribute } => {
            (*comparison, *attribute, format!("{}", attribute.0))
        }
        TestKind::Workload { comparison, operand: Operand::PercentOf { percent, attribute }, unit, basis } => {
            (*comparison, *attribute, format!("{} {} {unit:?} {basis:?}", attribute.0, percent.exact()))
        }
        TestKind::Number { comparison, operand: Operand::PercentOf { percent, attribute } } => {
            (*comparison, *attribute, format!("{} {}", attribute.0, percent.exact()))
        }
        _ => return None,
    };
    if settled(other) {
        return None;
    }
    let key = format!("{} {more}", test.attribute.0);
    let not_more = Condition::Answer(question(set, "not above", &key));
    let not_less = Condition::Answer(question(set, "not below", &key));
    let no = |c: &Condition| Condition::Not(Box::new(c.clone()));
    let both = |a: Condition, b: Condition| Condition::All(vec![a, b]);
    Some(match comparison {
        Comparison::Less => both(not_more, no(&not_less)),
        Comparison::AtMost => not_more,
        Comparison::Equal => both(not_more, not_less),
        Comparison::AtLeast => not_less,
        Comparison::More => both(no(&not_more), not_less),
        Comparison::NotEqual => {
            Condition::Any(vec![both(not_more.clone(), no(&not_less)), both(no(&not_more), not_less)])
        }
    })
}

/// A name that no rule can have, for it has a space in it.
fn question(set: &PolicySet, what: &str, key: &str) -> Symbol {
    set.symbols.intern(&format!("{what} {key}"))
}
