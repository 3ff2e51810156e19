//! What each rule says by itself.

use credstack_model::Symbol;
use credstack_model::policy::{Effect, PickedBy};
use credstack_model::proposal::{Finding, State, Truth, Unknown};

use super::budget::Budget;
use super::survey::Survey;
use crate::case::Case;
use crate::cells::domains;
use crate::compile::{Lanes, Parts, Program, RuleCode, Rulebook, SpanKey, read};

/// The findings of all rules that are in force in some world.
pub(super) fn all(survey: &Survey<'_>, budget: Budget) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut excepted: Vec<Excepted> = Vec::new();
    let keys = survey.keys();
    for key in &keys {
        let program = survey.book().program(key);
        let registers = survey.kleene(program);
        excepted.extend(exceptions(survey.book(), program, &registers));
        for code in &program.rules {
            let Some(finding) = of_rule(survey, program, &registers, code, budget) else { continue };
            match findings.iter_mut().find(|f| f.rule == finding.rule) {
                Some(known) if known.state != finding.state => {
                    known.state = either(survey, &known.state, &finding.state);
                }
                Some(_) => {}
                None => findings.push(finding),
            }
        }
    }
    for finding in &mut findings {
        give_way(finding, &excepted, keys.len());
    }
    findings
}

/// In one span of dates: a duty, a rule that bars as an exception to it, and whether that bars.
type Excepted = (Symbol, Symbol, Truth);

fn exceptions(book: &Rulebook, program: &Program, registers: &[Lanes]) -> Vec<Excepted> {
    let mut found = Vec::new();
    for code in &program.rules {
        let (Some(rule), Parts::Bar { holds, .. } | Parts::Ask { refused: holds, .. }) =
            (book.rule(code.rule), &code.parts)
        else {
            continue;
        };
        let bars = truth(read(registers, *holds));
        found.extend(rule.exception_to.iter().map(|duty| (*duty, rule.name, bars)));
    }
    found
}

/// A duty to which what bars is an exception is not owed: its effect does not take place.
fn give_way(finding: &mut Finding, excepted: &[Excepted], spans: usize) {
    let mut bars: Vec<Symbol> =
        excepted.iter().filter(|(duty, ..)| *duty == finding.rule).map(|(_, b, _)| *b).collect();
    bars.sort_unstable();
    bars.dedup();
    for bar in bars {
        let of = |truth: Truth| excepted.iter().filter(|e| **e == (finding.rule, bar, truth)).count();
        let (surely, perhaps) = (of(Truth::True), of(Truth::Unknown));
        if surely == spans {
            finding.lifted_by.push((bar, Truth::True));
            if finding.state == State::Holds {
                finding.state = State::DoesNotHold;
            }
        } else if surely + perhaps > 0 {
            finding.lifted_by.push((bar, Truth::Unknown));
        }
    }
}

/// A rule that says different things in different spans of dates hangs on the dates.
fn either(survey: &Survey<'_>, a: &State, b: &State) -> State {
    let mut on: Vec<Unknown> = Vec::new();
    for state in [a, b] {
        if let State::Undetermined(list) = state {
            on.extend(list);
        }
    }
    let dates = PickedBy::ALL.map(PickedBy::attribute);
    let open = survey.domains().iter().filter(|d| d.cells.len() > 1).map(|d| d.unknown);
    on.extend(open.filter(|u| matches!(u, Unknown::Fact(id) if dates.contains(id))));
    on.sort_unstable();
    on.dedup();
    State::Undetermined(on)
}

fn truth(lanes: Lanes) -> Truth {
    if lanes.is_true(0) {
        Truth::True
    } else if lanes.is_known(0) {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// The registers whose truth says whether the effect takes place.
fn effect_registers(code: &RuleCode) -> Vec<usize> {
    match &code.parts {
        Parts::Classify(branches) => branches.iter().map(|(r, _)| *r).collect(),
        Parts::Grant(branches) => branches.clone(),
        Parts::Doubt { holds, .. } | Parts::Bar { holds, .. } => vec![*holds],
        Parts::Ask { asked, .. } => vec![*asked],
        Parts::Limit { counts, .. } => vec![*counts],
    }
}

fn of_rule(
    survey: &Survey<'_>,
    program: &Program,
    registers: &[Lanes],
    code: &RuleCode,
    budget: Budget,
) -> Option<Finding> {
    let rule = survey.book().rule(code.rule)?;
    let effects = effect_registers(code);
    let lifted_by = rule.exceptions.iter().zip(&code.exceptions);
    let lifted_by = lifted_by.map(|(e, r)| (e.name, truth(read(registers, *r)))).filter(|(_, t)| *t != Truth::False);
    let classes: Vec<Symbol> = match &code.parts {
        Parts::Classify(branches) => {
            branches.iter().filter(|(r, _)| truth(read(registers, *r)) != Truth::False).map(|(_, c)| *c).collect()
        }
        _ => Vec::new(),
    };
    let mut from = vec![code.applies];
    from.extend(&effects);
    let open = survey.open_for(program, registers, &from);
    let says = |registers: &[Lanes], lane: usize| {
        let is = |r: &usize| read(registers, *r).is_true(lane);
        (is(&code.applies), effects.iter().position(is))
    };
    let state = if open.is_empty() {
        state_of(says(registers, 0))
    } else if survey.size(&open).is_some_and(|n| n <= budget.worlds.max(1)) {
        let table = survey.table_in(Some(program), &open, |_| from.clone(), |_, found, lane, _| says(found, lane));
        let mut states = table.distinct().map(|s| state_of(*s));
        let first = states.next().unwrap_or(State::DoesNotApply);
        let alike = states.all(|s| s == first) && !matches!(code.parts, Parts::Classify(_));
        if alike || table.distinct().count() == 1 {
            first
        } else if answered_well(code, registers) {
            State::Holds
        } else {
            State::Undetermined(unknowns(survey, &open, &table.matters()))
        }
    } else if answered_well(code, registers) {
        State::Holds
    } else {
        let everything: Vec<usize> = (0..open.len()).collect();
        State::Undetermined(unknowns(survey, &open, &everything))
    };
    Some(Finding { rule: rule.name, state, classes, lifted_by: lifted_by.collect() })
}

/// Whether nothing that is open can turn the answer to a question against the credential. Whether the question had to be put may
/// stay open then: it was answered, and the finding is that it was.
fn answered_well(code: &RuleCode, registers: &[Lanes]) -> bool {
    matches!(&code.parts, Parts::Ask { refused, .. } if truth(read(registers, *refused)) == Truth::False)
}

fn state_of((applies, effect): (bool, Option<usize>)) -> State {
    match (applies, effect) {
        (_, Some(_)) => State::Holds,
        (true, None) => State::DoesNotHold,
        (false, None) => State::DoesNotApply,
    }
}

fn unknowns(survey: &Survey<'_>, open: &[usize], matters: &[usize]) -> Vec<Unknown> {
    let mut list: Vec<Unknown> = matters.iter().filter_map(|at| open.get(*at)).map(|d| survey.unknown(*d)).collect();
    list.sort_unstable();
    list.dedup();
    list
}

impl Rulebook {
    /// What one rule says of a case, as its examples ask: where the case names no date, the rule's own last span is taken.
    pub fn finding(&self, case: &Case<'_>, rule: Symbol, budget: Budget) -> Option<Finding> {
        let survey = Survey::new(self, case, domains(self, case));
        let known = self.rule_named(rule)?;
        let keys = survey.keys();
        let in_force: Vec<&SpanKey> =
            keys.iter().filter(|k| self.spans().in_force(known.picked_by, known.force, k)).collect();
        let program = self.program(in_force.last()?);
        let registers = survey.kleene(program);
        let code = program.rules.iter().find(|c| self.rule(c.rule).is_some_and(|r| r.name == rule))?;
        of_rule(&survey, program, &registers, code, budget)
    }

    /// Whether a rule's effect is one that a person reads as a reason against.
    pub fn is_against(&self, rule: Symbol) -> bool {
        self.rule_named(rule).is_some_and(|r| matches!(r.effect, Effect::Bar { .. } | Effect::Doubt { .. }))
    }
}
