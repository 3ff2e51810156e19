//! Slips that are read on purpose as what was meant: each is one message with the text as it should be.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::date::DateRange;
use credstack_source::Span;

use super::{Kind, Node, dates, foreign};

/// Digits that a number may have before the point, and after it; `credstack_model::Amount` takes no more.
const MOST_DIGITS: (usize, usize) = (9, 6);

/// What is slipped in one node, if anything is.
pub(super) fn slip(node: &Node<'_>) -> Option<Diagnostic> {
    match node.kind {
        Kind::smart_string => Some(quotes(node)),
        Kind::open_string => Some(open_text(node)),
        Kind::amount | Kind::comma_amount | Kind::grouped_amount | Kind::integer | Kind::level_label => number(node),
        Kind::bad_sign | Kind::bound_sign => Some(comparison(node)),
        Kind::wrong_unit => Some(unit(node)),
        Kind::workload => unit_place(node).or_else(|| glued_unit(node)),
        Kind::percent | Kind::percent_of => percent(node),
        Kind::level => glued_level(node),
        Kind::bare_level => Some(no_framework(node.span, node.text)),
        Kind::date => date(node),
        Kind::name | Kind::full_name => name(node),
        Kind::primary | Kind::value_list => open_parenthesis(node),
        Kind::COMMENT => stray(node),
        kind => foreign::keyword(kind).and_then(|english| keyword(node, english)),
    }
}

fn fixed(slug: Slug, span: Span, message: String, right: &str, sure: Applicability) -> Diagnostic {
    Diagnostic::new(slug, span, message).help(format!("write `{right}`")).fix(span, right, sure)
}

fn quotes(node: &Node<'_>) -> Diagnostic {
    let what = if node.text.starts_with(['\'', '‘', '‚', '‹']) { "single" } else { "typographic" };
    Diagnostic::new(Slug::SmartQuote, node.span, format!("a text stands in {what} quotes"))
        .help("use straight double quotes")
        .fix(node.span, format!("\"{}\"", node.words()), Applicability::Safe)
}

fn open_text(node: &Node<'_>) -> Diagnostic {
    let text = node.text.trim_end();
    let end = node.span.start as usize + text.len();
    let span = Span::new(node.span.source, node.span.start as usize, end);
    unclosed_text(span).fix(Span::new(span.source, end, end), "\"", Applicability::Likely)
}

/// A text whose closing quote was forgotten.
pub(super) fn unclosed_text(span: Span) -> Diagnostic {
    Diagnostic::new(Slug::MissingQuote, span, "a text in quotes is not closed").help("close it with `\"`")
}

fn number(node: &Node<'_>) -> Option<Diagnostic> {
    let (plain, unsure) = plain_number(node);
    let whole = plain.split('.').next().unwrap_or_default();
    if whole.trim_start_matches('0').len() > MOST_DIGITS.0 {
        // What is compared or counted is told where it becomes an amount.
        let counted = matches!(node.kind, Kind::integer | Kind::level_label);
        return counted.then(|| number_too_long(node));
    }
    match node.kind {
        Kind::comma_amount => {
            let message = format!("`{}` has a decimal comma", node.text);
            let problem = Diagnostic::new(Slug::DecimalComma, node.span, message).help("write a point");
            Some(problem.fix(node.span, plain, Applicability::Safe))
        }
        Kind::grouped_amount if unsure => {
            let message = format!("`{}` can be read in two ways: with decimals, or in thousands", node.text);
            let decimal = node.text.replace(',', ".");
            let help = format!(
                "write `{plain}`, or `{}` if decimals are meant",
                decimal.trim_end_matches('0').trim_end_matches('.')
            );
            let problem = Diagnostic::new(Slug::ThousandsSeparator, node.span, message).help(help);
            Some(problem.fix(node.span, plain, Applicability::Likely))
        }
        Kind::grouped_amount => {
            let message = format!("`{}` has a sign between its thousands", node.text);
            Some(fixed(Slug::ThousandsSeparator, node.span, message, &plain, Applicability::Safe))
        }
        _ => None,
    }
}

/// A number that no workload comes near to.
pub(crate) fn number_too_long(node: &Node<'_>) -> Diagnostic {
    let digits = node.text.bytes().filter(u8::is_ascii_digit).count();
    let start = node.span.start as usize;
    // Its beginning is enough to find it.
    let shown = Span::new(node.span.source, start, start + node.text.len().min(24));
    let help = format!("write at most {} digits before the point and {} after it", MOST_DIGITS.0, MOST_DIGITS.1);
    Diagnostic::new(Slug::NumberTooLong, shown, format!("a number of {digits} digits")).help(help)
}

/// A number in the language's way, and whether it could also be meant in another: `14,5` is 14.5, `1 500` is 1500, and
/// `1.500` is likely 1500.
pub(crate) fn plain_number(node: &Node<'_>) -> (String, bool) {
    if node.kind == Kind::grouped_amount { ungrouped(node.text) } else { (node.text.replace(',', "."), false) }
}

fn ungrouped(written: &str) -> (String, bool) {
    let signs: Vec<(usize, char)> = written.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let (Some((_, first)), Some((at, last))) = (signs.first().copied(), signs.last().copied()) else {
        return (written.to_owned(), false);
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (before, after) =
        (written.get(..at).unwrap_or_default(), written.get(at + last.len_utf8()..).unwrap_or_default());
    let point = matches!(last, '.' | ',');
    let group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    if point && signs.len() == 1 {
        // One sign before three digits is the one case in which nobody can know.
        return if group { (digits(written), true) } else { (format!("{before}.{after}"), false) };
    }
    if point && (first != last || after.len() != 3) {
        return (format!("{}.{after}", digits(before)), false);
    }
    (digits(written), false)
}

fn comparison(node: &Node<'_>) -> Diagnostic {
    let right = sign(node.text);
    let in_words = node.text.starts_with(|c: char| c.is_ascii_alphabetic());
    let message = if in_words {
        format!("`{}` is a comparison in words", node.text)
    } else {
        format!("`{}` is no comparison of the language", node.text)
    };
    fixed(Slug::WrongSign, node.span, message, right, Applicability::Safe)
}

/// The comparison of the language that a sign or some words mean.
pub(crate) fn sign(written: &str) -> &'static str {
    let words: Vec<&str> = written.split_whitespace().filter(|w| *w != "is").collect();
    let or_equal = words.contains(&"equal");
    let no = words.contains(&"no");
    match words.first().copied().unwrap_or_default() {
        "<" if words.len() == 1 => "<",
        ">" if words.len() == 1 => ">",
        "<" | "<=" | "≤" | "=<" | "⩽" | "up" => "<=",
        ">" | ">=" | "≥" | "=>" | "⩾" => ">=",
        "!=" | "<>" | "≠" => "is not",
        "at" => {
            if words.contains(&"least") {
                ">="
            } else {
                "<="
            }
        }
        "under" | "below" => "<",
        "over" | "above" => ">",
        _ => match words
            .iter()
            .find(|w| matches!(**w, "less" | "fewer" | "smaller" | "lower" | "more" | "greater" | "higher" | "larger"))
        {
            Some(&("less" | "fewer" | "smaller" | "lower")) if no => ">=",
            Some(&("less" | "fewer" | "smaller" | "lower")) if or_equal => "<=",
            Some(&("less" | "fewer" | "smaller" | "lower")) => "<",
            Some(_) if no => "<=",
            Some(_) if or_equal => ">=",
            Some(_) => ">",
            None => "is",
        },
    }
}

fn unit(node: &Node<'_>) -> Diagnostic {
    let (right, sure) = match node.text {
        "ects" | "Ects" => ("ECTS", Applicability::Safe),
        "h" | "hrs" | "Stunden" | "Stunde" | "horas" | "hora" | "heures" | "heure" | "ore" | "ora" | "uren" | "uur" => {
            ("hours", Applicability::Safe)
        }
        _ => ("ECTS", Applicability::Likely),
    };
    let help = match sure {
        Applicability::Safe => format!("write `{right}`"),
        Applicability::Likely => format!("write `{right}`, or the name of a credit system that a pack declares"),
    };
    Diagnostic::new(Slug::UnknownUnit, node.span, format!("unknown unit `{}`", node.text))
        .help(help)
        .fix(node.span, right, sure)
}

/// `ECTS 15`.
fn unit_place(node: &Node<'_>) -> Option<Diagnostic> {
    node.child(Kind::unit_first)?;
    let number = node.parts().nth(1)?;
    let right = format!("{} ECTS", plain_number(number).0);
    Some(before_number(node.span, node.text, &right))
}

/// A unit that stands before its number.
pub(crate) fn before_number(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Slug::UnitBeforeNumber, span, format!("the unit stands before the number in `{written}`"))
        .help("write the number first")
        .fix(span, right, Applicability::Safe)
}

fn glued_unit(node: &Node<'_>) -> Option<Diagnostic> {
    let unit = node.child(Kind::unit)?;
    let number = node.parts().take_while(|p| p.kind != Kind::unit).last()?;
    if number.span.end != unit.span.start {
        return None;
    }
    let right = format!("{} {}", number.text, unit.text);
    Some(glued(number.span.to(unit.span), &right))
}

fn glued(span: Span, right: &str) -> Diagnostic {
    let message = format!("`{}` has no space between its parts", right.replace(' ', ""));
    fixed(Slug::MissingSpace, span, message, right, Applicability::Safe)
}

fn glued_level(node: &Node<'_>) -> Option<Diagnostic> {
    let (name, label) = (node.child(Kind::glued_name)?, node.child(Kind::level_label)?);
    let right = format!("{} {}", name.text.to_ascii_uppercase(), label.text);
    if name.text.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(glued(node.span, &right));
    }
    let message = format!("unknown framework `{}`", name.text);
    Some(fixed(Slug::UnknownFramework, node.span, message, &right, Applicability::Safe))
}

/// A level that does not say of which framework it is.
pub(crate) fn no_framework(span: Span, number: &str) -> Diagnostic {
    Diagnostic::new(Slug::MissingFramework, span, format!("the level `{number}` does not name its framework"))
        .help(format!("write `EQF {number}`, or the framework that the act names"))
        .fix(span, format!("EQF {number}"), Applicability::Likely)
}

fn percent(node: &Node<'_>) -> Option<Diagnostic> {
    let sign = node.child(Kind::percent_sign)?;
    let first = node.first()?;
    if first.kind == Kind::percent_sign {
        let number = node.parts().nth(1)?;
        let right = format!("{}%", plain_number(number).0);
        let span = sign.span.to(number.span);
        return Some(before_number(span, &format!("{}{}", sign.text, number.text), &right));
    }
    (sign.text != "%").then(|| {
        let (plain, _) = plain_number(first);
        let message = format!("`{}` is a word for a sign", sign.text);
        let span = first.span.to(sign.span);
        fixed(Slug::WrongSign, span, message, &format!("{plain}%"), Applicability::Safe)
    })
}

fn date(node: &Node<'_>) -> Option<Diagnostic> {
    let day = dates::day(node.text).filter(|d| d.text != node.text)?;
    // A day that no calendar has is told as that.
    DateRange::parse(&day.text).ok()?;
    let message = format!("`{}` is not in the order year, month, day", node.text);
    let problem = Diagnostic::new(Slug::WrongDate, node.span, message);
    Some(match day.other {
        None => problem.help(format!("write `{}`", day.text)).fix(node.span, day.text, Applicability::Safe),
        Some(other) => problem.help(format!("write `{}`, or `{other}` if the month stands first", day.text)).fix(
            node.span,
            day.text,
            Applicability::Likely,
        ),
    })
}

fn name(node: &Node<'_>) -> Option<Diagnostic> {
    let wrong = node.text.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))?;
    let what = if wrong == '-' { "a hyphen".to_owned() } else { format!("the letter `{wrong}`") };
    let right: String = node.text.chars().map(plain_letter).collect();
    let message = format!("the name `{}` has {what} in it", node.text);
    let problem = Diagnostic::new(Slug::WrongName, node.span, message)
        .help(format!("names have the letters a to z, digits and `_`: write `{right}`"));
    Some(problem.fix(node.span, right, Applicability::Safe))
}

/// A letter without what stands above or below it.
fn plain_letter(letter: char) -> &'static str {
    const PLAIN: [(&str, &str); 18] = [
        ("áàâäãåā", "a"),
        ("éèêëēė", "e"),
        ("íìîïī", "i"),
        ("óòôöõøō", "o"),
        ("úùûüū", "u"),
        ("ñń", "n"),
        ("çćč", "c"),
        ("šś", "s"),
        ("žźż", "z"),
        ("ÁÀÂÄÃÅ", "A"),
        ("ÉÈÊË", "E"),
        ("ÍÌÎÏ", "I"),
        ("ÓÒÔÖÕØ", "O"),
        ("ÚÙÛÜ", "U"),
        ("Ñ", "N"),
        ("Ç", "C"),
        ("ß", "ss"),
        ("æœ", "ae"),
    ];
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    if let Some(at) = ASCII.find(letter) {
        return ASCII.get(at..=at).unwrap_or("_");
    }
    PLAIN.iter().find(|(letters, _)| letters.contains(letter)).map_or("_", |(_, plain)| plain)
}

fn open_parenthesis(node: &Node<'_>) -> Option<Diagnostic> {
    let missing = node.child(Kind::missing_paren)?;
    let open = node.child(Kind::open_list)?;
    let end = node.parts().take_while(|p| p.kind != Kind::missing_paren).last()?.span.end as usize;
    let at = Span::new(missing.span.source, end, end);
    let problem = Diagnostic::new(Slug::MissingParenthesis, open.span, "a parenthesis is not closed");
    Some(problem.help("close it with `)`").fix(at, ")", Applicability::Likely))
}

fn stray(node: &Node<'_>) -> Option<Diagnostic> {
    if node.text.starts_with('#') {
        return None;
    }
    let message = format!("`{}` has no meaning here", node.text);
    let problem = Diagnostic::new(Slug::StraySign, node.span, message);
    Some(problem.help("take it out: a clause begins with its word and ends with its line").fix(
        node.span,
        "",
        Applicability::Safe,
    ))
}

fn keyword(node: &Node<'_>, english: &'static str) -> Option<Diagnostic> {
    let written = node.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if written == english {
        return None;
    }
    if written.chars().all(|c| !c.is_alphabetic()) {
        let message = format!("`{written}` stands where a word is needed");
        return Some(fixed(Slug::WrongSign, node.span, message, english, Applicability::Safe));
    }
    let message = match foreign::english(&written) {
        _ if written.eq_ignore_ascii_case(english) => format!("`{written}` is written with a capital letter"),
        Some((_, languages)) => format!("`{written}` is {}; the words of a rule are English", languages.join(" or ")),
        None => format!("`{written}` is not the word that the language has for this"),
    };
    Some(fixed(Slug::WrongKeyword, node.span, message, english, Applicability::Safe))
}

/// Characters that nobody sees: some turn the order of the text around, so that it says another thing than it shows.
pub(super) fn hidden(source: credstack_source::SourceId, text: &str) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let (mut quoted, mut comment) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            '\n' => comment = false,
            '#' if !quoted => comment = true,
            '"' if !comment => quoted = !quoted,
            _ => {}
        }
        let span = Span::new(source, at, at + character.len_utf8());
        match character {
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => found.push(turning(span, character)),
            '\u{200B}' | '\u{2060}' | '\u{00AD}' => found.push(invisible(span, character)),
            // In a text of some scripts these are letters' own business.
            '\u{200C}'..='\u{200F}' | '\u{061C}' if !quoted && !comment => found.push(invisible(span, character)),
            '\u{FEFF}' if at > 0 => found.push(invisible(span, character)),
            _ => {}
        }
    }
    found
}

fn turning(span: Span, character: char) -> Diagnostic {
    let code = u32::from(character);
    let message = format!("the invisible character U+{code:04X} turns the direction of the text around");
    Diagnostic::new(Slug::BidiCharacter, span, message)
        .help("take it out, and read the line again: it may say another thing than it showed")
        .fix(span, "", Applicability::Likely)
}

fn invisible(span: Span, character: char) -> Diagnostic {
    let code = u32::from(character);
    let message = format!("the invisible character U+{code:04X} stands here");
    Diagnostic::new(Slug::InvisibleCharacter, span, message).help("take it out").fix(span, "", Applicability::Safe)
}
