//! From the text of a cell to a typed value: numbers as Europe writes them, days in the order of their column, codes.

use credstack_model::Amount;
use credstack_model::date::DateRange;
use credstack_model::vocabulary::{AttributeId, Vocabulary, attribute};

use super::columns::{Column, Order};
use crate::read::dates::clip;
use crate::read::{codes, country, language};

/// How a table writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decimal {
    /// A mapping says that it is a comma.
    Comma,
    /// A mapping says that it is a point.
    Point,
    /// Nothing says it; what parts the columns makes a comma likely (`;`) or not.
    Unsaid {
        /// Whether the columns are not parted by commas, so that a comma may stand in a number.
        comma: bool,
    },
}

/// Why a cell is no number.
pub(crate) enum NoNumber {
    /// It may be two numbers.
    Ambiguous(String),
    /// It is none.
    Unreadable(String),
}

/// Reads `7.5` and `7,5`. What may be thousands as well as thousandths (`1,234`) is not guessed.
pub(crate) fn number(text: &str, decimal: Decimal) -> Result<Amount, NoNumber> {
    let trimmed = text.trim();
    let thousands = |mark: char| {
        trimmed.split_once(mark).is_some_and(|(whole, rest)| {
            rest.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0" && !rest.contains(mark)
        })
    };
    let doubtful = match decimal {
        Decimal::Unsaid { comma: true } => thousands('.'),
        Decimal::Unsaid { comma: false } => thousands(','),
        Decimal::Comma | Decimal::Point => false,
    };
    if doubtful && trimmed.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
        return Err(NoNumber::Ambiguous(format!(
            "`{trimmed}` may be thousands or thousandths; it is not taken, a mapping with `decimal` says which"
        )));
    }
    let plain = match (decimal, trimmed.contains(','), trimmed.contains('.')) {
        (Decimal::Comma, _, true) | (Decimal::Point, true, _) | (_, true, true) => None,
        (_, true, false) => Some(trimmed.replacen(',', ".", 1)),
        _ => Some(trimmed.to_owned()),
    };
    plain
        .and_then(|p| p.parse().ok())
        .filter(|_| !trimmed.contains('/'))
        .ok_or_else(|| NoNumber::Unreadable(format!("`{}` is no number", clip(trimmed))))
}

/// An amount with its unit in one cell: `5 ECTS`, `140 hours`.
pub(crate) fn with_unit(text: &str) -> (&str, Option<&str>) {
    let trimmed = text.trim();
    let end = trimmed.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(trimmed.len());
    let (amount, unit) = trimmed.split_at(end);
    let unit = unit.trim();
    if amount.is_empty() || unit.is_empty() { (trimmed, None) } else { (amount, Some(unit)) }
}

/// Yes or no, in the words of the tools that are met.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "ja" | "j" | "x" | "wahr" | "oui" | "sí" | "si" => Some(true),
        "no" | "n" | "false" | "0" | "nee" | "nein" | "falsch" | "non" => Some(false),
        _ => None,
    }
}

/// A day that is not written year first.
pub(crate) enum Turned {
    Day(DateRange),
    /// It is a day in either order, and another one in each.
    Ambiguous(String),
    /// It is for the common reader of days.
    Plain,
}

/// Reads `25.09.2019`, which is day first everywhere; `25/09/2019` and `25-09-2019` are, where the first cannot be a month.
pub(crate) fn turned(text: &str, order: Option<Order>) -> Turned {
    let trimmed = text.trim().trim_end_matches('.');
    let date = trimmed.split([' ', 'T']).next().unwrap_or("");
    let Some(mark) = ['.', '/', '-'].into_iter().find(|m| date.matches(*m).count() == 2) else {
        return Turned::Plain;
    };
    let numbers: Vec<&str> = date.split(mark).collect();
    let [first, second, year] = numbers.as_slice() else { return Turned::Plain };
    let plain = |t: &str| (1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    if !plain(first) || !plain(second) || year.len() != 4 || order == Some(Order::Year) {
        return Turned::Plain;
    }
    let day = |d: &str, m: &str| DateRange::parse(&format!("{year}-{m:0>2}-{d:0>2}")).ok();
    let (by_day, by_month) = (day(first, second), day(second, first));
    let found = match order {
        Some(Order::Month) => by_month,
        Some(_) => by_day,
        None if mark == '.' => by_day,
        None => match (by_day, by_month) {
            (Some(one), Some(other)) if one != other => {
                return Turned::Ambiguous(format!(
                    "`{trimmed}` may have the day or the month first; it is not taken, a mapping with `dates` says which"
                ));
            }
            (one, other) => one.or(other),
        },
    };
    found.map_or(Turned::Plain, Turned::Day)
}

/// What a word of a cell is as a code.
pub(crate) enum Coded {
    Known(String),
    /// A code that an open list lacks, with what to say of it.
    Unknown(String, String),
    /// None, and why.
    None(String),
}

/// The code that a word stands for: by the mapping, by the tables of words, or as it stands.
pub(crate) fn code(of: AttributeId, text: &str, column: &Column, vocabulary: &Vocabulary) -> Coded {
    if let Some(code) = column.codes.get(text) {
        return Coded::Known(code.clone());
    }
    let found = match of {
        attribute::ISSUER_COUNTRY => {
            let none = || Coded::None(format!("`{}` is no country of ISO 3166-1", clip(text)));
            return country::country(text).map_or_else(none, |c| Coded::Known(c.to_owned()));
        }
        attribute::LANGUAGE => {
            let none = || Coded::None(format!("`{}` is no language of BCP 47", clip(text)));
            return language::language(text).map_or_else(none, Coded::Known);
        }
        attribute::FIELD => {
            let none = || Coded::None(format!("`{}` is no ISCED-F code of two to four digits", clip(text)));
            return field(text).map_or_else(none, Coded::Known);
        }
        _ => codes::code(of, text).map(str::to_owned),
    };
    let Some(list) = vocabulary.get(of).codes() else { return Coded::Known(text.to_owned()) };
    let slug = codes::slug(text);
    let stands = || [text.to_owned(), slug.clone()].into_iter().find(|code| list.has(code));
    if let Some(code) = found.or_else(stands) {
        return Coded::Known(code);
    }
    if list.codes.is_empty() {
        return Coded::Known(text.to_owned());
    }
    let shown = clip(text);
    if list.open {
        let code = codes::unknown(text);
        let said = format!("`{shown}` is not in the list; it is kept as `{code}`");
        Coded::Unknown(code, said)
    } else {
        Coded::None(format!("`{shown}` is not in the list, which is closed; it is not taken"))
    }
}

/// An ISCED-F code. No field begins with 11 or more, so a spreadsheet took the zero away from one that does.
fn field(text: &str) -> Option<String> {
    let code = codes::field(text)?;
    let lost = code.len() < 4 && code.get(..2).is_some_and(|broad| broad > "10");
    Some(if lost { format!("0{code}") } else { code })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUTCH: Decimal = Decimal::Unsaid { comma: true };
    const ENGLISH: Decimal = Decimal::Unsaid { comma: false };

    fn shown(text: &str, decimal: Decimal) -> String {
        match number(text, decimal) {
            Ok(amount) => amount.to_string(),
            Err(NoNumber::Ambiguous(_)) => "ambiguous".to_owned(),
            Err(NoNumber::Unreadable(_)) => "unreadable".to_owned(),
        }
    }

    #[test]
    fn a_comma_parts_the_decimals_where_nothing_else_is_possible() {
        assert_eq!(shown("7,5", DUTCH), "7.5");
        assert_eq!(shown("7.5", DUTCH), "7.5");
        assert_eq!(shown("0,125", ENGLISH), "0.125");
        assert_eq!(shown("1,234", DUTCH), "1.234");
        assert_eq!(shown("1,234", ENGLISH), "ambiguous");
        assert_eq!(shown("1.200", DUTCH), "ambiguous");
        assert_eq!(shown("1.200", Decimal::Point), "1.2");
        for text in ["1.234,5", "1,2,3", "-5", "5/2", "5e3", "", "many"] {
            assert_eq!(shown(text, DUTCH), "unreadable", "`{text}`");
        }
    }

    #[test]
    fn days_are_not_guessed() {
        let shown = |text: &str, order| match turned(text, order) {
            Turned::Day(range) => range.to_string(),
            Turned::Ambiguous(_) => "ambiguous".to_owned(),
            Turned::Plain => "not turned".to_owned(),
        };
        assert_eq!(shown("25.09.2019.", None), "2019-09-25");
        assert_eq!(shown("1.9.2019", None), "2019-09-01");
        assert_eq!(shown("25/09/2019", None), "2019-09-25");
        assert_eq!(shown("09/25/2019", None), "2019-09-25");
        assert_eq!(shown("05-05-2019", None), "2019-05-05");
        assert_eq!(shown("01/09/2019", None), "ambiguous");
        assert_eq!(shown("01/09/2019", Some(Order::Day)), "2019-09-01");
        assert_eq!(shown("01/09/2019", Some(Order::Month)), "2019-01-09");
        for text in ["2019-09-01", "31.02.2019", "soon", "1.2", "1.2.19"] {
            assert_eq!(shown(text, None), "not turned", "`{text}`");
        }
    }

    #[test]
    fn the_zero_that_a_spreadsheet_took_away_is_given_back() {
        assert_eq!(field("613").as_deref(), Some("0613"));
        assert_eq!(field("061").as_deref(), Some("061"));
        assert_eq!(field("101").as_deref(), Some("101"));
        assert_eq!(field("0410").as_deref(), Some("0410"));
    }

    #[test]
    fn an_amount_may_have_its_unit_beside_it() {
        assert_eq!(with_unit("5 ECTS"), ("5", Some("ECTS")));
        assert_eq!(with_unit("7,5EC"), ("7,5", Some("EC")));
        assert_eq!(with_unit("140"), ("140", None));
        assert_eq!(with_unit("many hours"), ("many hours", None));
    }
}
