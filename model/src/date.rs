//! Dates to the day, known exactly or only to the month or year.

use std::fmt;

use jiff::ToSpan;
pub use jiff::civil::Date;

/// A day, or the days between which it lies (a document that names only a year).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateRange {
    /// The earliest it can be.
    pub first: Date,
    /// The latest it can be.
    pub last: Date,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; write it as `2024-09-01`, `2024-09` or `2024`")]
pub struct DateError(pub String);

impl DateRange {
    /// Exactly this day.
    pub fn exactly(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// The day, when there is only one.
    pub fn single(self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }

    /// Reads `2024-09-01`, `2024-09` (any day of the month) or `2024` (any day of the year).
    ///
    /// # Errors
    /// [`DateError`] for anything else, also for days that do not exist.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let fail = || DateError(text.to_owned());
        let trimmed = text.trim();
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        let mut parts = trimmed.split('-');
        let year = parts.next().filter(|y| digits(y, 4)).ok_or_else(fail)?;
        let month = parts.next();
        let day = parts.next();
        if parts.next().is_some() || month.is_some_and(|m| !digits(m, 2)) || day.is_some_and(|d| !digits(d, 2)) {
            return Err(fail());
        }
        let number = |s: &str| s.parse::<i16>().map_err(|_| fail());
        let small = |s: &str| s.parse::<i8>().map_err(|_| fail());
        let make = |m: i8, d: i8| Date::new(number(year)?, m, d).map_err(|_| fail());
        match (month, day) {
            (None, _) => Ok(Self { first: make(1, 1)?, last: make(12, 31)? }),
            (Some(m), None) => {
                let first = make(small(m)?, 1)?;
                Ok(Self { first, last: first.last_of_month() })
            }
            (Some(m), Some(d)) => Ok(Self::exactly(make(small(m)?, small(d)?)?)),
        }
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.single() {
            Some(day) => write!(f, "{day}"),
            None => write!(f, "{} to {}", self.first, self.last),
        }
    }
}

/// A calendar length: years, months and days, counted on the calendar and not in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Term {
    /// Years, 0 to 200.
    pub years: i16,
    /// Months, 0 to 2400.
    pub months: i16,
    /// Days, 0 to 3660.
    pub days: i16,
}

impl Term {
    /// The same calendar day this term before `day`; where that day does not exist, the last day of its month
    /// (29 February 2020 plus five years is 28 February 2025).
    pub fn before(self, day: Date) -> Date {
        self.span_from(day, false)
    }

    /// The same calendar day this term after `day`; where that day does not exist, the last day of its month.
    pub fn after(self, day: Date) -> Date {
        self.span_from(day, true)
    }

    fn span_from(self, day: Date, forward: bool) -> Date {
        let clamp = |n: i16, most: i16| i32::from(n.clamp(0, most));
        let span = clamp(self.years, 200).years().months(clamp(self.months, 2400)).days(clamp(self.days, 3660));
        if forward { day.saturating_add(span) } else { day.saturating_sub(span) }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = [(self.years, "year"), (self.months, "month"), (self.days, "day")]
            .iter()
            .filter(|(n, _)| *n != 0)
            .map(|(n, unit)| format!("{n} {unit}{}", if *n == 1 { "" } else { "s" }))
            .collect();
        f.write_str(if parts.is_empty() { "no time" } else { "" })?;
        f.write_str(&parts.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_a_range_of_days() {
        assert_eq!(DateRange::parse("2024").unwrap().to_string(), "2024-01-01 to 2024-12-31");
        assert_eq!(DateRange::parse("2024-02").unwrap().to_string(), "2024-02-01 to 2024-02-29");
        assert_eq!(DateRange::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
    }

    #[test]
    fn refuses_days_that_do_not_exist() {
        for text in ["2023-02-29", "24-1-1", "2024/01/01", "", "2024-01-01-01", "2024-9-1"] {
            assert!(DateRange::parse(text).is_err(), "`{text}`");
        }
    }

    #[test]
    fn five_years_after_a_leap_day_is_the_last_of_february() {
        let leap = Date::new(2020, 2, 29).unwrap();
        let five = Term { years: 5, ..Term::default() };
        assert_eq!(five.after(leap).to_string(), "2025-02-28");
        assert_eq!(five.after(Date::new(2021, 9, 1).unwrap()).to_string(), "2026-09-01");
    }
}
