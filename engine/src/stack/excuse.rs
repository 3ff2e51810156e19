//! Exceptions for one learner, applied before anything is counted. What cannot be applied is told.

use std::sync::Arc;

use credstack_model::facts::{Fact, Knowledge, Text, Value};
use credstack_model::policy::{Condition, Deeds, LearnerDeed, LearnerException, Measure, PolicySet, TestKind};
use credstack_model::stack::{ExceptionLine, ExceptionState};
use credstack_model::vocabulary::attribute;
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Claim, Credential, Symbol};

use super::placing::{Allowance, Placing};
use super::plan::{Plan, PlanKind, Size};
use super::units::ects;

/// What exceptions make of a plan and a wallet.
pub(super) struct Excused {
    pub(super) plan: Plan,
    pub(super) credentials: Vec<Credential>,
    /// By identifier of the credential.
    pub(super) placings: Vec<(Arc<str>, Placing)>,
    /// Credits that a waiver brings, by the identifier of what stands for them.
    pub(super) brought: Vec<Arc<str>>,
    pub(super) lines: Vec<ExceptionLine>,
}

/// What is left of a condition when it no longer matters which course it is.
fn without_identity(condition: &Condition) -> Condition {
    match condition {
        Condition::Test(test) if test.attribute == attribute::IDENTIFIER && matches!(test.kind, TestKind::Among(_)) => {
            Condition::Always(true)
        }
        Condition::All(list) => Condition::All(list.iter().map(without_identity).collect()),
        Condition::Any(list) => Condition::Any(list.iter().map(without_identity).collect()),
        other => other.clone(),
    }
}

impl Plan {
    /// Prepares the conditions that exceptions need, so that they are compiled with the others.
    pub(super) fn allow(&mut self, set: &PolicySet) {
        let here = |award: Symbol| is_within(set, &self.awards, award);
        let deeds = set.exceptions.iter().filter(|e| here(e.award)).flat_map(|e| e.deeds.iter().map(|d| (e.award, d)));
        let deeds: Vec<(Symbol, &LearnerDeed)> = deeds.collect();
        let moves =
            |d: &&LearnerDeed| matches!(d.what, Deeds::AlsoAllow(_) | Deeds::ApplyHere(_) | Deeds::Substitute { .. });
        for (award, deed) in deeds.into_iter().filter(|(_, d)| moves(d)) {
            for slot in self.place(set, award, &deed.place).map(|n| self.slots_below(n)).unwrap_or_default() {
                if self.allowances.iter().any(|a| a.slot == slot) {
                    continue;
                }
                let Some(eligible) = self.slots.get(slot).and_then(|s| self.conditions.get(s.eligible)) else {
                    continue;
                };
                let rest = without_identity(eligible);
                let rest = self.condition(rest);
                self.allowances.push(Allowance { slot, rest });
            }
        }
    }

    /// The node that an exception names: by its path, its name, or the component that fills it.
    fn place(&self, set: &PolicySet, award: Symbol, place: &str) -> Option<usize> {
        let award = set.symbols.text(award);
        let own = place.strip_prefix(award).and_then(|rest| rest.strip_prefix('.')).unwrap_or(place).replace('.', "/");
        let nodes = || self.nodes.iter().enumerate().skip(1);
        let by_path = nodes().find(|(_, n)| *n.path == *own);
        let by_name = || nodes().find(|(_, n)| n.path.rsplit('/').next() == Some(&own));
        let component = self.components.iter().position(|c| set.symbols.text(c.component.name) == own);
        let by_component = || {
            let slot = self.slots.iter().position(|s| component.is_some_and(|c| s.components == [c]))?;
            nodes().find(|(_, n)| matches!(n.kind, PlanKind::Slot(s) if s == slot))
        };
        by_path.or_else(by_name).or_else(by_component).map(|(at, _)| at)
    }
}

/// Applies every exception of the learner that is approved and in force.
///
/// Where several awards are asked for together each has to see the same credentials: what stands for the credits of a waiver in
/// one of them is there in all, and counts nowhere else.
pub(super) fn excuse(
    (set, together): (&PolicySet, &[Symbol]),
    plan: &Plan,
    credentials: Vec<Credential>,
    claim: &Claim,
) -> Excused {
    let mut excused =
        Excused { plan: plan.clone(), credentials, placings: Vec::new(), brought: Vec::new(), lines: Vec::new() };
    let learners: Vec<String> = std::iter::once(&claim.facts)
        .chain(excused.credentials.iter().map(|c| &c.facts))
        .filter_map(|f| f.value(attribute::LEARNER_IDENTIFIER))
        .flat_map(|v| if let Value::Codes(codes) = v { codes.clone() } else { Vec::new() })
        .map(|s| set.symbols.text(s).to_owned())
        .collect();
    let mine =
        |e: &&LearnerException| is_within(set, &plan.awards, e.award) && learners.iter().any(|l| **l == *e.learner);
    for exception in set.exceptions.iter().filter(mine) {
        for deed in &exception.deeds {
            let state = match standing(exception, claim) {
                ExceptionState::Applied => excused.apply(set, exception, deed),
                other => other,
            };
            excused.lines.push(ExceptionLine {
                name: exception.name,
                title: exception.title.clone(),
                says: says(set, deed),
                state,
                by: exception.by.clone(),
                decided: exception.decided,
                notes: exception.notes.clone(),
            });
        }
    }
    let elsewhere = |e: &&LearnerException| together.contains(&e.award) && learners.iter().any(|l| **l == *e.learner);
    for exception in set.exceptions.iter().filter(elsewhere) {
        let brings = exception.deeds.iter().any(|d| matches!(d.what, Deeds::Waive(Some(_))));
        let id = set.symbols.text(exception.name);
        let there = excused.credentials.iter().any(|c| *c.id == *id);
        if brings && !there && standing(exception, claim) == ExceptionState::Applied {
            excused.credentials.push(Credential { id: id.into(), ..Credential::default() });
            excused.placings.push((id.into(), Placing { only: Some(Vec::new()), ..Placing::default() }));
        }
    }
    excused.credentials.sort_by(|a, b| a.id.cmp(&b.id));
    excused
}

/// Whether an exception stands on the day of the decision.
fn standing(exception: &LearnerException, claim: &Claim) -> ExceptionState {
    if exception.pending {
        return ExceptionState::Pending;
    }
    if exception.force.from.is_none() && exception.force.to.is_none() {
        return ExceptionState::Applied;
    }
    let holds = |day| exception.force.holds(day);
    match claim.facts.value(attribute::DECISION_DATE) {
        Some(Value::Date(days)) if holds(days.first) && holds(days.last) => ExceptionState::Applied,
        Some(Value::Date(days)) if !holds(days.first) && !holds(days.last) => ExceptionState::NotInForce,
        _ => ExceptionState::DayOpen,
    }
}

fn says(set: &PolicySet, deed: &LearnerDeed) -> Arc<str> {
    let place = &deed.place;
    let credits = |stated: &(Amount, WorkloadUnit)| match stated.1 {
        WorkloadUnit::Ects => format!("{} ECTS", stated.0),
        WorkloadUnit::Hours => format!("{} hours", stated.0),
        WorkloadUnit::Credits(system) => format!("{} {}", stated.0, set.symbols.text(system)),
    };
    let told = match &deed.what {
        Deeds::Substitute { by, credits: None } => format!("{by} takes the place of {place}"),
        Deeds::Substitute { by, credits: Some(n) } => format!("{by} takes the place of {place} with {}", credits(n)),
        Deeds::AlsoAllow(one) => format!("{one} may also count in {place}"),
        Deeds::ApplyHere(one) => format!("{one} counts in {place} and nowhere else"),
        Deeds::DoNotUse(one) if place.is_empty() => format!("{one} does not count"),
        Deeds::DoNotUse(one) => format!("{one} does not count in {place}"),
        Deeds::Change(Measure::Workload(amount, unit)) => format!("{place} needs {}", credits(&(*amount, *unit))),
        Deeds::Change(Measure::Items(n)) => format!("{place} needs {n} credentials"),
        Deeds::Change(Measure::Outcomes(n)) => format!("{place} needs {n} learning outcomes"),
        Deeds::Waive(None) => format!("{place} is waived without credits"),
        Deeds::Waive(Some(n)) => format!("{place} is waived with {}", credits(n)),
    };
    told.into()
}

impl Excused {
    fn apply(&mut self, set: &PolicySet, exception: &LearnerException, deed: &LearnerDeed) -> ExceptionState {
        let award = exception.award;
        let node = self.plan.place(set, award, &deed.place);
        let slots = node.map(|n| self.plan.slots_below(n)).unwrap_or_default();
        match &deed.what {
            Deeds::Substitute { by, credits } => self.substitute(set, deed, (by, *credits), slots),
            Deeds::AlsoAllow(one) | Deeds::ApplyHere(one) if !slots.is_empty() => {
                let only = matches!(deed.what, Deeds::ApplyHere(_));
                self.placed(set, one, |placing, plan| move_to(placing, plan, &slots, only))
            }
            Deeds::DoNotUse(one) if deed.place.is_empty() => {
                self.placed(set, one, |placing, _| placing.only = Some(Vec::new()))
            }
            Deeds::DoNotUse(one) if !slots.is_empty() => {
                self.placed(set, one, |placing, _| placing.banned.extend(&slots))
            }
            Deeds::Change(to) => match node {
                Some(node) => self.change(set, award, node, *to),
                None => ExceptionState::Lost,
            },
            Deeds::Waive(credits) => match node {
                Some(node) => self.waive(set, award, (node, exception), *credits),
                None => ExceptionState::Lost,
            },
            Deeds::AlsoAllow(_) | Deeds::ApplyHere(_) | Deeds::DoNotUse(_) => ExceptionState::Lost,
        }
    }

    /// The credentials of a name: by their own identifier, or by that of their course.
    fn of_name(&self, set: &PolicySet, name: &str) -> Vec<usize> {
        let is = |c: &Credential| {
            let codes = match c.facts.value(attribute::IDENTIFIER) {
                Some(Value::Codes(codes)) => codes.as_slice(),
                _ => &[],
            };
            *c.id == *name || codes.iter().any(|code| set.symbols.text(*code) == name)
        };
        self.credentials.iter().enumerate().filter(|(_, c)| is(c)).map(|(at, _)| at).collect()
    }

    fn placed(&mut self, set: &PolicySet, name: &str, change: impl Fn(&mut Placing, &Plan)) -> ExceptionState {
        let found = self.of_name(set, name);
        if found.is_empty() {
            return ExceptionState::NotHeld;
        }
        let ids: Vec<Arc<str>> =
            found.into_iter().filter_map(|at| self.credentials.get(at)).map(|c| c.id.clone()).collect();
        for id in &ids {
            self.place(id, &change);
        }
        ExceptionState::Applied
    }

    /// Changes where a credential may count.
    fn place(&mut self, id: &Arc<str>, change: impl Fn(&mut Placing, &Plan)) {
        let known = self.placings.iter().position(|(known, _)| known == id);
        let at = known.unwrap_or_else(|| {
            self.placings.push((id.clone(), Placing::default()));
            self.placings.len() - 1
        });
        if let Some((_, placing)) = self.placings.get_mut(at) {
            change(placing, &self.plan);
        }
    }

    /// A credential in the place of a component or a course: it is taken for that, with all else that it is itself.
    fn substitute(
        &mut self,
        set: &PolicySet,
        deed: &LearnerDeed,
        (by, credits): (&Arc<str>, Option<(Amount, WorkloadUnit)>),
        slots: Vec<usize>,
    ) -> ExceptionState {
        let found = self.of_name(set, by);
        if found.is_empty() {
            return ExceptionState::NotHeld;
        }
        let text = |s: Symbol| set.symbols.text(s);
        let component =
            self.plan.components.iter().position(|c| *c.name == *deed.place || text(c.component.name) == &*deed.place);
        let named =
            |at: usize| self.plan.slots.get(at).is_some_and(|s| names_course(set, &self.plan, s.eligible, &deed.place));
        let courses: Vec<usize> = (0..self.plan.slots.len()).filter(|at| named(*at)).collect();
        let (taken_for, only, moved) = match component {
            Some(k) => {
                let fills = |at: &usize| self.plan.slots.get(*at).is_some_and(|s| s.components.contains(&k));
                let only: Vec<usize> = (0..self.plan.slots.len()).filter(fills).collect();
                (self.plan.components.get(k).map(|c| c.name.clone()), only, false)
            }
            None if !courses.is_empty() => (Some(deed.place.clone()), courses, false),
            None if !slots.is_empty() => (None, slots, true),
            None => return ExceptionState::Lost,
        };
        for at in found {
            let Some(credential) = self.credentials.get_mut(at) else { continue };
            if let Some(course) = &taken_for {
                let code = Value::Codes(vec![set.symbols.intern(course)]);
                credential.facts.set(attribute::IDENTIFIER, Fact::known(code));
            }
            if let Some((amount, unit)) = credits {
                let stated = StatedWorkload { amount: AmountRange::exactly(amount), unit };
                credential.facts.set(attribute::WORKLOAD, Fact::known(Value::Workload(vec![stated])));
            }
            let id = credential.id.clone();
            self.place(&id, |placing, plan| {
                placing.only = Some(only.clone());
                if moved {
                    move_to(placing, plan, &only, true);
                }
            });
        }
        ExceptionState::Applied
    }

    fn change(&mut self, set: &PolicySet, award: Symbol, node: usize, to: Measure) -> ExceptionState {
        let size = match to {
            Measure::Items(n) => Some(Size::Items(n)),
            Measure::Outcomes(n) => Some(Size::Outcomes(n)),
            Measure::Workload(amount, unit) => ects(set, amount, unit, country(set, award)).map(Size::Credits),
        };
        let Some(size) = size else { return ExceptionState::Lost };
        let Some(place) = self.plan.nodes.get_mut(node) else { return ExceptionState::Lost };
        match place.kind {
            PlanKind::Slot(slot) => {
                if let Some(slot) = self.plan.slots.get_mut(slot) {
                    slot.minimum = Some(size);
                }
            }
            _ => place.minimum = Some(size),
        }
        ExceptionState::Applied
    }

    /// A requirement that need not be met, and what stands for the credits that the waiver brings.
    fn waive(
        &mut self,
        set: &PolicySet,
        award: Symbol,
        (node, exception): (usize, &LearnerException),
        credits: Option<(Amount, WorkloadUnit)>,
    ) -> ExceptionState {
        let slots = self.plan.slots_below(node);
        for slot in &slots {
            if let Some(slot) = self.plan.slots.get_mut(*slot) {
                (slot.minimum, slot.spread) = (None, None);
            }
        }
        let path = self.plan.nodes.get(node).map(|n| n.path.clone()).unwrap_or_default();
        let below = format!("{path}/");
        for place in self.plan.nodes.iter_mut().filter(|n| n.path == path || n.path.starts_with(&below)) {
            place.minimum = None;
            place.waived = Some(exception.name);
        }
        let (Some((amount, unit)), Some(first)) = (credits, slots.first()) else { return ExceptionState::Applied };
        let Some(amount) = ects(set, amount, unit, country(set, award)) else { return ExceptionState::Lost };
        let mut credential = Credential { id: set.symbols.text(exception.name).into(), ..Credential::default() };
        let stated = StatedWorkload { amount: AmountRange::exactly(amount), unit: WorkloadUnit::Ects };
        let title = format!("Credits of the waiver “{}”", exception.title);
        credential.facts.set(attribute::WORKLOAD, Fact::known(Value::Workload(vec![stated])));
        credential.facts.set(attribute::TITLE, Fact::known(Value::Text(vec![Text::plain(&title)])));
        credential.facts.set(attribute::GRADE_VALUE, Fact { knowledge: Knowledge::None, ..Fact::default() });
        let placing = Placing { only: Some(vec![*first]), allowed: vec![(*first, None)], banned: Vec::new() };
        self.placings.push((credential.id.clone(), placing));
        self.brought.push(credential.id.clone());
        self.credentials.push(credential);
        ExceptionState::Applied
    }
}

/// Lets a credential count in slots whatever course they ask for.
fn move_to(placing: &mut Placing, plan: &Plan, slots: &[usize], only: bool) {
    for slot in slots {
        let rest = plan.allowances.iter().find(|a| a.slot == *slot).map(|a| a.rest);
        placing.allowed.push((*slot, rest));
    }
    if only {
        placing.only = Some(slots.to_vec());
    }
}

/// Whether an award is among those of a plan.
fn is_within(set: &PolicySet, awards: &[usize], award: Symbol) -> bool {
    awards.iter().filter_map(|a| set.awards.get(*a)).any(|a| a.name == award)
}

fn country(set: &PolicySet, award: Symbol) -> Option<Symbol> {
    set.awards.iter().find(|a| a.name == award).and_then(|a| a.country)
}

fn names_course(set: &PolicySet, plan: &Plan, condition: usize, course: &str) -> bool {
    let tests = plan.conditions.get(condition).map(Condition::tests).unwrap_or_default();
    tests.into_iter().any(|test| match &test.kind {
        TestKind::Among(codes) => {
            test.attribute == attribute::IDENTIFIER && codes.iter().any(|c| set.symbols.text(*c) == course)
        }
        _ => false,
    })
}
