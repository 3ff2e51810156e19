//! Dates: the days on which some test or some version turns.

use std::collections::BTreeSet;

use credstack_model::date::{Date, DateRange, Term};
use credstack_model::facts::{Knowledge, Value};
use credstack_model::policy::{Comparison, PickedBy, TestKind};
use credstack_model::proposal::Cell;
use credstack_model::vocabulary::AttributeId;

use super::domain::{Domain, WorldCell};
use crate::case::Case;
use crate::compile::{Atom, AtomId, Group, Rulebook};

/// A test of a date with the other date settled.
enum Turn {
    Day(TestKind),
    Within(Term, Date),
    Has,
}

pub(super) fn days(book: &Rulebook, case: &Case<'_>, group: &Group, id: AttributeId) -> Vec<Domain> {
    let (mut atoms, mut turns, mut tied) = (Vec::<AtomId>::new(), Vec::new(), Vec::new());
    let known = range(case, id);
    for atom in &group.atoms {
        let turn = match book.atoms().get(*atom) {
            Some(Atom::Test(_, TestKind::Has)) => Turn::Has,
            Some(Atom::Test(_, TestKind::Within { term, of })) => match range(case, *of).map(DateRange::single) {
                Some(Some(day)) => Turn::Within(*term, day),
                // The other date is not settled either: what can be told of both ends is told, the rest is tied.
                _ => {
                    tied.push(both_open(case, group, id, *atom, *term, *of));
                    continue;
                }
            },
            Some(Atom::Test(_, TestKind::DateOf { comparison, attribute })) => {
                match range(case, *attribute).map(DateRange::single) {
                    Some(Some(day)) => Turn::Day(TestKind::Date { comparison: *comparison, day }),
                    _ => {
                        let settled = compared(case, id, *comparison, *attribute);
                        tied.push(open_date(case, group, id, *atom, *attribute, settled));
                        continue;
                    }
                }
            }
            Some(Atom::Test(_, kind)) => Turn::Day(kind.clone()),
            _ => continue,
        };
        atoms.push(*atom);
        turns.push(turn);
    }
    let picks = PickedBy::ALL.into_iter().find(|p| p.attribute() == id);
    let mut cells: Vec<WorldCell> = Vec::new();
    if *case.knowledge(id) != Knowledge::None {
        let span = known.unwrap_or(DateRange { first: Date::MIN, last: Date::MAX });
        let boundaries = picks.map(|p| book.spans().boundaries(p)).unwrap_or_default();
        for day in samples(span, &turns, boundaries) {
            let mut cell =
                WorldCell::new(turns.iter().map(|t| t.holds(day)).collect(), Cell::Days(DateRange::exactly(day)));
            cell.span = picks.map(|p| (p, book.spans().span(p, day)));
            match cells.last_mut() {
                Some(last) if last.same(&cell) => extend(last, day),
                _ => cells.push(cell),
            }
        }
    }
    let missing = *case.knowledge(id) == Knowledge::Missing;
    if *case.knowledge(id) == Knowledge::None || (missing && case.set().vocabulary.get(id).none) {
        cells.push(WorldCell::new(vec![false; turns.len()], Cell::NoneOfIt));
    }
    tied.push(Domain::of_fact(group.key, id, case, atoms, cells));
    tied
}

fn range(case: &Case<'_>, id: AttributeId) -> Option<DateRange> {
    match case.knowledge(id) {
        Knowledge::Known(Value::Date(range)) => Some(*range),
        _ => None,
    }
}

/// The days just before, on and after every day on which something turns, and the ends.
fn samples(span: DateRange, turns: &[Turn], boundaries: &[Date]) -> BTreeSet<Date> {
    if let Some(day) = span.single() {
        return BTreeSet::from([day]);
    }
    let mut centres: Vec<Date> = boundaries.to_vec();
    for turn in turns {
        match turn {
            Turn::Day(TestKind::Date { day, .. }) => centres.push(*day),
            Turn::Within(term, day) => centres.push(term.before(*day)),
            Turn::Day(_) | Turn::Has => {}
        }
    }
    let mut days = BTreeSet::from([span.first, span.last]);
    for centre in centres {
        // Months differ by up to three days, so a term can turn that far from its mirror day.
        let near = |days: i16| Term { days, ..Term::default() };
        days.extend((0..=4).flat_map(|n| [near(n).before(centre), near(n).after(centre)]));
    }
    days.into_iter().filter(|d| span.first <= *d && *d <= span.last).collect()
}

impl Turn {
    fn holds(&self, day: Date) -> bool {
        match self {
            Turn::Has => true,
            Turn::Within(term, of) => within(*term, day, *of),
            Turn::Day(TestKind::Date { comparison, day: bound }) => comparison.meets(day.cmp(bound)),
            Turn::Day(_) => false,
        }
    }
}

/// Whether a day is no longer ago than the term before `of`; on the last calendar day of the term it still is not.
pub(crate) fn within(term: Term, day: Date, of: Date) -> bool {
    day <= of && term.after(day) >= of
}

fn both_open(case: &Case<'_>, group: &Group, id: AttributeId, atom: AtomId, term: Term, of: AttributeId) -> Domain {
    let settled = range(case, id).zip(range(case, of)).and_then(|(day, of)| {
        let surely = day.last <= of.first && term.after(day.first) >= of.last;
        let never = day.first > of.last || term.after(day.last) < of.first;
        if surely { Some(true) } else { never.then_some(false) }
    });
    open_date(case, group, id, atom, of, settled)
}

/// What two dates say of a comparison whatever they are within their ranges.
fn compared(case: &Case<'_>, id: AttributeId, comparison: Comparison, of: AttributeId) -> Option<bool> {
    range(case, id).zip(range(case, of)).and_then(|(day, of)| between(comparison, day, of))
}

/// A comparison of two dates, each of which may be a range; `None` where it depends on which days they are.
pub(crate) fn between(comparison: Comparison, day: DateRange, of: DateRange) -> Option<bool> {
    let apart = day.last < of.first || of.last < day.first;
    if matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        let one = day.single().is_some() && of.single().is_some();
        return (apart || one).then_some((comparison == Comparison::NotEqual) == (apart || day != of));
    }
    // Ordered comparisons that come out alike at both extremes come out so throughout.
    let ends = [(day.first, of.last), (day.last, of.first)].map(|(day, of)| comparison.meets(day.cmp(&of)));
    (ends[0] == ends[1]).then_some(ends[0])
}

/// The domain of a test of two dates that are not both settled.
fn open_date(
    case: &Case<'_>,
    group: &Group,
    id: AttributeId,
    atom: AtomId,
    of: AttributeId,
    settled: Option<bool>,
) -> Domain {
    let none = [id, of].iter().any(|a| *case.knowledge(*a) == Knowledge::None);
    match settled.or(none.then_some(false)) {
        Some(truth) => {
            Domain::of_fact(group.key, id, case, vec![atom], vec![WorldCell::new(vec![truth], Cell::Truth(truth))])
        }
        // Only one of the two is open where the first is known to the day: then the other is what to ask for.
        None => {
            let open = if range(case, id).is_some_and(|r| r.single().is_some()) { of } else { id };
            Domain::tied(group.key, open, case, atom)
        }
    }
}

fn extend(last: &mut WorldCell, day: Date) {
    if let Cell::Days(range) = &mut last.shown {
        range.last = day;
    }
}
