//! Amounts as stacking counts them: in ECTS, and in whole units.

use credstack_model::policy::{Award, PolicySet};
use credstack_model::workload::{Basis, StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Symbol};

use super::error::StackError;

/// ECTS of a stated workload, where it is one amount.
pub(super) fn ects(set: &PolicySet, amount: Amount, unit: WorkloadUnit, country: Option<Symbol>) -> Option<Amount> {
    let stated = [StatedWorkload { amount: AmountRange::exactly(amount), unit }];
    set.conversions.convert(&stated, WorkloadUnit::Ects, Basis::Year, country)?.0.single()
}

/// The same of a number that an award states.
pub(super) fn in_ects(
    set: &PolicySet,
    award: &Award,
    (amount, unit): (Amount, WorkloadUnit),
    what: &str,
) -> Result<Amount, StackError> {
    let wrong = || StackError::NotInEcts { what: what.to_owned(), award: set.symbols.text(award.name).to_owned() };
    ects(set, amount, unit, award.country).ok_or_else(wrong)
}

/// The path of a requirement below another.
pub(super) fn join(within: &str, name: &str) -> String {
    if within.is_empty() { name.to_owned() } else { format!("{within}/{name}") }
}

/// An amount in units: rounded down for what must not be passed, up for what must be reached. Sums of whole units pass or
/// reach the one exactly when they do the other.
pub(super) fn units(amount: Amount, scale: i64, down: bool) -> i64 {
    let (numerator, denominator) = amount.parts();
    let scaled = numerator.saturating_mul(i128::from(scale));
    let rounded = if down { scaled.div_euclid(denominator) } else { -(-scaled).div_euclid(denominator) };
    i64::try_from(rounded).unwrap_or(credstack_stacking::MOST)
}

/// The least common multiple.
pub(super) fn lcm(a: i128, b: i128) -> i128 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    if x == 0 { a.max(b) } else { (a / x).saturating_mul(b) }
}
