//! Tests changed in one place: strict or inclusive, the bound by its smallest step, a code taken out.

use credstack_model::Amount;
use credstack_model::date::Term;
use credstack_model::level::StatedLevel;
use credstack_model::policy::{Comparison, Operand, PolicySet, Test, TestKind};

use super::altered::without;

/// Every change of a test.
pub(super) fn changes(set: &PolicySet, test: &Test) -> Vec<TestKind> {
    match &test.kind {
        TestKind::Among(codes) if codes.len() > 1 => {
            (0..codes.len()).map(|at| TestKind::Among(without(codes, at))).collect()
        }
        TestKind::Holds | TestKind::Has | TestKind::Stated | TestKind::Among(_) => Vec::new(),
        TestKind::Workload { comparison, operand, unit, basis } => {
            let make = |comparison, operand| TestKind::Workload { comparison, operand, unit: *unit, basis: *basis };
            amounts(*comparison, *operand, make)
        }
        TestKind::Number { comparison, operand } => {
            amounts(*comparison, *operand, |comparison, operand| TestKind::Number { comparison, operand })
        }
        TestKind::Level { comparison, level } => {
            let strict = strictness(*comparison).map(|comparison| TestKind::Level { comparison, level: *level });
            let steps = steps_of_level(set, *level).map(|level| TestKind::Level { comparison: *comparison, level });
            strict.into_iter().chain(steps).collect()
        }
        TestKind::LevelOf { comparison, attribute } => {
            let strict = strictness(*comparison);
            strict.map(|comparison| TestKind::LevelOf { comparison, attribute: *attribute }).into_iter().collect()
        }
        TestKind::DateOf { comparison, attribute } => {
            let strict = strictness(*comparison);
            strict.map(|comparison| TestKind::DateOf { comparison, attribute: *attribute }).into_iter().collect()
        }
        TestKind::Date { comparison, day } => {
            let strict = strictness(*comparison).map(|comparison| TestKind::Date { comparison, day: *day });
            let days = [day.tomorrow(), day.yesterday()].into_iter().flatten();
            let days = days.map(|day| TestKind::Date { comparison: *comparison, day });
            strict.into_iter().chain(days).collect()
        }
        TestKind::Within { term, of } => steps_of_term(*term).map(|term| TestKind::Within { term, of: *of }).collect(),
    }
}

/// The smallest step of an amount: a hundredth.
pub(super) fn steps_of_amount(amount: Amount) -> impl Iterator<Item = Amount> {
    let step = Amount::hundredths(1);
    [amount.plus(step), amount.minus(step)].into_iter().filter(|a| *a >= Amount::ZERO)
}

/// A percentage one more and one less.
pub(super) fn steps_of_percent(percent: Amount) -> impl Iterator<Item = Amount> {
    let step = Amount::whole(1);
    [percent.plus(step), percent.minus(step)].into_iter().filter(|p| *p >= Amount::ZERO)
}

/// The levels next above and below in the same framework.
pub(super) fn steps_of_level(set: &PolicySet, level: StatedLevel) -> impl Iterator<Item = StatedLevel> {
    let levels = set.frameworks.get(level.framework).map(|f| f.levels.as_slice()).unwrap_or_default();
    let at = levels.iter().position(|l| l.label == level.label);
    let next = at.and_then(|at| levels.get(at + 1));
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| levels.get(at));
    [next, before].into_iter().flatten().map(move |l| StatedLevel { label: l.label, ..level })
}

/// One more and one less of the unit in which the term is told.
fn steps_of_term(term: Term) -> impl Iterator<Item = Term> {
    let step = |n: i16, by: i16| if n == 0 { 0 } else { n + by };
    let by = move |by: i16| match term {
        Term { days, .. } if days != 0 => Term { days: days + by, ..term },
        Term { months, .. } if months != 0 => Term { months: months + by, ..term },
        Term { years, .. } => Term { years: step(years, by), ..term },
    };
    [by(1), by(-1)].into_iter().filter(move |t| *t != term)
}

fn amounts(comparison: Comparison, operand: Operand, make: impl Fn(Comparison, Operand) -> TestKind) -> Vec<TestKind> {
    let steps: Vec<Operand> = match operand {
        Operand::Fixed(amount) => steps_of_amount(amount).map(Operand::Fixed).collect(),
        Operand::PercentOf { percent, attribute } => {
            steps_of_percent(percent).map(|percent| Operand::PercentOf { percent, attribute }).collect()
        }
    };
    let strict = strictness(comparison).map(|c| make(c, operand));
    strict.into_iter().chain(steps.into_iter().map(|o| make(comparison, o))).collect()
}

fn strictness(comparison: Comparison) -> Option<Comparison> {
    Some(match comparison {
        Comparison::Less => Comparison::AtMost,
        Comparison::AtMost => Comparison::Less,
        Comparison::AtLeast => Comparison::More,
        Comparison::More => Comparison::AtLeast,
        Comparison::Equal | Comparison::NotEqual => return None,
    })
}
