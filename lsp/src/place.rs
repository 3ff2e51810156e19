//! Where in a rule file something is being written: in which block, and after which words. Read from the text alone, because
//! what is being written seldom reads as a whole.

use credstack::dsl::Thing;

/// A place at which words may be completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place<'t> {
    /// The blocks that are open, outermost first; `None` for braces that hold facts.
    pub(crate) inside: Vec<Option<Thing>>,
    /// What stands of the clause before the word that is being written, without white space at its ends.
    pub(crate) before: &'t str,
    /// The word that is being written.
    pub(crate) word: &'t str,
}

/// The place at the end of a text; `None` within quotes or a comment.
pub(crate) fn place(text: &str) -> Option<Place<'_>> {
    let mut inside = Vec::new();
    let (mut quoted, mut comment, mut escaped) = (false, false, false);
    // Where the clause begins that is being written: after a line break or a brace.
    let mut clause = 0;
    for (at, c) in text.char_indices() {
        match c {
            '\n' if !quoted => {
                comment = false;
                clause = at + 1;
            }
            _ if comment => {}
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '#' => comment = true,
            '{' => {
                inside.push(block(text.get(clause..at).unwrap_or_default()));
                clause = at + 1;
            }
            '}' => {
                inside.pop();
                clause = at + 1;
            }
            _ => {}
        }
    }
    if quoted || comment {
        return None;
    }
    let here = text.get(clause..).unwrap_or_default();
    let word = here.rfind(|c: char| !is_of_word(c)).map_or(here, |at| {
        let next = here.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        here.get(at + next..).unwrap_or_default()
    });
    let before = here.strip_suffix(word).unwrap_or_default();
    Some(Place { inside, before: before.trim(), word })
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-')
}

/// What a brace opens, by the first word of its line.
fn block(head: &str) -> Option<Thing> {
    let first = head.split_whitespace().next().unwrap_or_default();
    Some(match first {
        "policy" => Thing::Policy,
        "award" => Thing::Award,
        "rule" => Thing::Rule,
        "limit" => Thing::Limit,
        "route" => Thing::Route,
        "function" => Thing::Function,
        "source" => Thing::Source,
        "parameter" => Thing::Parameter,
        "framework" => Thing::Framework,
        "credit" => Thing::CreditSystem,
        "agreement" => Thing::Agreement,
        "procedure" => Thing::Procedure,
        "scenario" => Thing::Scenario,
        "articulation" => Thing::Articulation,
        "exception" => Thing::Exception,
        "require" | "if" => Thing::Requirement,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use credstack::dsl::Thing;

    use super::place;

    #[test]
    fn the_block_and_the_words_before_are_seen() {
        let found = place("policy es \"T {\" {\n    rule a \"A\" {\n        when workload < 1").expect("a place");
        assert_eq!(found.inside, [Some(Thing::Policy), Some(Thing::Rule)]);
        assert_eq!((found.before, found.word), ("when workload <", "1"));
        let found = place("policy es {\n rule a { example \"x\" { ").expect("a place");
        assert_eq!(found.inside, [Some(Thing::Policy), Some(Thing::Rule), None]);
    }

    #[test]
    fn nothing_is_completed_in_quotes_and_comments() {
        assert_eq!(place("rule a \"some"), None);
        assert_eq!(place("policy a { # note"), None);
    }
}
