//! The search for a world in which a condition holds.

use credstack_model::proposal::{Cell, Unknown};
use credstack_model::vocabulary::AttributeId;

use crate::case::Case;
use crate::cells::{domains, domains_where};
use crate::compile::{AtomId, GroupKey, Lanes, Program, Register, Rulebook, read};

/// One thing that a fact can be.
pub(super) struct Choice {
    truths: Vec<bool>,
    pub(super) shown: Cell,
}

/// A fact that tests read, with all that it can be.
pub(super) struct Field {
    pub(super) key: GroupKey,
    pub(super) unknown: Unknown,
    atoms: Vec<AtomId>,
    pub(super) choices: Vec<Choice>,
    /// Whether its choices are values of the fact, not only the truth of one test.
    pub(super) values: bool,
}

/// The facts that a condition reads.
pub(super) struct Fields(pub(super) Vec<Field>);

impl Fields {
    pub(super) fn of(book: &Rulebook, case: &Case<'_>) -> Self {
        let mut fields: Vec<Field> = Vec::new();
        for domain in domains(book, case).into_iter().filter(|d| !d.atoms.is_empty()) {
            let choices = domain.cells.into_iter().map(|c| Choice { truths: c.truths, shown: c.shown }).collect();
            fields.push(Field {
                key: domain.key,
                unknown: domain.unknown,
                atoms: domain.atoms,
                choices,
                values: domain.independent,
            });
        }
        let mut found = Self(fields);
        found.with_none(book, case);
        found
    }

    /// An attribute that can be none may have cells that only show once it is.
    fn with_none(&mut self, book: &Rulebook, case: &Case<'_>) {
        let mut ids: Vec<AttributeId> = self.0.iter().filter_map(|f| attribute(f.key)).collect();
        ids.sort_unstable();
        ids.dedup();
        let open = |id: &AttributeId| case.facts().get(*id).is_none() && case.set().vocabulary.get(*id).none;
        for id in ids.into_iter().filter(open) {
            let mut facts = case.facts().clone();
            facts.set(id, credstack_model::facts::Fact::none());
            let none = case.with_facts(facts);
            for domain in domains_where(book, &none, |key| attribute(key) == Some(id)) {
                let same = |f: &&mut Field| f.key == domain.key && f.atoms == domain.atoms;
                let Some(field) = self.0.iter_mut().find(same) else {
                    continue;
                };
                for cell in domain.cells {
                    if !field.choices.iter().any(|c| c.truths == cell.truths) {
                        field.choices.push(Choice { truths: cell.truths, shown: Cell::NoneOfIt });
                    }
                }
            }
        }
    }
}

fn attribute(key: GroupKey) -> Option<AttributeId> {
    match key {
        GroupKey::Workload(id, ..) | GroupKey::Level(id) | GroupKey::Plain(id) => Some(id),
        GroupKey::Stated(_) | GroupKey::Answer(_) => None,
    }
}

/// What a search came to.
pub(super) enum Sought {
    /// A world: for each field the choice that it takes, where it matters.
    World(Vec<Option<usize>>),
    None,
    OutOfSteps,
}

/// Takes one choice of one field after the other, those first that have the fewest, and looks no further where what is
/// chosen already settles the condition.
pub(super) struct Search<'a> {
    program: &'a Program,
    register: Register,
    atoms: usize,
    fields: &'a Fields,
    steps: usize,
    chosen: Vec<Option<usize>>,
    known: Vec<Lanes>,
}

enum Step {
    Found,
    No,
    OutOfSteps,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        program: &'a Program,
        register: Register,
        atoms: usize,
        fields: &'a Fields,
        steps: usize,
    ) -> Self {
        let chosen = vec![None; fields.0.len()];
        Self { program, register, atoms, fields, steps, chosen, known: vec![Lanes::UNKNOWN; atoms] }
    }

    pub(super) fn run(mut self) -> Sought {
        match self.step() {
            Step::Found => Sought::World(self.chosen),
            Step::No => Sought::None,
            Step::OutOfSteps => Sought::OutOfSteps,
        }
    }

    fn step(&mut self) -> Step {
        let Some(left) = self.steps.checked_sub(1) else { return Step::OutOfSteps };
        self.steps = left;
        let mut registers = self.known.clone();
        self.program.run(&mut registers);
        let value = read(&registers, self.register);
        if value.is_known(0) {
            return if value.is_true(0) { Step::Found } else { Step::No };
        }
        let open = self.program.open_atoms(&registers, &[self.register], self.atoms);
        let waits = |(at, field): &(usize, &Field)| {
            self.chosen.get(*at) == Some(&None) && field.atoms.iter().any(|a| open.binary_search(a).is_ok())
        };
        let next = self.fields.0.iter().enumerate().filter(waits).min_by_key(|(at, f)| (f.choices.len(), *at));
        // An open atom that no field decides cannot be; it would prove nothing.
        let Some((at, field)) = next else { return Step::OutOfSteps };
        for (number, choice) in field.choices.iter().enumerate() {
            self.put(at, Some(number), field.atoms.iter().zip(choice.truths.iter().map(|t| Some(*t))));
            match self.step() {
                Step::No => {}
                settled => return settled,
            }
        }
        self.put(at, None, field.atoms.iter().zip(std::iter::repeat(None)));
        Step::No
    }

    fn put<'t>(
        &mut self,
        field: usize,
        choice: Option<usize>,
        truths: impl Iterator<Item = (&'t AtomId, Option<bool>)>,
    ) {
        if let Some(slot) = self.chosen.get_mut(field) {
            *slot = choice;
        }
        for (atom, truth) in truths {
            if let Some(slot) = self.known.get_mut(*atom) {
                *slot = match truth {
                    Some(true) => Lanes::TRUE,
                    Some(false) => Lanes::FALSE,
                    None => Lanes::UNKNOWN,
                };
            }
        }
    }
}
