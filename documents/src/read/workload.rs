//! Workload: exact amounts, systems of credits, and the durations that are hours.

use credstack_model::Amount;

/// What a duration says of the learner's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Duration {
    /// So many hours.
    Hours(Amount),
    /// It is no statement of hours, and why.
    Ambiguous(&'static str),
}

const CALENDAR: &str = "it counts years, months, weeks or whole days on the calendar and not hours of work";
const NO_DURATION: &str = "it is not an ISO 8601 duration such as `PT60H`";

/// Reads an ISO 8601 duration. Only hours and minutes count, with days of 24 hours where hours or minutes are named beside
/// them (`P2DT12H` is how some tools write 60 hours); `P60M` is 60 months, `P60D` is days on the calendar.
pub(crate) fn duration(text: &str) -> Duration {
    let trimmed = text.trim();
    if let Some(hours) = spelled(trimmed) {
        return Duration::Hours(hours);
    }
    let Some(body) = trimmed.strip_prefix('P') else {
        return Duration::Ambiguous(NO_DURATION);
    };
    let Some((date, time)) = body.split_once('T') else {
        return Duration::Ambiguous(if body.is_empty() { NO_DURATION } else { CALENDAR });
    };
    let (Some(date), Some(time)) = (parts(date), parts(time)) else {
        return Duration::Ambiguous(NO_DURATION);
    };
    if time.is_empty() {
        return Duration::Ambiguous(NO_DURATION);
    }
    let mut hours = Amount::ZERO;
    for (amount, unit) in date {
        match unit {
            'D' => hours = hours.plus(amount.times(Amount::whole(24))),
            'Y' | 'M' | 'W' => return Duration::Ambiguous(CALENDAR),
            _ => return Duration::Ambiguous(NO_DURATION),
        }
    }
    for (amount, unit) in time {
        match unit {
            'H' => hours = hours.plus(amount),
            'M' => hours = hours.plus(amount.times(Amount::ratio(1, 60))),
            'S' if amount.is_zero() => {}
            'S' => return Duration::Ambiguous("it counts seconds"),
            _ => return Duration::Ambiguous(NO_DURATION),
        }
    }
    Duration::Hours(hours)
}

/// `30 hours`, as some documents write it.
fn spelled(text: &str) -> Option<Amount> {
    let (amount, unit) = text.split_once(' ')?;
    matches!(unit.trim(), "h" | "hour" | "hours").then(|| amount.parse().ok()).flatten()
}

fn parts(text: &str) -> Option<Vec<(Amount, char)>> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let at = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let amount: Amount = rest.get(..at)?.parse().ok()?;
        found.push((amount, rest.get(at..)?.chars().next()?));
        rest = rest.get(at + 1..)?;
    }
    Some(found)
}

/// A system of credits that a document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum System {
    /// European credits.
    Ects,
    /// Another system by its name.
    Other(String),
}

/// The system that a URI, a notation or a label names.
pub(crate) fn system(text: &str) -> Option<System> {
    let trimmed = text.trim();
    let last = trimmed.trim_end_matches('/').rsplit('/').next()?;
    let lower = last.to_lowercase();
    match lower.as_str() {
        "6fcec5c5af"
        | "ects"
        | "european credit transfer system"
        | "european credit transfer and accumulation system" => return Some(System::Ects),
        "60b314e826" | "ecvet" | "european credit system for vocational education and training" => {
            return Some(System::Other("ECVET".to_owned()));
        }
        _ => {}
    }
    // A short name in capitals is the name of a system (`SCQF`); a URN or a phrase is not.
    let named = last == trimmed
        && (2..=12).contains(&last.len())
        && last.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    named.then(|| System::Other(last.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> String {
        match duration(text) {
            Duration::Hours(hours) => hours.to_string(),
            Duration::Ambiguous(why) => why.to_owned(),
        }
    }

    #[test]
    fn hours_and_minutes_are_hours() {
        assert_eq!(hours("PT60H"), "60");
        assert_eq!(hours("PT1H30M"), "1.5");
        assert_eq!(hours("PT50M"), "5/6 (about 0.83)");
        assert_eq!(hours("P2DT12H"), "60");
        assert_eq!(hours("30 hours"), "30");
    }

    #[test]
    fn sixty_months_are_not_sixty_hours() {
        for text in ["P60M", "P1M", "P6M1D", "P60D", "P3Y", "P4W", "P1MT2H"] {
            assert_eq!(hours(text), CALENDAR, "`{text}`");
        }
        for text in ["", "P", "PT", "60", "PTxH", "P1DT30X"] {
            assert_eq!(hours(text), NO_DURATION, "`{text}`");
        }
    }

    #[test]
    fn a_credit_system_is_named_or_unknown() {
        assert_eq!(system("http://data.europa.eu/snb/education-credit/6fcec5c5af"), Some(System::Ects));
        assert_eq!(system("ects"), Some(System::Ects));
        assert_eq!(system("ECVET"), Some(System::Other("ECVET".into())));
        assert_eq!(system("SCQF"), Some(System::Other("SCQF".into())));
        assert_eq!(system("urn:creditPointFramework:1"), None);
        assert_eq!(system("credit-point-framework"), None);
    }
}
