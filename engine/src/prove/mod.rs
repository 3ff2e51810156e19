//! What can be proved of a condition before any credential is there.
//!
//! A condition with no fact known has a world for each combination of cells, and the cells of one fact are all that any test
//! tells apart. So a search through them proves that a condition can never hold. What hangs together in ways that cells do
//! not show (two statements of one workload, two facts compared with each other) is taken to be free: there are then more
//! worlds than there are credentials, and what holds in none of them holds for no credential. A witness is told only where
//! the plain interpreter confirms it.
//!
//! One thing is left out of account: a document that states two levels that contradict each other.

mod free;
mod scope;
mod search;
#[cfg(test)]
mod tests;
mod witness;

use std::sync::Arc;

use credstack_model::facts::Facts;
use credstack_model::policy::{Condition, PolicySet};
use credstack_model::proposal::Truth;

use crate::case::Case;
use crate::compile::{Rulebook, SpanKey};
use crate::interpret;
use search::{Fields, Search, Sought};

pub use scope::{Scope, in_force, stands};
pub use witness::Witness;

/// What can be proved of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No credential can meet it.
    Never,
    /// Every credential meets it.
    Always,
    /// Some worlds meet it and some do not.
    Sometimes {
        /// A credential that meets it, where one could be confirmed.
        witness: Option<Witness>,
    },
    /// The budget did not suffice.
    Unknown,
}

/// Proves what can be proved of conditions over one set of policies.
#[derive(Debug)]
pub struct Prover<'a> {
    set: &'a Arc<PolicySet>,
    known: Facts,
    steps: usize,
}

/// Steps of one proof; a step is one look at a condition with some facts put in.
const STEPS: usize = 4_096;

/// Conditions with more parts than this, their classes put in, are left alone.
const MOST_PARTS: usize = 4_096;

impl<'a> Prover<'a> {
    /// A prover that knows no fact.
    pub fn new(set: &'a Arc<PolicySet>) -> Self {
        Self { set, known: Facts::default(), steps: STEPS }
    }

    /// The same where these facts are known: those of an award.
    #[must_use]
    pub fn knowing(self, facts: Facts) -> Self {
        Self { known: facts, ..self }
    }

    /// The same with a budget of so many steps for each proof.
    #[must_use]
    pub fn within(self, steps: usize) -> Self {
        Self { steps, ..self }
    }

    /// Whether it is proved that nothing meets a condition without classes (see [`Scope::plain`]).
    pub fn never(&self, condition: &Condition) -> bool {
        matches!(self.find(condition), Found::No)
    }

    /// Whether it is proved that everything meets a condition without classes.
    pub fn always(&self, condition: &Condition) -> bool {
        self.never(&Condition::Not(Box::new(condition.clone())))
    }

    /// Whether every credential that meets `inner` meets `outer`: proved, or not.
    pub fn within_of(&self, inner: &Condition, outer: &Condition) -> bool {
        self.never(&inner.clone().and(Condition::Not(Box::new(outer.clone()))))
    }

    /// A credential that meets a condition without classes, where the interpreter confirms one.
    pub fn witness(&self, condition: &Condition) -> Option<Witness> {
        match self.find(condition) {
            Found::Yes(witness) => witness,
            Found::No | Found::Unknown => None,
        }
    }

    /// All that can be proved of a condition without classes.
    pub fn verdict(&self, condition: &Condition) -> Verdict {
        match self.find(condition) {
            Found::No => Verdict::Never,
            Found::Unknown => Verdict::Unknown,
            Found::Yes(_) if self.always(condition) => Verdict::Always,
            Found::Yes(witness) => Verdict::Sometimes { witness },
        }
    }

    fn find(&self, condition: &Condition) -> Found {
        if let Condition::Always(value) = condition {
            return if *value { Found::Yes(Some(Witness::default())) } else { Found::No };
        }
        let mut parts = 0usize;
        condition.walk(&mut |_| parts += 1);
        if parts > MOST_PARTS {
            return Found::Unknown;
        }
        let encoded = free::encode(self.set, &self.known, condition);
        let Ok(book) = Rulebook::beside(self.set, None, vec![encoded]) else { return Found::Unknown };
        let program = book.program(&SpanKey::default());
        let Some(register) = program.extra.first().copied() else { return Found::Unknown };
        let case = Case::from_facts(self.set, self.known.clone());
        let fields = Fields::of(&book, &case);
        match Search::new(program, register, book.atoms().len(), &fields, self.steps).run() {
            Sought::None => Found::No,
            Sought::OutOfSteps => Found::Unknown,
            Sought::World(cells) => Found::Yes(self.confirmed(&book, &fields, &cells, condition)),
        }
    }

    /// The facts of a world, as few as the interpreter needs to find the condition met.
    fn confirmed(
        &self,
        book: &Rulebook,
        fields: &Fields,
        cells: &[Option<usize>],
        condition: &Condition,
    ) -> Option<Witness> {
        let mut found = witness::of_world(self.set, fields, cells);
        let met = |witness: &Witness| {
            let mut facts = self.known.clone();
            facts.extend(&witness.facts);
            let case = Case::from_facts(self.set, facts).with_answers(&witness.answers);
            interpret::truth(book, &case, condition) == Truth::True
        };
        if !met(&found) {
            return None;
        }
        let stated: Vec<_> = found.facts.iter().map(|(id, _)| id).collect();
        for id in stated {
            let mut fewer = found.clone();
            fewer.facts.remove(id);
            if met(&fewer) {
                found = fewer;
            }
        }
        for at in (0..found.answers.len()).rev() {
            let mut fewer = found.clone();
            fewer.answers.remove(at);
            if met(&fewer) {
                found = fewer;
            }
        }
        Some(found)
    }
}

enum Found {
    No,
    Yes(Option<Witness>),
    Unknown,
}
