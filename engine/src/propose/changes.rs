//! What a single changed fact would lead to.

use credstack_model::facts::Facts;
use credstack_model::proposal::{Cell, Change, Outcome, Unknown};
use credstack_model::vocabulary::{Entity, attribute};

use super::budget::Budget;
use super::outcome::{hull, outcome};
use super::survey::Survey;
use crate::case::Case;
use crate::cells::domains;
use crate::compile::{Program, Rulebook};

impl Rulebook {
    /// The changes of one known fact of credential, issuer, learner or enrolment, or of one answer, that would lead to more:
    /// a better rung of the ladder or more credits. The best come first.
    /// `now` is what is proposed for the case as it is.
    pub fn changes(&self, case: &Case<'_>, now: &Outcome, budget: Budget) -> Vec<Change> {
        let survey = Survey::new(self, case, domains(self, case));
        let mut found: Vec<Change> = Vec::new();
        let known = survey.domains().iter().filter(|d| d.cells.len() == 1);
        for domain in known.filter(|d| survey.hangs_on(d)) {
            let other = match domain.unknown {
                Unknown::Fact(id) if changeable(case, id) => case.without(id),
                Unknown::Answer(question) if case.answer(question).is_some() => case.without_answer(question),
                _ => continue,
            };
            for change in alternatives(&survey.but(&other, domain.unknown), domain.unknown, budget) {
                let told = change.cell != Cell::OtherCode;
                if told
                    && better(&change.outcome, now)
                    && !found.iter().any(|f| f.unknown == change.unknown && f.outcome == change.outcome)
                {
                    found.push(change);
                }
            }
        }
        found.sort_by(|a, b| rank(&b.outcome).cmp(&rank(&a.outcome)).then(a.unknown.cmp(&b.unknown)));
        found
    }
}

fn changeable(case: &Case<'_>, id: credstack_model::vocabulary::AttributeId) -> bool {
    let entity = case.set().vocabulary.get(id).entity;
    // What a credential is by its nature is nothing that evidence or more work could mend.
    let by_nature = [
        attribute::KIND,
        attribute::TYPE,
        attribute::SETTING,
        attribute::FIELD,
        attribute::LANGUAGE,
        attribute::ISSUED,
    ];
    if by_nature.contains(&id) || (entity == Entity::Issuer && id != attribute::ISSUER_RECOGNISED) {
        return false;
    }
    let of_the_case = matches!(entity, Entity::Credential | Entity::Issuer | Entity::Learner | Entity::Enrolment);
    of_the_case && case.facts().get(id).is_some()
}

/// Every cell that the fact could have been in, with the outcome there.
fn alternatives(survey: &Survey<'_>, unknown: Unknown, budget: Budget) -> Vec<Change> {
    let book = survey.book();
    let open = survey.open_domains();
    if survey.size(&open).is_none_or(|n| n > budget.worlds.max(1)) {
        return Vec::new();
    }
    let table = survey.table(&open, Program::outputs, |program, registers, lane, credits| {
        outcome(book, program, registers, lane, credits).0
    });
    let mut changes = Vec::new();
    for (at, domain) in open.iter().enumerate().filter(|(_, d)| survey.unknown(**d) == unknown) {
        for (digit, cell) in survey.shown(*domain).into_iter().enumerate() {
            changes.push(Change { unknown, cell, outcome: hull(table.with(at, digit)) });
        }
    }
    changes
}

fn rank(o: &Outcome) -> impl Ord {
    (o.worst, o.best, o.must.low, o.may.low)
}

fn better(new: &Outcome, now: &Outcome) -> bool {
    (new.worst, new.best) > (now.worst, now.best)
        || ((new.worst, new.best) == (now.worst, now.best) && new.must.low > now.must.low)
}

impl Case<'_> {
    fn without(&self, id: credstack_model::vocabulary::AttributeId) -> Self {
        let mut facts: Facts = self.facts().clone();
        facts.remove(id);
        self.with_facts(facts)
    }
}
