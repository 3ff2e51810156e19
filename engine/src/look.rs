//! How closely the rules look at a fact: what of its value can make a difference to what they say.

use std::collections::BTreeSet;

use credstack_model::Claim;
use credstack_model::date::{Date, Term};
use credstack_model::facts::Value;
use credstack_model::policy::{PickedBy, TestKind};
use credstack_model::vocabulary::{AttributeId, Kind, attribute};

use crate::compile::{Atom, Rulebook};

/// How closely the rules look at a fact. Two cases that are alike as far as the rules look have the same outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// Whether it is stated at all.
    Presence,
    /// Where a day lies among these: before, between, on one of them, after. In order.
    Days(Vec<Date>),
    /// Every value.
    Value,
}

/// What is read whatever the rules test: credits are granted from the workload, converted as in the issuer's country, and a
/// credential without a level is compared by the one at which it was taught.
const ALWAYS: [AttributeId; 4] =
    [attribute::WORKLOAD, attribute::ISSUER_COUNTRY, attribute::LEVEL, attribute::TAUGHT_LEVEL];

/// Months differ by up to three days, so a term can turn that far from its mirror day.
const NEAR: i16 = 4;

impl Rulebook {
    /// How closely the rules look at a fact of a credential that is brought to a claim.
    pub fn look(&self, id: AttributeId, claim: &Claim) -> Look {
        let set = self.set();
        if ALWAYS.contains(&id) || set.computed.iter().any(|c| c.inputs.contains(&id)) {
            return Look::Value;
        }
        match set.vocabulary.get(id).kind {
            // Rules compare no words; they ask whether there are some.
            Kind::Text => Look::Presence,
            Kind::Date => self.days(id, claim).map_or(Look::Value, |days| Look::Days(days.into_iter().collect())),
            _ if self.tests(id) => Look::Value,
            _ => Look::Presence,
        }
    }

    fn tests(&self, id: AttributeId) -> bool {
        self.all_tests().any(|(of, kind)| of == id || kind.compared_with() == Some(id))
    }

    /// The days on which a test of a date turns, and those from which other rules are in force; `None` where it is compared
    /// with a date that is not known to the day.
    fn days(&self, id: AttributeId, claim: &Claim) -> Option<BTreeSet<Date>> {
        let mut days = BTreeSet::new();
        for picked in PickedBy::ALL.into_iter().filter(|p| p.attribute() == id) {
            days.extend(self.spans().boundaries(picked));
        }
        for (of, kind) in self.all_tests() {
            match kind {
                TestKind::Date { day, .. } if of == id => {
                    days.insert(*day);
                }
                TestKind::DateOf { attribute, .. } if of == id => {
                    days.insert(claimed(claim, *attribute)?);
                }
                TestKind::Within { term, of: other } if of == id => {
                    let turns = term.before(claimed(claim, *other)?);
                    let near = |days: i16| Term { days, ..Term::default() };
                    days.extend((0..=NEAR).flat_map(|n| [near(n).before(turns), near(n).after(turns)]));
                    days.insert(claimed(claim, *other)?);
                }
                _ if kind.compared_with() == Some(id) => return None,
                _ => {}
            }
        }
        Some(days)
    }

    fn all_tests(&self) -> impl Iterator<Item = (AttributeId, &TestKind)> {
        (0..self.atoms().len()).filter_map(|at| match self.atoms().get(at) {
            Some(Atom::Test(id, kind)) => Some((*id, kind)),
            _ => None,
        })
    }
}

/// The day that a claim gives to an attribute. What a claim says stands above the document.
fn claimed(claim: &Claim, id: AttributeId) -> Option<Date> {
    match claim.facts.value(id) {
        Some(Value::Date(range)) => range.single(),
        _ => None,
    }
}
