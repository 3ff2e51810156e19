//! Codes: those that rules name, any other, and none.

use std::collections::BTreeSet;

use credstack_model::Symbol;
use credstack_model::facts::{Knowledge, Value};
use credstack_model::policy::TestKind;
use credstack_model::proposal::Cell;
use credstack_model::vocabulary::{Attribute, AttributeId, CodeList};

use super::domain::{Domain, WorldCell};
use crate::case::Case;
use crate::compile::{Atom, AtomId, Group, Rulebook};

/// Sets of codes are looked at one by one up to this many codes; beyond it each test is taken for itself.
const MAX_TOGETHER: usize = 8;

/// A code that some rule names, or a stand-in for all that none does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sample {
    Named(Symbol),
    Other,
}

pub(super) fn codes(book: &Rulebook, case: &Case<'_>, group: &Group, id: AttributeId) -> Vec<Domain> {
    let attribute = case.set().vocabulary.get(id);
    // Of a code that is known only a broader one can be another.
    let is_settled = match case.knowledge(id) {
        Knowledge::None => true,
        Knowledge::Known(Value::Codes(_)) => !attribute.codes().is_some_and(|list| list.by_prefix),
        Knowledge::Known(_) | Knowledge::Missing => false,
    };
    let named = if is_settled { Vec::new() } else { named(book, &group.atoms) };
    let reader = Reader { book, case, group, attribute, named };
    let sets = match case.knowledge(id) {
        Knowledge::None => Some(vec![Vec::new()]),
        Knowledge::Known(Value::Codes(codes)) => reader.known(codes),
        Knowledge::Known(_) | Knowledge::Missing => reader.missing(),
    };
    let Some(sets) = sets else { return reader.apart(id) };
    let mut cells: Vec<WorldCell> = Vec::new();
    for set in sets {
        let cell = reader.cell(&set);
        if !cells.iter().any(|c| c.same(&cell)) {
            cells.push(cell);
        }
    }
    vec![Domain::of_fact(group.key, id, case, group.atoms.clone(), cells)]
}

/// Every code that a test of the group names.
fn named(book: &Rulebook, atoms: &[AtomId]) -> Vec<Symbol> {
    let mut found = BTreeSet::new();
    for atom in atoms {
        if let Some(Atom::Test(_, TestKind::Among(codes))) = book.atoms().get(*atom) {
            found.extend(codes.iter().copied());
        }
    }
    found.into_iter().collect()
}

struct Reader<'a> {
    book: &'a Rulebook,
    case: &'a Case<'a>,
    group: &'a Group,
    attribute: &'a Attribute,
    named: Vec<Symbol>,
}

impl Reader<'_> {
    fn text(&self, code: Symbol) -> &str {
        self.case.set().symbols.text(code)
    }

    fn by_prefix(&self) -> bool {
        self.attribute.codes().is_some_and(|list| list.by_prefix)
    }

    /// The sets of codes that a known value can be. A broad field (`04`) can be any narrower one that a rule names (`0413`).
    /// `None` where there are too many to look at together.
    fn known(&self, codes: &[Symbol]) -> Option<Vec<Vec<Sample>>> {
        let mut sets: Vec<Vec<Sample>> = vec![Vec::new()];
        for code in codes {
            let mut can_be = vec![Sample::Named(*code)];
            if self.by_prefix() {
                let text = self.text(*code);
                let narrower = |n: &&Symbol| self.text(**n).len() > text.len() && self.text(**n).starts_with(text);
                can_be.extend(self.named.iter().filter(narrower).map(|n| Sample::Named(*n)));
            }
            if sets.len() * can_be.len() > 1 << MAX_TOGETHER {
                return None;
            }
            let with = |set: &Vec<Sample>, c: &Sample| [set.as_slice(), &[*c]].concat();
            sets = sets.iter().flat_map(|set| can_be.iter().map(move |c| with(set, c))).collect();
        }
        Some(sets)
    }

    /// The sets that an unknown value can be; `None` where they are too many to look at together.
    fn missing(&self) -> Option<Vec<Vec<Sample>>> {
        let mut samples: Vec<Sample> = self.named.iter().map(|n| Sample::Named(*n)).collect();
        if self.others_exist() {
            samples.push(Sample::Other);
        }
        let mut sets: Vec<Vec<Sample>> = if self.attribute.many {
            if samples.len() > MAX_TOGETHER {
                return None;
            }
            (1..1usize << samples.len()).map(|bits| pick(&samples, bits)).collect()
        } else {
            samples.iter().map(|s| vec![*s]).collect()
        };
        if self.attribute.none || sets.is_empty() {
            sets.push(Vec::new());
        }
        Some(sets)
    }

    /// Whether the list has codes that no rule names.
    fn others_exist(&self) -> bool {
        let closed = |list: &CodeList| {
            !list.open
                && !list.codes.is_empty()
                && list
                    .codes
                    .iter()
                    .all(|c| self.case.set().symbols.get(&c.code).is_some_and(|code| self.named.contains(&code)))
        };
        !self.attribute.codes().is_some_and(closed)
    }

    /// Each test for itself, as many sets of codes as there may be.
    fn apart(&self, id: AttributeId) -> Vec<Domain> {
        self.group.atoms.iter().map(|atom| Domain::tied(self.group.key, id, self.case, *atom)).collect()
    }

    fn cell(&self, set: &[Sample]) -> WorldCell {
        let truths = self.group.atoms.iter().map(|atom| match self.book.atoms().get(*atom) {
            Some(Atom::Test(_, TestKind::Among(codes))) => set.iter().any(|s| self.among(*s, codes)),
            Some(Atom::Test(_, TestKind::Has)) => !set.is_empty(),
            _ => false,
        });
        let names: Vec<Symbol> =
            set.iter().filter_map(|s| if let Sample::Named(code) = s { Some(*code) } else { None }).collect();
        let shown = match (set, names.is_empty()) {
            ([], _) => Cell::NoneOfIt,
            (_, true) => Cell::OtherCode,
            (_, false) => Cell::Codes(names),
        };
        WorldCell::new(truths.collect(), shown)
    }

    fn among(&self, sample: Sample, codes: &[Symbol]) -> bool {
        let Sample::Named(code) = sample else { return false };
        let prefix = self.by_prefix();
        codes.iter().any(|c| *c == code || (prefix && self.text(code).starts_with(self.text(*c))))
    }
}

fn pick(samples: &[Sample], bits: usize) -> Vec<Sample> {
    samples.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, s)| *s).collect()
}
