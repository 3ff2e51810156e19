//! The numbers of scripts: exact fractions, with every step checked.

use std::cmp::Ordering;
use std::fmt;

use credstack_model::Amount;
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed as _, Zero as _};

use crate::failure::Failure;

/// Rounding goes to at most this many places.
const MOST_PLACES: u32 = 6;

/// An exact number. Nothing is rounded but where a script says so, and what does not fit is a failure.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Exact(Ratio<i128>);

/// How a number is cut to some places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// To the nearest; a half goes away from zero.
    Nearest,
    /// Down.
    Down,
    /// Up.
    Up,
}

impl Exact {
    pub(crate) fn whole(n: i64) -> Self {
        Self(Ratio::from_integer(i128::from(n)))
    }

    /// A decimal as a text writes it, `2.5`, with a minus sign where it is below zero.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        let (negative, digits) = trimmed.strip_prefix('-').map_or((false, trimmed), |rest| (true, rest));
        let read = Self::from_amount(digits.parse().ok()?);
        Some(if negative { Self(-read.0) } else { read })
    }

    pub(crate) fn from_amount(amount: Amount) -> Self {
        let (numerator, denominator) = amount.parts();
        Self(Ratio::new(numerator, denominator))
    }

    /// The amount, where it is a whole number of hundredths.
    pub(crate) fn to_amount(self) -> Result<Amount, Failure> {
        let scaled = self.0.checked_mul(&Ratio::from_integer(100)).ok_or(Failure::Overflow)?;
        if !scaled.is_integer() {
            return Err(Failure::NotRounded(self.to_string()));
        }
        i64::try_from(scaled.to_integer()).map(Amount::hundredths).map_err(|_| Failure::Overflow)
    }

    /// The whole number, where it is one.
    pub(crate) fn to_whole(self) -> Option<i64> {
        if self.0.is_integer() { i64::try_from(self.0.to_integer()).ok() } else { None }
    }

    pub(crate) fn plus(self, other: Self) -> Result<Self, Failure> {
        self.0.checked_add(&other.0).map(Self).ok_or(Failure::Overflow)
    }

    pub(crate) fn minus(self, other: Self) -> Result<Self, Failure> {
        self.0.checked_sub(&other.0).map(Self).ok_or(Failure::Overflow)
    }

    pub(crate) fn times(self, other: Self) -> Result<Self, Failure> {
        self.0.checked_mul(&other.0).map(Self).ok_or(Failure::Overflow)
    }

    pub(crate) fn over(self, other: Self) -> Result<Self, Failure> {
        if other.0.is_zero() {
            return Err(Failure::DivisionByZero);
        }
        self.0.checked_div(&other.0).map(Self).ok_or(Failure::Overflow)
    }

    pub(crate) fn negated(self) -> Result<Self, Failure> {
        Self::whole(0).minus(self)
    }

    /// The number cut to some places after the point.
    pub(crate) fn cut(self, places: i64, how: Rounding) -> Result<Self, Failure> {
        let places = u32::try_from(places).ok().filter(|p| *p <= MOST_PLACES);
        let Some(places) = places else {
            return Err(Failure::NoAnswer(format!("it rounds to more than {MOST_PLACES} places or fewer than none")));
        };
        let scale = Ratio::from_integer(10i128.pow(places));
        let scaled = self.0.checked_mul(&scale).ok_or(Failure::Overflow)?;
        let whole = match how {
            Rounding::Down => floor(scaled),
            Rounding::Up => -floor(-scaled),
            Rounding::Nearest => {
                let half = floor(scaled.abs().checked_add(&Ratio::new(1, 2)).ok_or(Failure::Overflow)?);
                if scaled.is_negative() { -half } else { half }
            }
        };
        Ok(Self(whole / scale))
    }
}

/// The whole number below. Division rounds toward zero, and a denominator is above it.
fn floor(of: Ratio<i128>) -> Ratio<i128> {
    Ratio::from_integer(of.numer().div_euclid(*of.denom()))
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(n: i128, d: i128) -> Exact {
        Exact(Ratio::new(n, d))
    }

    #[test]
    fn halves_go_away_from_zero() {
        let rounded = |n, d, places| ratio(n, d).cut(places, Rounding::Nearest).map(|r| r.to_string());
        assert_eq!(rounded(245, 100, 1), Ok("5/2".to_owned()));
        assert_eq!(rounded(-245, 100, 1), Ok("-5/2".to_owned()));
        assert_eq!(rounded(244, 100, 1), Ok("12/5".to_owned()));
    }

    #[test]
    fn down_is_down_below_zero_too() {
        assert_eq!(ratio(-15, 10).cut(0, Rounding::Down), Ok(Exact::whole(-2)));
        assert_eq!(ratio(-15, 10).cut(0, Rounding::Up), Ok(Exact::whole(-1)));
        assert_eq!(ratio(226, 100).cut(1, Rounding::Down), Ok(ratio(22, 10)));
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let most = ratio(i128::MAX, 1);
        assert_eq!(most.plus(most), Err(Failure::Overflow));
        assert_eq!(most.times(most), Err(Failure::Overflow));
        assert_eq!(most.cut(2, Rounding::Nearest), Err(Failure::Overflow));
        assert_eq!(ratio(i128::MIN + 1, 3).minus(most), Err(Failure::Overflow));
        assert_eq!(Exact::whole(1).over(Exact::whole(0)), Err(Failure::DivisionByZero));
        assert_eq!(ratio(1, 3).to_amount(), Err(Failure::NotRounded("1/3".to_owned())));
        assert!(Exact::whole(1).cut(7, Rounding::Up).is_err() && Exact::whole(1).cut(-1, Rounding::Up).is_err());
    }

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(Exact::read("2.5"), Some(ratio(5, 2)));
        assert_eq!(Exact::read(" -3 "), Some(Exact::whole(-3)));
        assert_eq!([Exact::read("2,5"), Exact::read("--1"), Exact::read("")], [None, None, None]);
    }
}
