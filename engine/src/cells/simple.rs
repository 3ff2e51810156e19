//! Facts of yes and no: truths, answers, and whether there is something at all.

use credstack_model::Symbol;
use credstack_model::facts::{Knowledge, Value};
use credstack_model::policy::TestKind;
use credstack_model::proposal::{Cell, Unknown};
use credstack_model::vocabulary::AttributeId;

use super::domain::{Domain, WorldCell};
use crate::case::Case;
use crate::compile::{Atom, Group, Rulebook};

/// Whether the file says something of an attribute: known in every world, for it is about the file.
pub(super) fn stated(case: &Case<'_>, group: &Group, id: AttributeId) -> Domain {
    let stated = *case.knowledge(id) != Knowledge::Missing;
    let cells = vec![WorldCell::new(vec![stated; group.atoms.len()], Cell::Truth(stated))];
    Domain::of_fact(group.key, id, case, group.atoms.clone(), cells)
}

/// The answer to a question.
pub(super) fn answer(case: &Case<'_>, group: &Group, question: Symbol) -> Domain {
    let cell = |yes: bool| WorldCell::new(vec![yes; group.atoms.len()], Cell::Truth(yes));
    let cells = match case.answer(question) {
        Some(yes) => vec![cell(yes)],
        None => vec![cell(true), cell(false)],
    };
    Domain {
        key: group.key,
        atoms: group.atoms.clone(),
        cells,
        unknown: Unknown::Answer(question),
        presumable: true,
        independent: true,
    }
}

/// A yes-or-no fact; what is none is not so.
pub(super) fn truth(book: &Rulebook, case: &Case<'_>, group: &Group, id: AttributeId) -> Domain {
    let cell = |value: Option<bool>| {
        let truths = group.atoms.iter().map(|atom| match book.atoms().get(*atom) {
            Some(Atom::Test(_, TestKind::Has)) => value.is_some(),
            _ => value == Some(true),
        });
        WorldCell::new(truths.collect(), value.map_or(Cell::NoneOfIt, Cell::Truth))
    };
    let cells = match case.knowledge(id) {
        Knowledge::Known(Value::Truth(value)) => vec![cell(Some(*value))],
        Knowledge::None => vec![cell(None)],
        Knowledge::Known(_) | Knowledge::Missing => vec![cell(Some(true)), cell(Some(false))],
    };
    Domain::of_fact(group.key, id, case, group.atoms.clone(), cells)
}

/// An attribute of which rules ask only whether there is any.
pub(super) fn presence(case: &Case<'_>, group: &Group, id: AttributeId) -> Domain {
    let cell = |has: bool| WorldCell::new(vec![has; group.atoms.len()], if has { Cell::Some } else { Cell::NoneOfIt });
    let can_be_none = case.set().vocabulary.get(id).none;
    let cells = match case.knowledge(id) {
        Knowledge::None => vec![cell(false)],
        Knowledge::Missing if can_be_none => vec![cell(true), cell(false)],
        Knowledge::Known(_) | Knowledge::Missing => vec![cell(true)],
    };
    Domain::of_fact(group.key, id, case, group.atoms.clone(), cells)
}
