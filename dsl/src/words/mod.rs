//! The words of the language, read from its grammar, so that there is no second list: for highlighting and for completion.

mod expression;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::names::Thing;
use crate::syntax::reads_name;
use expression::{Expression, read};

/// The one grammar.
const GRAMMAR: &str = include_str!("../rule.pest");

/// What its lines say.
static LINES: LazyLock<BTreeMap<String, Expression>> = LazyLock::new(lines);

/// Every keyword, `policy`, `in force`, `at most`, once and in the order of the alphabet.
pub fn keywords() -> Vec<String> {
    let lines = LINES.iter().filter(|(name, _)| name.starts_with("KW_"));
    distinct(lines.flat_map(|(_, line)| texts(line)))
}

/// The words that stand where the language has a list of them: `union`, `primary`, `graded`, `years`.
pub fn listed_words() -> Vec<String> {
    let lists = LINES.iter().filter(|(name, _)| name.ends_with("_word") || *name == "term_unit");
    let known: BTreeSet<String> = keywords().into_iter().collect();
    distinct(lines_of(lists).filter(|w| !known.contains(w)))
}

fn lines_of<'a>(lines: impl Iterator<Item = (&'a String, &'a Expression)>) -> impl Iterator<Item = String> {
    lines.flat_map(|(_, line)| texts(line)).filter(|w| w.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The words with which a clause can begin in a block, or an item in a file.
pub fn beginnings(inside: Option<Thing>) -> Vec<String> {
    let names: &[&str] = match inside {
        None => &["policy", "award", "scenario", "articulation", "learner_exception"],
        Some(Thing::Policy) => &["policy_clause"],
        Some(Thing::Award) => &["award_clause"],
        Some(Thing::Rule) => &["rule_clause"],
        Some(Thing::Limit) => &["limit_clause"],
        Some(Thing::Route) => &["route_clause"],
        Some(Thing::Function) => &["function_clause"],
        Some(Thing::Source) => &["source_clause"],
        Some(Thing::Parameter) => &["checked_clause", "reading_clause", "cite_clause", "note_clause"],
        Some(Thing::Framework) => &["level_line", "cite_clause", "note_clause"],
        Some(Thing::CreditSystem) => &["cite_clause", "note_clause"],
        Some(Thing::Agreement) => &["agreement_clause"],
        Some(Thing::Procedure) => &["procedure_clause"],
        Some(Thing::Scenario) => &["scenario_clause"],
        Some(Thing::Articulation) => &["articulation_clause"],
        Some(Thing::Exception) => &["exception_clause"],
        Some(Thing::Requirement) => &["require", "if_clause", "average_clause", "bound_clause"],
        Some(_) => &[],
    };
    distinct(names.iter().filter_map(|n| LINES.get(*n)).flat_map(|line| firsts(line).0))
}

/// The words that can follow a keyword, where they are keywords or stand in a list: after `layer`, `union` and the others.
pub fn following(keyword: &str) -> Vec<String> {
    let follows = |line: &Expression| -> BTreeSet<String> {
        let Expression::Sequence(parts) = line else { return BTreeSet::new() };
        let Some((first, rest)) = parts.split_first() else { return BTreeSet::new() };
        let is = matches!(first, Expression::Named(n) if n.starts_with("KW_")) && texts(first).contains(keyword);
        if is { firsts_of(rest).0 } else { BTreeSet::new() }
    };
    distinct(LINES.values().flat_map(follows))
}

/// Whether a text is one name as the language has it: letters, digits and `_`, and no word that it keeps for itself. With
/// `full`, parts joined by dots.
pub fn is_name(text: &str, full: bool) -> bool {
    reads_name(text, full) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || (full && c == '.'))
}

fn distinct(words: impl Iterator<Item = String>) -> Vec<String> {
    words.filter(|w| !w.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The lines of the grammar by their names.
fn lines() -> BTreeMap<String, Expression> {
    let mut found = BTreeMap::new();
    let mut open: Option<(String, String)> = None;
    for line in GRAMMAR.lines().filter(|l| !l.trim_start().starts_with("//")) {
        let (name, body) = match (open.take(), line.split_once(" = ")) {
            (Some((name, body)), _) => (name, body + "\n" + line),
            (None, Some((name, body))) => (name.trim().to_owned(), body.to_owned()),
            (None, None) => continue,
        };
        let ends = line.trim_end() == "}" || (line.contains(" = ") && line.trim_end().ends_with('}'));
        if ends {
            let inner = body.split_once('{').map_or("", |(_, inner)| inner);
            found.insert(name, read(inner.trim_end().trim_end_matches('}')));
        } else {
            open = Some((name, body));
        }
    }
    found
}

/// All texts that an expression of words can be. Slips, that is what is only read so that it can be told, are none.
fn texts(of: &Expression) -> BTreeSet<String> {
    match of {
        Expression::Literal(text) => BTreeSet::from([text.clone()]),
        Expression::Nothing => BTreeSet::from([String::new()]),
        Expression::Named(name) if name == "space" => BTreeSet::from([" ".to_owned()]),
        Expression::Named(name) if name.starts_with("KW_") || name.ends_with("_word") => {
            LINES.get(name).map(texts).unwrap_or_default()
        }
        Expression::Named(_) => BTreeSet::new(),
        Expression::Optional(inner) => texts(inner).into_iter().chain([String::new()]).collect(),
        Expression::Choice(all) => all.iter().flat_map(texts).collect(),
        Expression::Sequence(all) => all.iter().fold(BTreeSet::from([String::new()]), |so_far, part| {
            let next = texts(part);
            so_far.iter().flat_map(|head| next.iter().map(move |tail| format!("{head}{tail}"))).collect()
        }),
    }
}

/// The keywords with which an expression can begin, and whether it can be empty.
fn firsts(of: &Expression) -> (BTreeSet<String>, bool) {
    match of {
        Expression::Named(name) if name.starts_with("KW_") || name.ends_with("_word") => (texts(of), false),
        // What begins with a name, a text or a value begins with no keyword.
        Expression::Named(name) if name == "line_break" => (BTreeSet::new(), true),
        Expression::Named(name) => match LINES.get(name) {
            Some(line) if has_keywords(name) => firsts(line),
            _ => (BTreeSet::new(), false),
        },
        Expression::Literal(_) => (BTreeSet::new(), false),
        Expression::Nothing => (BTreeSet::new(), true),
        Expression::Optional(inner) => (firsts(inner).0, true),
        Expression::Choice(all) => all.iter().map(firsts).fold((BTreeSet::new(), false), |mut sum, (words, empty)| {
            sum.0.extend(words);
            (sum.0, sum.1 || empty)
        }),
        Expression::Sequence(all) => firsts_of(all),
    }
}

fn firsts_of(all: &[Expression]) -> (BTreeSet<String>, bool) {
    let mut found = BTreeSet::new();
    for part in all {
        let (words, empty) = firsts(part);
        found.extend(words);
        if !empty {
            return (found, false);
        }
    }
    (found, true)
}

/// Conditions and credentials begin with words that anybody may declare; looking into them would lead round in a circle.
fn has_keywords(name: &str) -> bool {
    const FREE: [&str; 6] = ["condition", "credentials", "phrase", "value", "example_fact", "text"];
    !FREE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::{beginnings, following, is_name, keywords, listed_words};
    use crate::Thing;

    #[test]
    fn keywords_are_those_of_the_grammar_without_its_slips() {
        let words = keywords();
        for word in
            ["policy", "in force", "at most", "lifts bar", "lifts the bar", "never by recognition", "credentials"]
        {
            assert!(words.iter().any(|w| w == word), "{word}: {words:?}");
        }
        assert!(!words.iter().any(|w| w == "política"), "{words:?}");
        assert!(listed_words().iter().any(|w| w == "exemption without credits"), "{:?}", listed_words());
    }

    #[test]
    fn a_block_begins_its_clauses_with_its_own_keywords() {
        let rule = beginnings(Some(Thing::Rule));
        for word in ["cite", "grant", "classify as", "example", "mandatory", "exception to"] {
            assert!(rule.iter().any(|w| w == word), "{word}: {rule:?}");
        }
        assert!(!rule.iter().any(|w| w == "url" || w == "require"), "{rule:?}");
        assert!(beginnings(Some(Thing::Limit)).iter().any(|w| w == "at most"));
        assert_eq!(beginnings(None), ["articulation", "award", "exception", "policy", "scenario"]);
    }

    #[test]
    fn after_a_keyword_stand_the_words_of_its_list() {
        assert_eq!(following("layer"), ["country", "institution", "programme", "region", "union"]);
        assert_eq!(following("confidence"), ["doubtful", "primary", "secondary"]);
        assert_eq!(following("grant"), ["at least", "in full", "may", "must", "up to"]);
    }

    #[test]
    fn a_name_is_no_word_of_the_language() {
        assert!(is_name("own_study", false) && is_name("es.universities", true));
        for bad in ["rule", "two words", "", "1st", "a-b", "es.universities"] {
            assert!(!is_name(bad, false), "{bad}");
        }
    }
}
