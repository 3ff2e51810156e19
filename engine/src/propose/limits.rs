//! The limits that would count a credential. How much of a wallet fits under them is for stacking to say.

use credstack_model::Amount;
use credstack_model::policy::{Bound, Condition, Deed, Effect, LimitBase, Quantity};
use credstack_model::proposal::{LimitLine, Truth};
use credstack_model::workload::{Basis, WorkloadUnit};

use super::survey::Survey;
use crate::compile::{Parts, read};
use crate::interpret;

pub(super) fn lines(survey: &Survey<'_>) -> Vec<LimitLine> {
    let mut lines: Vec<LimitLine> = Vec::new();
    for key in survey.keys() {
        let program = survey.book().program(&key);
        let registers = survey.kleene(program);
        for code in &program.rules {
            let (Parts::Limit { counts, .. }, Some(rule)) = (&code.parts, survey.book().rule(code.rule)) else {
                continue;
            };
            let Effect::Limit(limit) = &rule.effect else { continue };
            let truth_of = read(&registers, *counts);
            let counts = match (truth_of.is_true(0), truth_of.is_known(0)) {
                (true, _) => Truth::True,
                (false, true) => continue,
                (false, false) => Truth::Unknown,
            };
            if lines.iter().any(|l| l.rule == rule.name) {
                continue;
            }
            let exceptions: Vec<_> = rule.exceptions.iter().map(|e| (e.name, truth(survey, &e.when))).collect();
            for bound in &limit.bounds {
                if truth(survey, &bound.when) == Truth::False {
                    continue;
                }
                let raised = rule.exceptions.iter().find(|e| truth(survey, &e.when) == Truth::True);
                let quantity = match raised.map(|e| &e.deed) {
                    Some(Deed::RaisesTo(quantity)) => *quantity,
                    _ => bound.quantity,
                };
                lines.push(LimitLine {
                    rule: rule.name,
                    counts,
                    at_most: bound.bound == Bound::AtMost,
                    quantity,
                    bound: absolute(survey, quantity),
                    base: if let Quantity::Percent(_, base) = quantity { Some(base) } else { None },
                    exceptions: exceptions.clone(),
                });
            }
        }
    }
    lines
}

fn truth(survey: &Survey<'_>, condition: &Condition) -> Truth {
    interpret::truth(survey.book(), survey.case(), condition)
}

/// The bound in ECTS, where everything that it needs is known exactly.
fn absolute(survey: &Survey<'_>, quantity: Quantity) -> Option<Amount> {
    match quantity {
        Quantity::Workload(amount, WorkloadUnit::Ects) => Some(amount),
        Quantity::Percent(percent, LimitBase::Fact(id)) => {
            let (range, _) = survey.case().workload(id, WorkloadUnit::Ects, Basis::Year)?;
            Some(range.single()?.percent(percent))
        }
        _ => None,
    }
}
