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

impl Way {
    pub(crate) fn eqf(&self) -> u8 {
        self.eqf
    }
}

pub(super) fn level(book: &Rulebook, case: &Case<'_>, group: &Group, id: AttributeId) -> Vec<Domain> {
    let source = case.level_source(id);
    let frameworks = frameworks(book, &group.atoms);
    let stated: &[StatedLevel] = match case.knowledge(source) {
        Knowledge::Known(Value::Level(levels)) => levels,
        _ => &[],
    };
    let (mut atoms, mut tests, mut tied) = (Vec::<AtomId>::new(), Vec::new(), Vec::new());
    for atom in &group.atoms {
        let Some(Atom::Test(_, kind)) = book.atoms().get(*atom) else { continue };
        if let TestKind::LevelOf { attribute, .. } = kind
            && single_eqf(case, *attribute).is_none()
            && *case.knowledge(case.level_source(*attribute)) != Knowledge::None
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
    let ways = ways(case, stated, &frameworks);
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
fn frameworks(book: &Rulebook, atoms: &[AtomId]) -> Vec<Symbol> {
    let mut found: Vec<Symbol> = Vec::new();
    for atom in atoms {
        if let Some(Atom::Test(_, TestKind::Level { level, .. })) = book.atoms().get(*atom)
            && !found.contains(&level.framework)
        {
            found.push(level.framework);
        }
    }
    found
}

/// The EQF levels that stated levels leave; where they contradict one another, all that any of them allows.
pub(crate) fn eqf_of(case: &Case<'_>, stated: &[StatedLevel]) -> EqfLevels {
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

fn single_eqf(case: &Case<'_>, id: AttributeId) -> Option<u8> {
    let Knowledge::Known(Value::Level(stated)) = case.knowledge(case.level_source(id)) else { return None };
    let mut levels = eqf_of(case, stated).iter();
    levels.next().filter(|_| levels.next().is_none())
}

fn holds(case: &Case<'_>, test: &TestKind, way: Option<&Way>, has: bool) -> bool {
    match (test, way) {
        (TestKind::Has, _) => has,
        (TestKind::Level { comparison, level }, Some(way)) => meets(case, *comparison, way, *level),
        (TestKind::LevelOf { comparison, attribute }, Some(way)) => {
            single_eqf(case, *attribute).is_some_and(|other| comparison.meets(way.eqf.cmp(&other)))
        }
        _ => false,
    }
}

/// Whether one way of being a level meets a bound: within the bound's framework where it has a level there, else by EQF, and
/// then only if it does so for every EQF level that the bound may be.
pub(crate) fn meets(case: &Case<'_>, comparison: Comparison, way: &Way, bound: StatedLevel) -> bool {
    let framework = case.set().frameworks.get(bound.framework);
    let rank = |level: StatedLevel| framework.and_then(|f| f.level(level.label)).map(|l| l.rank);
    let native = way.native.iter().find(|n| n.framework == bound.framework).copied();
    let ordering: Option<Ordering> = native.and_then(rank).zip(rank(bound)).map(|(a, b)| a.cmp(&b));
    match ordering {
        Some(ordering) => comparison.meets(ordering),
        None => case.set().frameworks.eqf(bound).iter().all(|level| comparison.meets(way.eqf.cmp(&level))),
    }
}
