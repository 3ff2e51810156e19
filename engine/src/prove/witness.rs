//! From a world to facts as a document would state them.

use credstack_model::facts::{Fact, Facts, Knowledge, Text, Value};
use credstack_model::level::StatedLevel;
use credstack_model::policy::PolicySet;
use credstack_model::proposal::{Cell, Unknown};
use credstack_model::vocabulary::{AttributeId, Kind};
use credstack_model::workload::StatedWorkload;
use credstack_model::{Amount, AmountRange, Symbol};

use super::search::{Field, Fields};
use crate::compile::GroupKey;

/// A credential and claim that meet a condition: the facts that it takes, and no others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witness {
    /// The facts.
    pub facts: Facts,
    /// The answers, by the full name of their question.
    pub answers: Vec<(Symbol, bool)>,
}

/// The facts of the cells that a world takes. What cannot be stated as a fact is left out; the interpreter then says whether
/// the rest is enough.
pub(super) fn of_world(set: &PolicySet, fields: &Fields, cells: &[Option<usize>]) -> Witness {
    let mut found = Witness::default();
    for (field, cell) in fields.0.iter().zip(cells) {
        let Some(choice) = cell.and_then(|c| field.choices.get(c)) else { continue };
        match (field.unknown, &choice.shown) {
            (Unknown::Answer(question), Cell::Truth(yes)) => {
                // A question with a space in its name stands for something that nobody can be asked.
                if !set.symbols.text(question).contains(' ') {
                    found.answers.push((question, *yes));
                }
            }
            (Unknown::Fact(id), shown) if field.values => {
                if let Some(knowledge) = knowledge(set, field, id, shown) {
                    put(&mut found, id, knowledge);
                }
            }
            // The rest says nothing that a document could state.
            (Unknown::Answer(_) | Unknown::Fact(_), _) => {}
        }
    }
    found
}

/// A workload in two units is stated in both.
fn put(found: &mut Witness, id: AttributeId, knowledge: Knowledge) {
    if let (Knowledge::Known(Value::Workload(new)), Some(Value::Workload(old))) = (&knowledge, found.facts.value(id)) {
        let both = [old.as_slice(), new.as_slice()].concat();
        found.facts.set(id, Fact::known(Value::Workload(both)));
        return;
    }
    found.facts.set(id, Fact { knowledge, provenance: Vec::new() });
}

fn knowledge(set: &PolicySet, field: &Field, id: AttributeId, cell: &Cell) -> Option<Knowledge> {
    let attribute = set.vocabulary.get(id);
    let value = match (cell, field.key) {
        (Cell::NoneOfIt, _) => return Some(Knowledge::None),
        (Cell::Truth(yes), _) => Value::Truth(*yes),
        (Cell::Amount { low, high, above, below, .. }, GroupKey::Workload(_, unit, _)) => {
            let amount = AmountRange::exactly(sample(*low, *high, *above, *below));
            Value::Workload(vec![StatedWorkload { amount, unit }])
        }
        (Cell::Amount { low, high, above, below, .. }, _) => Value::Number(sample(*low, *high, *above, *below)),
        (Cell::Codes(codes), _) => Value::Codes(codes.clone()),
        (Cell::Levels(names), _) => Value::Level(vec![eqf(set, names.first()?)?]),
        (Cell::Days(range), _) => {
            let day = if range.first == credstack_model::date::Date::MIN { range.last } else { range.first };
            Value::Date(credstack_model::date::DateRange::exactly(day))
        }
        (Cell::Some, _) if attribute.kind == Kind::Text => Value::Text(vec![Text::plain("some")]),
        // Any code that no test names would do.
        (Cell::OtherCode, _) => {
            let named = |code: &str| {
                let named =
                    field.choices.iter().filter_map(|c| if let Cell::Codes(n) = &c.shown { Some(n) } else { None });
                named.flatten().any(|n| code.starts_with(set.symbols.text(*n)))
            };
            let list = attribute.codes()?;
            Value::Codes(vec![set.symbols.intern(&list.codes.iter().find(|c| !named(&c.code))?.code)])
        }
        (Cell::Some, _) => return None,
    };
    Some(Knowledge::Known(value))
}

/// A plain amount of a stretch: an end that lies in it, or a whole number, before anything finer.
fn sample(low: Amount, high: Option<Amount>, above: bool, below: bool) -> Amount {
    let one = Amount::whole(1);
    let nothing = low.is_zero() && high.is_none_or(|h| h > one);
    if !above && !nothing {
        return low;
    }
    match high {
        Some(high) if !below => high,
        Some(high) if low.plus(one) < high => low.plus(one),
        Some(high) => low.midpoint(high),
        None => low.plus(one),
    }
}

/// `EQF 5` as a level of the framework of that name.
fn eqf(set: &PolicySet, name: &str) -> Option<StatedLevel> {
    let (framework, label) = name.split_once(' ')?;
    let (framework, label) = (set.symbols.get(framework)?, set.symbols.get(label)?);
    set.frameworks.get(framework)?.level(label)?;
    Some(StatedLevel { framework, label })
}
