//! Days: plain dates and timestamps, taken as written.

use credstack_model::date::DateRange;

/// What a text says of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Day {
    /// A day, or the days of a month or a year.
    Known(DateRange),
    /// A stamp in the last hours of a day in UTC, which is the next day further east.
    Late(DateRange),
    /// No day at all, and why.
    None(String),
}

/// Reads a day of issuing or expiry: the date as it is written, whatever the zone.
pub(crate) fn day(text: &str) -> Day {
    let trimmed = text.trim();
    let (date, rest) = match trimmed.find(['T', ' ']) {
        Some(at) => (trimmed.get(..at).unwrap_or(""), trimmed.get(at..).unwrap_or("")),
        None => (without_zone(trimmed), ""),
    };
    match DateRange::parse(date) {
        Ok(range) if rest.is_empty() => Day::Known(range),
        Ok(range) => match hour(rest) {
            Some(hour) if hour >= 21 && is_utc(rest) => Day::Late(range),
            Some(_) => Day::Known(range),
            None => Day::None(format!("`{}` is no time of day", rest.trim())),
        },
        Err(_) => Day::None(format!("`{}` is no date", clip(trimmed))),
    }
}

/// Reads the seconds since 1970 that tokens count, as the day in UTC.
pub(crate) fn seconds(text: &str) -> Day {
    let whole = text.split('.').next().unwrap_or_default();
    let day = whole.parse().ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
    match day {
        Some(stamp) => Day::Known(DateRange::exactly(jiff::tz::Offset::UTC.to_datetime(stamp).date())),
        None => Day::None(format!("`{}` is no number of seconds", clip(text))),
    }
}

/// `2009-08-31Z` and `2009-08-31+02:00`, as XML writes a day with its zone, without it.
fn without_zone(date: &str) -> &str {
    match date.get(10..) {
        Some(zone)
            if zone == "Z" || (zone.len() == 6 && zone.starts_with(['+', '-']) && zone.get(3..4) == Some(":")) =>
        {
            date.get(..10).unwrap_or(date)
        }
        _ => date,
    }
}

/// A day that is written in an order which the document names, `dd-MM-yyyy`, put as `2009-08-31`; as it stands where the
/// order does not fit.
pub(crate) fn in_order(text: &str, order: &str) -> String {
    let parts = |text: &str| -> Vec<String> {
        text.split(['-', '.', '/']).filter(|p| !p.is_empty()).map(ToOwned::to_owned).collect()
    };
    let (said, order) = (parts(text.trim()), parts(order));
    let of = |letter: char| {
        let at = order.iter().position(|o| o.chars().all(|c| c == letter))?;
        said.get(at).filter(|p| p.bytes().all(|b| b.is_ascii_digit()))
    };
    match (of('y'), of('M'), of('d')) {
        (Some(year), Some(month), Some(day)) if said.len() == 3 && year.len() == 4 => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => text.to_owned(),
    }
}

/// The same day and the next: a stamp late in the day in UTC is the next day where the clocks are ahead.
pub(crate) fn or_next(range: DateRange) -> DateRange {
    DateRange { first: range.first, last: range.last.tomorrow().unwrap_or(range.last) }
}

/// The hour of `T22:00:00Z`, where the rest is a time of day and nothing else.
fn hour(rest: &str) -> Option<u8> {
    let time = rest.strip_prefix(['T', ' '])?;
    let part = |range: std::ops::Range<usize>, most: u8| {
        let digits = time.get(range)?;
        let number: u8 = digits.parse().ok()?;
        (digits.bytes().all(|b| b.is_ascii_digit()) && number <= most).then_some(number)
    };
    let hour = part(0..2, 24)?;
    if time.get(2..3)? != ":" {
        return None;
    }
    part(3..5, 59)?;
    let tail = time.get(5..)?;
    tail.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z')).then_some(hour)
}

fn is_utc(rest: &str) -> bool {
    rest.ends_with('Z') || rest.ends_with("+00:00") || rest.ends_with("-00:00")
}

/// The beginning of a text, for messages.
pub(crate) fn clip(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match day(text) {
            Day::Known(range) => range.to_string(),
            Day::Late(range) => format!("late on {range}"),
            Day::None(why) => why,
        }
    }

    #[test]
    fn timestamps_are_taken_as_written() {
        assert_eq!(shown("2024-08-30T00:00:00Z"), "2024-08-30");
        assert_eq!(shown("2020-07-20T00:00:00+02:00"), "2020-07-20");
        assert_eq!(shown("2025-05-30T06:47:56.769151Z"), "2025-05-30");
        assert_eq!(shown("2024-06"), "2024-06-01 to 2024-06-30");
        assert_eq!(shown("1999-10-01T22:00:00Z"), "late on 1999-10-01");
        assert_eq!(shown("2009-08-31Z"), "2009-08-31");
        assert_eq!(shown("2009-08-31+02:00"), "2009-08-31");
        assert_eq!(shown("2009-08-31+x"), "`2009-08-31+x` is no date");
    }

    #[test]
    fn a_day_in_another_order_is_read_where_the_document_names_it() {
        assert_eq!(in_order("18-07-1966", "dd-MM-yyyy"), "1966-07-18");
        assert_eq!(in_order("8.7.1966", "dd.MM.yyyy"), "1966-07-08");
        assert_eq!(in_order("1966-07-18", "yyyy-MM-dd"), "1966-07-18");
        assert_eq!(in_order("18-07-66", "dd-MM-yyyy"), "18-07-66");
        assert_eq!(in_order("July 1966", "dd-MM-yyyy"), "July 1966");
    }

    #[test]
    fn template_text_and_impossible_days_are_no_dates() {
        assert_eq!(
            shown("WILL BE MAPPED BY DYNAMIC DATA FUNCTION"),
            "`WILL BE MAPPED BY DYNAMIC DATA FUNCTION` is no date"
        );
        assert_eq!(shown("9999-99-99T99:99Z"), "`9999-99-99T99:99Z` is no date");
        assert_eq!(shown("2010-01-01T19:73:24Z"), "`T19:73:24Z` is no time of day");
        assert_eq!(shown("2023-07-20T07:05:44Z (TO BE REPLACED)"), "`T07:05:44Z (TO BE REPLACED)` is no time of day");
    }

    #[test]
    fn seconds_are_days() {
        assert_eq!(seconds("1262304000"), day("2010-01-01"));
        assert_eq!(seconds("1262303999.9"), day("2009-12-31"));
        for text in ["", "1e9", "99999999999999999999", "2010-01-01"] {
            assert_eq!(seconds(text), Day::None(format!("`{text}` is no number of seconds")));
        }
    }

    #[test]
    fn the_night_before_may_be_the_next_day() {
        let Day::Late(range) = day("1999-12-31T23:00:00Z") else {
            panic!("late in the day");
        };
        assert_eq!(or_next(range).to_string(), "1999-12-31 to 2000-01-01");
    }
}
