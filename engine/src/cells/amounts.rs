//! Workloads and numbers: points and stretches between the bounds that tests compare with.

use std::sync::Arc;

use credstack_model::facts::{Knowledge, Value};
use credstack_model::policy::{Comparison, Operand, TestKind};
use credstack_model::proposal::Cell;
use credstack_model::vocabulary::AttributeId;
use credstack_model::workload::{Basis, WorkloadUnit};
use credstack_model::{Amount, AmountRange};

use super::domain::{Domain, WorldCell};
use crate::case::Case;
use crate::compile::{Atom, AtomId, Group, Rulebook};

/// A test with its bound settled for this case; `None` for a bound that is itself none.
struct Settled {
    atom: AtomId,
    test: Option<(Comparison, Amount)>,
}

pub(super) fn workload(
    book: &Rulebook,
    case: &Case<'_>,
    group: &Group,
    of: (AttributeId, WorkloadUnit, Basis),
) -> Vec<Domain> {
    let (id, unit, basis) = of;
    let range = match case.knowledge(id) {
        Knowledge::None => None,
        Knowledge::Missing => Some(AmountRange::unbounded()),
        Knowledge::Known(_) => {
            Some(case.workload(id, unit, basis).map_or(AmountRange::unbounded(), |(range, _)| range))
        }
    };
    let other = |attribute: AttributeId| match case.knowledge(attribute) {
        Knowledge::None => None,
        _ => Some(case.workload(attribute, unit, basis).map_or(AmountRange::unbounded(), |(range, _)| range)),
    };
    let name: Arc<str> = match unit {
        WorkloadUnit::Ects => "ECTS".into(),
        WorkloadUnit::Hours => "hours".into(),
        WorkloadUnit::Credits(system) => case.set().symbols.text(system).into(),
    };
    ordered(book, case, group, id, range, &other, &name)
}

pub(super) fn number(book: &Rulebook, case: &Case<'_>, group: &Group, id: AttributeId) -> Vec<Domain> {
    let read = |id: AttributeId| match case.knowledge(id) {
        Knowledge::None => None,
        Knowledge::Known(Value::Number(number)) => Some(AmountRange::exactly(*number)),
        _ => Some(AmountRange::unbounded()),
    };
    ordered(book, case, group, id, read(id), &read, &"".into())
}

fn ordered(
    book: &Rulebook,
    case: &Case<'_>,
    group: &Group,
    id: AttributeId,
    range: Option<AmountRange>,
    other: &dyn Fn(AttributeId) -> Option<AmountRange>,
    unit: &Arc<str>,
) -> Vec<Domain> {
    let (mut settled, mut has, mut tied) = (Vec::new(), Vec::new(), Vec::new());
    for atom in &group.atoms {
        match book.atoms().get(*atom) {
            Some(Atom::Test(_, TestKind::Has)) => has.push(*atom),
            Some(Atom::Test(
                _,
                TestKind::Workload { comparison, operand, .. } | TestKind::Number { comparison, operand },
            )) => match bound(*operand, other) {
                Bound::Exact(amount) => settled.push(Settled { atom: *atom, test: Some((*comparison, amount)) }),
                Bound::None => settled.push(Settled { atom: *atom, test: None }),
                Bound::Between(bounds) => match (range, range.and_then(|r| certain(*comparison, r, bounds))) {
                    (Some(_), None) => tied.push(Domain::tied(group.key, id, case, *atom)),
                    (_, certain) => tied.push(fixed(group, id, case, *atom, certain.unwrap_or(false))),
                },
            },
            _ => {}
        }
    }
    let missing = *case.knowledge(id) == Knowledge::Missing;
    let none_possible = range.is_none() || (missing && case.set().vocabulary.get(id).none);
    let mut cells = range.map(|r| stretches(r, &settled, has.len(), unit)).unwrap_or_default();
    if none_possible {
        cells.push(WorldCell::new(vec![false; settled.len() + has.len()], Cell::NoneOfIt));
    }
    let atoms = settled.iter().map(|s| s.atom).chain(has).collect();
    tied.push(Domain::of_fact(group.key, id, case, atoms, cells));
    tied
}

enum Bound {
    Exact(Amount),
    Between(AmountRange),
    None,
}

fn bound(operand: Operand, other: &dyn Fn(AttributeId) -> Option<AmountRange>) -> Bound {
    match operand {
        Operand::Fixed(amount) => Bound::Exact(amount),
        Operand::PercentOf { percent, attribute } => match other(attribute) {
            None => Bound::None,
            Some(range) => {
                let share =
                    AmountRange { low: range.low.percent(percent), high: range.high.map(|h| h.percent(percent)) };
                share.single().map_or(Bound::Between(share), Bound::Exact)
            }
        },
    }
}

/// Whether a comparison comes out the same for every pair drawn from two ranges.
fn certain(comparison: Comparison, value: AmountRange, bound: AmountRange) -> Option<bool> {
    let below = value.high.is_some_and(|h| h < bound.low);
    let above = bound.high.is_some_and(|h| value.low > h);
    let not_above = value.high.is_some_and(|h| h <= bound.low);
    let not_below = bound.high.is_some_and(|h| value.low >= h);
    match comparison {
        Comparison::Less => {
            if below {
                Some(true)
            } else if not_below {
                Some(false)
            } else {
                None
            }
        }
        Comparison::AtMost => {
            if not_above {
                Some(true)
            } else if above {
                Some(false)
            } else {
                None
            }
        }
        Comparison::AtLeast => {
            if not_below {
                Some(true)
            } else if below {
                Some(false)
            } else {
                None
            }
        }
        Comparison::More => {
            if above {
                Some(true)
            } else if not_above {
                Some(false)
            } else {
                None
            }
        }
        Comparison::Equal => (below || above).then_some(false),
        Comparison::NotEqual => (below || above).then_some(true),
    }
}

fn fixed(group: &Group, id: AttributeId, case: &Case<'_>, atom: AtomId, truth: bool) -> Domain {
    Domain::of_fact(group.key, id, case, vec![atom], vec![WorldCell::new(vec![truth], Cell::Truth(truth))])
}

/// The points and open stretches into which bounds cut a range, those alike and side by side made one.
fn stretches(range: AmountRange, settled: &[Settled], has: usize, unit: &Arc<str>) -> Vec<WorldCell> {
    let inside = |amount: &Amount| *amount >= range.low && range.high.is_none_or(|high| *amount <= high);
    let mut points: Vec<Amount> =
        settled.iter().filter_map(|s| s.test.map(|(_, amount)| amount)).filter(inside).collect();
    points.push(range.low);
    points.extend(range.high);
    points.sort_unstable();
    points.dedup();
    let mut cells: Vec<WorldCell> = Vec::new();
    let mut add = |sample: Amount, low: Amount, high: Option<Amount>, open: bool| {
        let truths = settled.iter().map(|s| s.test.is_some_and(|(c, bound)| c.meets(sample.cmp(&bound))));
        let truths = truths.chain(std::iter::repeat_n(true, has)).collect();
        let shown = Cell::Amount { low, high, above: open, below: open, unit: unit.clone() };
        let cell = WorldCell { amounts: Some(AmountRange { low, high }), ..WorldCell::new(truths, shown) };
        match cells.last_mut() {
            Some(last) if last.same(&cell) => join(last, high, open),
            _ => cells.push(cell),
        }
    };
    for (at, point) in points.iter().enumerate() {
        add(*point, *point, Some(*point), false);
        match points.get(at + 1) {
            Some(next) => add(point.midpoint(*next), *point, Some(*next), true),
            None if range.high.is_none() => add(point.plus(Amount::whole(1)), *point, None, true),
            None => {}
        }
    }
    cells
}

fn join(last: &mut WorldCell, end: Option<Amount>, open: bool) {
    if let Some(amounts) = &mut last.amounts {
        amounts.high = end;
    }
    if let Cell::Amount { high, below, .. } = &mut last.shown {
        *high = end;
        *below = open;
    }
}
