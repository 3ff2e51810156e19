//! Days as people write them in their own country, read as what they mean.

/// A day in the order of the language, and whether it could be read in another order as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Day {
    /// `2026-09-01`; whether the calendar has it is not looked at.
    pub(crate) text: String,
    /// The other way to read it, where the day and the month could be one another.
    pub(crate) other: Option<String>,
}

/// Reads `01.09.2026`, `1/9/2026`, `2026-9-1`, `1 September 2026`, `1 de septiembre de 2026`, `September 1, 2026`.
pub(crate) fn day(written: &str) -> Option<Day> {
    let parts: Vec<&str> = written.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|p| !matches!(*p, "de" | "del" | "of")).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if first.len() == 4 && number(first).is_some() {
        return Some(Day { text: iso(number(first)?, number(second)?, number(third)?), other: None });
    }
    let year = number(third)?;
    if let Some(month) = month(second) {
        return Some(Day { text: iso(year, month, ordinal(first)?), other: None });
    }
    if let Some(month) = month(first) {
        return Some(Day { text: iso(year, month, ordinal(second)?), other: None });
    }
    let (a, b) = (number(first)?, number(second)?);
    // Only with a stroke is the month ever written first.
    let stroke = written.contains('/');
    Some(match (stroke, a <= 12, b <= 12) {
        (true, true, true) if a != b => Day { text: iso(year, b, a), other: Some(iso(year, a, b)) },
        (true, true, false) => Day { text: iso(year, a, b), other: None },
        _ => Day { text: iso(year, b, a), other: None },
    })
}

fn number(text: &str) -> Option<u16> {
    text.parse().ok()
}

/// `1st`, `1er`, `1º`.
fn ordinal(text: &str) -> Option<u16> {
    number(text.trim_end_matches(|c: char| !c.is_ascii_digit()))
}

fn iso(year: u16, month: u16, day: u16) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// The beginnings of the names of the months in the languages that registrars here write.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "maa"],
    &["apr", "abr", "avr"],
    &["may", "mai", "mag", "mei"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "dic", "déc"],
];

fn month(word: &str) -> Option<u16> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.iter().any(|n| word.starts_with(n)))?;
    u16::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_read_as_their_country_writes_them() {
        for (written, read) in [
            ("01.09.2026", "2026-09-01"),
            ("1. 9. 2026", "2026-09-01"),
            ("31/12/2025", "2025-12-31"),
            ("12/31/2025", "2025-12-31"),
            ("2026-9-1", "2026-09-01"),
            ("2026/09/01", "2026-09-01"),
            ("1 September 2026", "2026-09-01"),
            ("1er août 2026", "2026-08-01"),
            ("1 de septiembre de 2026", "2026-09-01"),
            ("15. März 2026", "2026-03-15"),
            ("30 juin 2026", "2026-06-30"),
            ("September 1, 2026", "2026-09-01"),
        ] {
            let day = day(written).unwrap();
            assert_eq!((day.text.as_str(), day.other), (read, None), "{written}");
        }
    }

    #[test]
    fn a_stroke_leaves_two_ways_to_read_it() {
        let day = day("1/9/2026").unwrap();
        assert_eq!((day.text.as_str(), day.other.as_deref()), ("2026-09-01", Some("2026-01-09")));
    }
}
