//! What rules amount to in one world, and over several.
//!
//! The least credits, the lowest level, the components common to all, every condition; the label is the worst on the ladder.
//! A duty is a floor, a bar a ceiling. With no rule, the route decides.

use std::sync::Arc;

use credstack_model::level::StatedLevel;
use credstack_model::policy::{Answered, Branch, Effect, Entitlement, Grant, GrantAmount, Modality, Route, Rule};
use credstack_model::proposal::{Label, Outcome};
use credstack_model::{Amount, AmountRange, Symbol};

use crate::compile::{Lanes, Parts, Program, RuleCode, Rulebook, at_most, read};

pub(crate) const NOTHING: AmountRange = AmountRange { low: Amount::ZERO, high: Some(Amount::ZERO) };

/// Nothing is recognised.
pub(super) fn refused() -> Outcome {
    Outcome {
        worst: Label::Refused,
        best: Label::Refused,
        must: NOTHING,
        may: NOTHING,
        recognised_as: Vec::new(),
        classes: Vec::new(),
        conditions: Vec::new(),
        never_toward: Vec::new(),
        only_toward: Vec::new(),
        level: None,
        record: None,
        conflict: None,
    }
}

/// The outcome in one lane, and the route that is taken there.
pub(crate) fn outcome(
    book: &Rulebook,
    program: &Program,
    registers: &[Lanes],
    lane: usize,
    full: AmountRange,
) -> (Outcome, Option<usize>) {
    let is = |register: usize| read(registers, register).is_true(lane);
    let route_at = program.routes.iter().find(|(_, register)| is(*register)).map(|(at, _)| *at);
    let mut gathered = Gathered::new(book, registers, lane, full);
    for code in &program.rules {
        if let Some(rule) = book.rule(code.rule) {
            gathered.rule(rule, code, &is);
        }
    }
    (gathered.finish(route_at.and_then(|at| book.route(at))), route_at)
}

struct Gathered<'a> {
    book: &'a Rulebook,
    registers: &'a [Lanes],
    lane: usize,
    full: AmountRange,
    label: Label,
    /// The least of all ceilings, and the least of those that are law.
    ceiling: AmountRange,
    law_ceiling: AmountRange,
    /// Who set the law's ceiling.
    law_ceiling_by: Option<Symbol>,
    /// What each duty gives at least, the rule that says so, and whether it is law.
    floors: Vec<(AmountRange, Symbol, bool)>,
    /// The duties to which a rule that bars here is an exception.
    excepted: Vec<Symbol>,
    granted: bool,
    discretion: bool,
    barred: Option<Symbol>,
    barred_by_law: Option<Symbol>,
    out: Outcome,
}

impl<'a> Gathered<'a> {
    fn new(book: &'a Rulebook, registers: &'a [Lanes], lane: usize, full: AmountRange) -> Self {
        Self {
            book,
            registers,
            lane,
            full,
            label: Label::Recognised,
            ceiling: full,
            law_ceiling: full,
            law_ceiling_by: None,
            floors: Vec::new(),
            excepted: Vec::new(),
            granted: false,
            discretion: false,
            barred: None,
            barred_by_law: None,
            out: refused(),
        }
    }

    fn rule(&mut self, rule: &Rule, code: &RuleCode, is: &impl Fn(usize) -> bool) {
        match (&code.parts, &rule.effect) {
            (Parts::Classify(branches), _) => {
                let given = branches.iter().filter(|(register, _)| is(*register)).map(|(_, class)| *class);
                self.out.classes.extend(given);
            }
            (Parts::Grant(branches), Effect::Grant(grants)) => {
                if let Some(grant) = taken(branches, grants, is) {
                    self.granted = true;
                    self.grant(rule, grant);
                }
            }
            (Parts::Doubt { holds, still }, Effect::Doubt { still: grants, .. }) if is(*holds) => {
                match taken(still, grants, is) {
                    Some(grant) => {
                        self.discretion = true;
                        self.grant(rule, grant);
                    }
                    None => self.doubt(),
                }
            }
            (Parts::Bar { base, holds }, Effect::Bar { toward, .. }) if is(*base) => {
                if is(*holds) {
                    self.bar(rule);
                } else {
                    self.out.never_toward.extend(toward.iter().copied());
                }
            }
            (Parts::Ask { refused, .. }, Effect::Ask { otherwise, .. }) if is(*refused) => match otherwise {
                Answered::Bar => self.bar(rule),
                Answered::Doubt(_) => self.doubt(),
            },
            _ => {}
        }
    }

    /// A substantial difference without a stated remainder: how much is granted is at discretion.
    fn doubt(&mut self) {
        self.discretion = true;
        self.label = self.label.min(Label::Partially);
    }

    fn bar(&mut self, rule: &Rule) {
        self.barred = Some(rule.name);
        self.excepted.extend(&rule.exception_to);
        if rule.standing.is_mandatory() {
            self.barred_by_law = Some(rule.name);
        }
    }

    fn grant(&mut self, rule: &Rule, grant: &Grant) {
        let amount = match grant.amount {
            GrantAmount::InFull => self.full,
            GrantAmount::Credits(credits) => self.full.least(AmountRange::exactly(credits)),
        };
        let in_part = self.is_partial(grant.amount) || grant.level.is_some() || !grant.toward.is_empty();
        let mut label = if in_part { Label::Partially } else { Label::Recognised };
        if grant.condition.is_some() {
            label = label.min(Label::Conditionally);
        }
        if let Some(class) = grant.recognised_as {
            self.out.recognised_as.push(class);
            label = label.min(Label::RecognisedAs);
        }
        self.out.conditions.extend(grant.condition.clone());
        self.only_toward(&grant.toward);
        self.lowest_level(grant.level);
        self.out.record = self.out.record.or(grant.record);
        match grant.modality {
            Modality::Must => {
                self.floors.push((amount, rule.name, rule.standing.is_mandatory()));
                self.label = self.label.min(label);
            }
            Modality::May => {
                self.discretion = true;
                self.ceiling = self.ceiling.least(amount);
                if rule.standing.is_mandatory() {
                    self.law_ceiling = self.law_ceiling.least(amount);
                    self.law_ceiling_by = Some(rule.name);
                }
                self.label = self.label.min(label);
            }
        }
    }

    /// The lowest of the levels that grants give, by what they are in EQF levels at the least.
    fn lowest_level(&mut self, level: Option<StatedLevel>) {
        let eqf = |l: StatedLevel| self.book.set().frameworks.eqf(l).iter().next();
        self.out.level = match (self.out.level, level) {
            (Some(a), Some(b)) => Some(if eqf(b) < eqf(a) { b } else { a }),
            (a, b) => a.or(b),
        };
    }

    /// The components common to all grants.
    fn only_toward(&mut self, kinds: &[Symbol]) {
        if self.out.only_toward.is_empty() {
            self.out.only_toward = kinds.to_vec();
        } else if !kinds.is_empty() {
            self.out.only_toward.retain(|k| kinds.contains(k));
        }
    }

    /// Whether so many credits are fewer than the credential has; its cells are cut at every such number.
    fn is_partial(&self, amount: GrantAmount) -> bool {
        let GrantAmount::Credits(credits) = amount else { return false };
        let atom = at_most(credits);
        self.book.atoms().id(&atom).is_none_or(|id| !read(self.registers, id).is_true(self.lane))
    }

    fn finish(mut self, route: Option<&Route>) -> Outcome {
        let presumed = route.is_some_and(Route::presumes);
        let duty = route.is_some_and(|r| r.entitlement == Entitlement::Duty);
        self.floors.retain(|(_, duty, _)| !self.excepted.contains(duty));
        if let Some(conflict) = self.conflict() {
            return self.conflicting(conflict);
        }
        let law_floor = self.law_floor();
        // A bar of a default rule cannot go below what the law gives.
        let barred = self.barred_by_law.is_some() || (self.barred.is_some() && law_floor.is_none());
        if barred || (!presumed && !self.granted) {
            return refused();
        }
        let may = self.ceiling.greatest(law_floor.map_or(NOTHING, |(floor, _)| floor));
        let floor = match self.floors.iter().map(|(floor, ..)| *floor).reduce(AmountRange::greatest) {
            Some(floor) => floor,
            None if presumed && duty && !self.discretion => self.full,
            None => NOTHING,
        };
        let (must, may) = (self.in_steps(floor.least(may)), self.in_steps(may));
        self.tidy();
        Outcome { worst: self.label, best: self.label, must, may, ..self.out }
    }

    /// What is granted is rounded down to the step that the policy names.
    fn in_steps(&self, credits: AmountRange) -> AmountRange {
        self.book.step().map_or(credits, |step| credits.down_to(step))
    }

    /// The most that law owes, and the last rule that owes something.
    fn law_floor(&self) -> Option<(AmountRange, Symbol)> {
        let of_law = self.floors.iter().filter(|(.., law)| *law).map(|(floor, duty, _)| (*floor, *duty));
        of_law.reduce(|(most, _), (floor, duty)| (most.greatest(floor), duty))
    }

    /// A mandatory floor above a mandatory ceiling is a question that names both rules.
    fn conflict(&self) -> Option<(Symbol, Symbol)> {
        let (floor, duty) = self.law_floor()?;
        match (self.barred_by_law, self.law_ceiling_by) {
            (Some(bar), _) => Some((duty, bar)),
            (None, Some(ceiling)) if floor.low > self.law_ceiling.low => Some((duty, ceiling)),
            _ => None,
        }
    }

    fn conflicting(mut self, conflict: (Symbol, Symbol)) -> Outcome {
        let floor = self.law_floor().map_or(NOTHING, |(floor, _)| floor);
        self.tidy();
        let worst = if self.barred_by_law.is_some() { Label::Refused } else { self.label };
        let must = self.in_steps(AmountRange { low: Amount::ZERO, high: floor.high });
        Outcome { worst, best: self.label, must, may: must, conflict: Some(conflict), ..self.out }
    }

    fn tidy(&mut self) {
        for list in
            [&mut self.out.classes, &mut self.out.recognised_as, &mut self.out.never_toward, &mut self.out.only_toward]
        {
            list.sort_unstable();
            list.dedup();
        }
        self.out.conditions.sort_unstable();
        self.out.conditions.dedup();
    }
}

fn taken<'g>(registers: &[usize], grants: &'g [Branch<Grant>], is: &impl Fn(usize) -> bool) -> Option<&'g Grant> {
    registers.iter().zip(grants).find(|(register, _)| is(**register)).map(|(_, branch)| &branch.gives)
}

/// The smallest outcome that holds all of these: ends of the ladder, ranges of credits, every condition that may come.
pub(super) fn hull<'o>(outcomes: impl Iterator<Item = &'o Outcome>) -> Outcome {
    outcomes.cloned().reduce(join).unwrap_or_else(refused)
}

fn join(a: Outcome, b: Outcome) -> Outcome {
    let common = |x: Vec<Symbol>, y: &[Symbol]| x.into_iter().filter(|c| y.contains(c)).collect();
    Outcome {
        worst: a.worst.min(b.worst),
        best: a.best.max(b.best),
        must: a.must.hull(b.must),
        may: a.may.hull(b.may),
        recognised_as: union(a.recognised_as, b.recognised_as),
        // A class is said only where every world agrees; the leads of what is asked for say the others.
        classes: common(a.classes, &b.classes),
        conditions: union::<Arc<str>>(a.conditions, b.conditions),
        never_toward: union(a.never_toward, b.never_toward),
        only_toward: union(a.only_toward, b.only_toward),
        level: same(a.level, b.level),
        record: same(a.record, b.record),
        conflict: a.conflict.or(b.conflict),
    }
}

fn same<T: PartialEq + Copy>(a: Option<T>, b: Option<T>) -> Option<T> {
    if a == b { a } else { None }
}

fn union<T: Ord>(mut a: Vec<T>, b: Vec<T>) -> Vec<T> {
    a.extend(b);
    a.sort_unstable();
    a.dedup();
    a
}
