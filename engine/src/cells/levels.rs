//! Levels: which EQF level it may be, and which level of every framework that rules name.

use std::cmp::Ordering;
use std::sync::Arc;

use credstack_model::Symbol;
use credstack_model::facts::{Knowledge, Value};
use credstack_model::level::{EqfLevels, StatedLevel};
use credstack_model::policy::{Comparison, TestKind};
use credstack_model::proposal::Cell;
use credstack_model::vocabulary::AttributeId;

use super::domain::{Domain, WorldCell};
use crate::case::Case;
use crate::compile::{Atom, AtomId, Group, Rulebook};

/// One way that a level can be: an EQF level, and a level in each framework of interest that has one for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    eqf: u8,
    native: Vec<StatedLevel>,
}

pub(super) fn level(book: &Rulebook, case: &Case<'_>, group: &Group, id: AttributeId) -> Vec<Domain> {
    let source = case.level_source(id);
    let frameworks = frameworks(book, case, &group.atoms);
    let stated: &[StatedLevel] = match case.knowledge(source) {
        Knowledge::Known(Value::Level(levels)) => levels,
        _ => &[],
    };
    let ways = ways(case, stated, &frameworks);
    let (mut atoms, mut tests, mut tied) = (Vec::<AtomId>::new(), Vec::new(), Vec::new());
    for atom in &group.atoms {
        let Some(Atom::Test(_, kind)) = book.atoms().get(*atom) else { continue };
        if let TestKind::LevelOf { comparison, attribute } = kind
            && *case.knowledge(case.level_source(*attribute)) != Knowledge::None
            && ways.iter().any(|way| meets_of(case, *comparison, way, *attribute).is_none())
        {
            tied.push(Domain::tied(group.key, *attribute, case, *atom));
            continue;
        }
        atoms.push(*atom);
        tests.push(kind);
    }
    let mut cells: Vec<WorldCell> = Vec::new();
    let mut add = |way: Option<&Way>, has: bool| {
        let truths = tests.iter().map(|t| holds(case, t, way, has)).collect();
        let name: Arc<str> = way.map_or("none".into(), |w| format!("EQF {}", w.eqf).into());
        let shown = if has || way.is_some() { Cell::Levels(vec![name.clone()]) } else { Cell::NoneOfIt };
        let cell = WorldCell::new(truths, shown);
        match cells.iter_mut().find(|c| c.same(&cell)) {
            Some(same) => {
                if let Cell::Levels(names) = &mut same.shown
                    && !names.contains(&name)
                {
                    names.push(name);
                }
            }
            None => cells.push(cell),
        }
    };
    let each = |add: &mut dyn FnMut(Option<&Way>, bool), has: bool| {
        for way in &ways {
            add(Some(way), has);
        }
    };
    match case.knowledge(id) {
        Knowledge::Known(_) => each(&mut add, true),
        Knowledge::Missing => {
            each(&mut add, true);
            if case.set().vocabulary.get(id).none {
                each(&mut add, false);
            }
        }
        // None: the comparison is with the level at which it was taught, where that is an attribute of its own.
        Knowledge::None if source == id => add(None, false),
        Knowledge::None => each(&mut add, false),
    }
    tied.push(Domain::of_fact(group.key, source, case, atoms, cells));
    tied
}

/// The frameworks that the tests of a group compare within.
fn frameworks(book: &Rulebook, case: &Case<'_>, atoms: &[AtomId]) -> Vec<Symbol> {
    let mut found: Vec<Symbol> = Vec::new();
    for atom in atoms {
        let within = match book.atoms().get(*atom) {
            Some(Atom::Test(_, TestKind::Level { level, .. })) => vec![level.framework],
            Some(Atom::Test(_, TestKind::LevelOf { attribute, .. })) => frameworks_of(case, *attribute),
            _ => Vec::new(),
        };
        for framework in within {
            if !found.contains(&framework) {
                found.push(framework);
            }
        }
    }
    found
}

/// What is stated of a level; nothing where it is not known.
fn stated_of<'c>(case: &'c Case<'_>, id: AttributeId) -> &'c [StatedLevel] {
    match case.knowledge(case.level_source(id)) {
        Knowledge::Known(Value::Level(levels)) => levels,
        _ => &[],
    }
}

/// The frameworks in which a level is stated: whatever is compared with it is compared within them.
pub(crate) fn frameworks_of(case: &Case<'_>, id: AttributeId) -> Vec<Symbol> {
    stated_of(case, id).iter().map(|level| level.framework).collect()
}

/// The EQF levels that stated levels leave; where they contradict one another, all that any of them allows.
fn eqf_of(case: &Case<'_>, stated: &[StatedLevel]) -> EqfLevels {
    let each = || stated.iter().map(|l| case.set().frameworks.eqf(*l).0);
    let common = each().fold(EqfLevels::ANY.0, |a, b| a & b);
    EqfLevels(if common == 0 { each().fold(0, |a, b| a | b) } else { common })
}

/// Every way that a level can be.
pub(crate) fn ways(case: &Case<'_>, stated: &[StatedLevel], frameworks: &[Symbol]) -> Vec<Way> {
    let mut ways = Vec::new();
    for eqf in eqf_of(case, stated).iter() {
        let mut of_level = vec![Way { eqf, native: Vec::new() }];
        for framework in frameworks {
            let fixed = stated.iter().find(|s| s.framework == *framework);
            let labels: Vec<StatedLevel> = match (fixed, case.set().frameworks.get(*framework)) {
                (Some(level), _) => vec![*level],
                (None, Some(f)) => {
                    f.from_eqf(eqf).map(|l| StatedLevel { framework: *framework, label: l.label }).collect()
                }
                (None, None) => Vec::new(),
            };
            if labels.is_empty() {
                continue;
            }
            of_level = of_level
                .iter()
                .flat_map(|way| labels.iter().map(|l| Way { eqf, native: [way.native.as_slice(), &[*l]].concat() }))
                .collect();
        }
        ways.extend(of_level);
    }
    ways
}

fn holds(case: &Case<'_>, test: &TestKind, way: Option<&Way>, has: bool) -> bool {
    match (test, way) {
        (TestKind::Has, _) => has,
        (TestKind::Level { comparison, level }, Some(way)) => meets(case, *comparison, way, *level),
        (TestKind::LevelOf { comparison, attribute }, Some(way)) => {
            meets_of(case, *comparison, way, *attribute) == Some(true)
        }
        _ => false,
    }
}

/// Whether one way of being a level meets a bound: within the bound's framework where it has a level there, else by EQF, and
/// then only if it does so for every EQF level that the bound may be.
pub(crate) fn meets(case: &Case<'_>, comparison: Comparison, way: &Way, bound: StatedLevel) -> bool {
    match within_framework(case, way, bound) {
        Some(ordering) => comparison.meets(ordering),
        None => case.set().frameworks.eqf(bound).iter().all(|level| comparison.meets(way.eqf.cmp(&level))),
    }
}

/// One way of being a level beside a bound, by the ranks of the bound's framework; `None` where it has no level there.
fn within_framework(case: &Case<'_>, way: &Way, bound: StatedLevel) -> Option<Ordering> {
    let framework = case.set().frameworks.get(bound.framework)?;
    let rank = |level: StatedLevel| framework.level(level.label).map(|l| l.rank);
    let native = way.native.iter().find(|n| n.framework == bound.framework).copied()?;
    Some(rank(native)?.cmp(&rank(bound)?))
}

/// Whether one way of being a level meets another level of the file: within the frameworks in which that is stated, else by
/// EQF; `None` where what is known of the other leaves it open.
pub(crate) fn meets_of(case: &Case<'_>, comparison: Comparison, way: &Way, other: AttributeId) -> Option<bool> {
    let stated = stated_of(case, other);
    let orderings: Vec<Ordering> = stated.iter().filter_map(|bound| within_framework(case, way, *bound)).collect();
    // Of two frameworks one may tell apart what is one level in the other (NFQ 7 and 8 are both EQF 6).
    let apart = |ordering: Ordering| orderings.contains(&ordering);
    match (apart(Ordering::Less), apart(Ordering::Greater), apart(Ordering::Equal)) {
        (true, false, _) => return Some(comparison.meets(Ordering::Less)),
        (false, true, _) => return Some(comparison.meets(Ordering::Greater)),
        (false, false, true) => return Some(comparison.meets(Ordering::Equal)),
        // They contradict one another, or there is none that both have a level in.
        (true, true, _) | (false, false, false) => {}
    }
    let mut truths = eqf_of(case, stated).iter().map(|level| comparison.meets(way.eqf.cmp(&level)));
    let first = truths.next()?;
    truths.all(|truth| truth == first).then_some(first)
}
