//! Exact amounts: credits, hours, percentages. A rational number, never a float.

use std::fmt;
use std::str::FromStr;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Zero};

/// An exact number: credits, hours, a percentage or a plain count.
///
/// Written as a decimal with at most 6 places and at most 9 digits before the point; calculated as a rational, so three
/// courses of 100 hours at 30 hours a credit are 10 ECTS and not 9.99.
///
/// ```
/// use credstack_model::Amount;
/// let three: Amount = "3.3".parse()?;
/// let one: Amount = "1.1".parse()?;
/// assert_eq!(one.plus(one).plus(one), three);
/// # Ok::<(), credstack_model::AmountError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(Ratio<i128>);

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// No digits at all, or a sign, or something that is not a digit.
    #[error("`{0}` is not a number; write it as `7.5`")]
    NotANumber(String),
    /// A decimal comma.
    #[error("`{0}` has a decimal comma; write it with a point, as `7.5`")]
    DecimalComma(String),
    /// More digits than any workload has.
    #[error("`{0}` has more than 9 digits before the point or more than 6 after it")]
    TooLong(String),
}

const LIMIT_WHOLE: usize = 9;
const LIMIT_PLACES: usize = 6;

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(Ratio::new_raw(0, 1));

    /// A whole number.
    pub fn whole(n: i64) -> Self {
        Self(Ratio::from_integer(i128::from(n)))
    }

    /// `numerator / denominator`; a denominator of 0 gives 0.
    pub fn ratio(numerator: i64, denominator: i64) -> Self {
        if denominator == 0 { Self::ZERO } else { Self(Ratio::new(i128::from(numerator), i128::from(denominator))) }
    }

    /// Hundredths, the unit in which credits are stored where they are whole hundredths.
    pub fn hundredths(n: i64) -> Self {
        Self::ratio(n, 100)
    }

    /// The amount in whole hundredths, or `None` where it is not one (10/3).
    pub fn as_hundredths(self) -> Option<i64> {
        let scaled = self.0.checked_mul(&Ratio::from_integer(100))?;
        if scaled.is_integer() { i64::try_from(scaled.to_integer()).ok() } else { None }
    }

    /// Numerator and denominator in lowest terms.
    pub fn parts(self) -> (i128, i128) {
        (*self.0.numer(), *self.0.denom())
    }

    /// Whether this is a whole number.
    pub fn is_whole(self) -> bool {
        self.0.is_integer()
    }

    /// Whether this is nothing.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The sum. Amounts are bounded on entry; on overflow the larger of the two stands.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.0.checked_add(&other.0).map_or_else(|| self.max(other), Self)
    }

    /// The difference; may be negative.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.0.checked_sub(&other.0).map_or(self, Self)
    }

    /// The product. Amounts are bounded on entry; on overflow the larger of the two stands.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        self.0.checked_mul(&other.0).map_or_else(|| self.max(other), Self)
    }

    /// The quotient, or `None` for a division by nothing.
    pub fn over(self, other: Self) -> Option<Self> {
        if other.is_zero() { None } else { self.0.checked_div(&other.0).map(Self) }
    }

    /// The greatest multiple of a step that is no more than this; the amount itself where the step is nothing.
    ///
    /// ```
    /// use credstack_model::Amount;
    /// let half = Amount::ratio(1, 2);
    /// assert_eq!(Amount::ratio(10, 3).down_to(half), Amount::whole(3));
    /// assert_eq!(Amount::ratio(15, 2).down_to(half), Amount::ratio(15, 2));
    /// ```
    #[must_use]
    pub fn down_to(self, step: Amount) -> Self {
        self.over(step).map_or(self, |steps| Self(steps.0.floor()).times(step))
    }

    /// `percent` of this amount.
    #[must_use]
    pub fn percent(self, percent: Amount) -> Self {
        self.times(percent).over(Amount::whole(100)).unwrap_or(Self::ZERO)
    }

    /// This percentage as a person says it: `15%`, and `1/3` where the percentage has no end.
    pub fn as_share(self) -> String {
        let part = || self.over(Amount::whole(100)).unwrap_or(Self::ZERO).exact();
        self.terminating().map_or_else(part, |text| format!("{text}%"))
    }

    /// Half way between two amounts.
    #[must_use]
    pub fn midpoint(self, other: Self) -> Self {
        self.plus(other).over(Amount::whole(2)).unwrap_or(self)
    }

    /// The form that reads back to the same amount: `7.5` where it ends within six places, `10/3` where it does not.
    pub fn exact(self) -> String {
        self.terminating().unwrap_or_else(|| format!("{}/{}", self.0.numer(), self.0.denom()))
    }

    fn terminating(self) -> Option<String> {
        let mut scaled = self.0;
        for places in 0..=LIMIT_PLACES {
            if scaled.is_integer() {
                return Some(place_point(scaled.to_integer(), places));
            }
            scaled = scaled.checked_mul(&Ratio::from_integer(10))?;
        }
        None
    }
}

fn place_point(digits: i128, places: usize) -> String {
    if places == 0 {
        return digits.to_string();
    }
    let sign = if digits < 0 { "-" } else { "" };
    let text = format!("{:0>width$}", digits.unsigned_abs(), width = places + 1);
    let (whole, fraction) = text.split_at(text.len() - places);
    format!("{sign}{whole}.{fraction}")
}

impl fmt::Display for Amount {
    /// For people: `7.5`, or `10/3` with a rounded decimal beside it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = self.terminating() {
            return f.write_str(&text);
        }
        let hundredths = (self.0 * Ratio::from_integer(100)).round().to_integer();
        write!(f, "{} (about {})", self.exact(), place_point(hundredths, 2))
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads `7`, `7.5`, `0.25` or `10/3`; no sign, no exponent, no comma.
    fn from_str(text: &str) -> Result<Self, AmountError> {
        let trimmed = text.trim();
        let fail = || AmountError::NotANumber(trimmed.to_owned());
        if trimmed.contains(',') {
            return Err(AmountError::DecimalComma(trimmed.to_owned()));
        }
        if let Some((numerator, denominator)) = trimmed.split_once('/') {
            let part = |s: &str| s.parse::<u64>().ok().and_then(|n| i64::try_from(n).ok()).ok_or_else(fail);
            let (numerator, denominator) = (part(numerator)?, part(denominator)?);
            return if denominator == 0 { Err(fail()) } else { Ok(Self::ratio(numerator, denominator)) };
        }
        let (whole, places) = trimmed.split_once('.').unwrap_or((trimmed, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(places) || trimmed.ends_with('.') {
            return Err(fail());
        }
        let places = places.trim_end_matches('0');
        if whole.trim_start_matches('0').len() > LIMIT_WHOLE || places.len() > LIMIT_PLACES {
            return Err(AmountError::TooLong(trimmed.to_owned()));
        }
        let scale = 10i128.pow(u32::try_from(places.len()).unwrap_or(0));
        let number: i128 = format!("{whole}{places}").parse().map_err(|_| fail())?;
        Ok(Self(Ratio::new(number, scale)))
    }
}

/// Amounts between two ends, both included; an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AmountRange {
    /// The least it can be.
    pub low: Amount,
    /// The most it can be; `None` where nothing bounds it.
    pub high: Option<Amount>,
}

impl AmountRange {
    /// Exactly this amount.
    pub fn exactly(amount: Amount) -> Self {
        Self { low: amount, high: Some(amount) }
    }

    /// From `low` to `high`, whichever way round they are given.
    pub fn between(a: Amount, b: Amount) -> Self {
        Self { low: a.min(b), high: Some(a.max(b)) }
    }

    /// Anything from nothing upward.
    pub fn unbounded() -> Self {
        Self { low: Amount::ZERO, high: None }
    }

    /// The one amount, when there is only one.
    pub fn single(self) -> Option<Amount> {
        (self.high == Some(self.low)).then_some(self.low)
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        let high = self.high.zip(other.high).map(|(a, b)| a.max(b));
        Self { low: self.low.min(other.low), high }
    }

    /// Both ends rounded down to a step.
    #[must_use]
    pub fn down_to(self, step: Amount) -> Self {
        Self { low: self.low.down_to(step), high: self.high.map(|high| high.down_to(step)) }
    }

    /// The greatest of each pair drawn from the two ranges.
    #[must_use]
    pub fn greatest(self, other: Self) -> Self {
        let high = self.high.zip(other.high).map(|(a, b)| a.max(b));
        Self { low: self.low.max(other.low), high }
    }

    /// The least of each pair drawn from the two ranges.
    #[must_use]
    pub fn least(self, other: Self) -> Self {
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { low: self.low.min(other.low), high }
    }
}

impl fmt::Display for AmountRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.high {
            Some(high) if high == self.low => write!(f, "{high}"),
            Some(high) => write!(f, "{} to {high}", self.low),
            None => write!(f, "{} or more", self.low),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let shown = text.parse::<Amount>().map_or_else(|e| e.to_string(), |a| a.to_string());
        assert_eq!(shown, expect, "reading `{text}`");
    }

    #[test]
    fn reads_and_shows_exactly() {
        check("7.5", "7.5");
        check("7.50", "7.5");
        check("014", "14");
        check("10/3", "10/3 (about 3.33)");
        check("0.000001", "0.000001");
    }

    #[test]
    fn refuses_what_is_no_number() {
        check("7,5", "`7,5` has a decimal comma; write it with a point, as `7.5`");
        check("-3", "`-3` is not a number; write it as `7.5`");
        check("1e3", "`1e3` is not a number; write it as `7.5`");
        check("7.", "`7.` is not a number; write it as `7.5`");
        check("1234567890", "`1234567890` has more than 9 digits before the point or more than 6 after it");
    }

    #[test]
    fn hours_become_credits_without_rounding() {
        let course = Amount::whole(100).over(Amount::whole(30)).unwrap();
        assert_eq!(course.plus(course).plus(course), Amount::whole(10));
        assert_eq!(course.as_hundredths(), None);
        assert_eq!("14.99".parse::<Amount>().unwrap().as_hundredths(), Some(1499));
    }
}
