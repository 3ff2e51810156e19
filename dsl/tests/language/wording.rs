//! How problems are worded: in the words of the field, never in those of the grammar or the program.

use credstack_diagnostics::Diagnostic;

/// Names that belong to the grammar or to the program.
const INTERNAL: [&str; 21] = [
    "KW_",
    "bad_",
    "_clause",
    "_test",
    "_tail",
    "missing_close",
    "full_name",
    "Kind::",
    "Rule::",
    "::",
    "Some(",
    "None",
    "Ok(",
    "Err(",
    "Vec<",
    "Option<",
    "StatedLevel",
    "AttributeId",
    "TestKind",
    "usize",
    "unwrap",
];

/// Style of a problem, as `docs/wording.md` has it; every problem that a test here meets is held to it.
pub(crate) fn assert_well_worded(problem: &Diagnostic) {
    let own_words = |text: &str| text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let labels = problem.labels.iter().map(|l| l.text.as_str()).filter(|t| !t.is_empty());
    for text in [problem.message.as_str()].into_iter().chain(problem.help.as_deref()).chain(labels) {
        assert!(!text.trim().is_empty(), "nothing is said: {problem:?}");
        assert!(!text.ends_with('.'), "a full stop: {text}");
        assert!(!text.contains('\n'), "a line break: {text}");
        let own = own_words(text);
        let first = own.chars().next().unwrap_or(' ');
        assert!(!first.is_uppercase() || own.starts_with("ISO ") || own.starts_with("ISCED"), "upper case: {text}");
        for name in INTERNAL {
            assert!(!own.contains(name), "`{name}` of the program in: {text}");
        }
    }
}

/// Clauses of policies, cut short.
const OF_POLICIES: &[&str] = &[
    "extends",
    "jurisdiction",
    "layer",
    "in force",
    "in force from",
    "picked by",
    "source",
    "framework",
    "credit system",
    "hours",
    "set",
    "route",
    "rule",
    "limit",
    "procedure",
    "agreement",
    "scale",
    "attribute",
];
/// Clauses of rules and limits, cut short.
const OF_RULES: &[&str] = &[
    "for",
    "purpose",
    "classify as",
    "classify as x when",
    "classify as x else",
    "grant",
    "grant may",
    "grant up to",
    "grant in full as",
    "doubt",
    "doubt level when",
    "bar",
    "bar toward",
    "bar when",
    "bar when workload",
    "bar when workload <",
    "bar when workload < 15",
    "bar when level is",
    "bar when setting in",
    "bar when setting in (formal,",
    "bar when not",
    "bar when (completed",
    "bar when has",
    "bar when states no",
    "bar when date of issuing within",
    "bar when date of issuing within 5 years",
    "ask",
    "ask \"Is it?\"",
    "ask \"Is it?\" otherwise",
    "mandatory,",
    "mandatory, lower layers may",
    "except",
    "except a when",
    "except a raises bound to",
    "cite",
    "says",
    "says es",
    "note",
    "later",
    "replaces",
    "exception to",
    "formerly",
    "example",
    "example \"x\"",
    "example \"x\" {",
    "example \"x\" { } is",
    "example \"x\" { workload 3 ECTS, } is",
    "count",
    "at most",
    "at least",
    "record",
    "of which",
];
/// Clauses of awards, cut short.
const OF_AWARDS: &[&str] = &[
    "offered by",
    "kind",
    "level",
    "workload",
    "recognise by",
    "component",
    "component a kind",
    "require",
    "require a all of",
    "require a any 2 of {",
    "require a at least",
    "require a at least 3 ECTS from",
    "require a after",
    "require a by",
    "average",
    "share",
    "share a and",
    "repeats count",
    "used credits count",
    "prefer",
    "if",
    "if completed then",
    "of the last 60 ECTS",
];
/// What none of them expects.
const WRONG: [&str; 8] = ["", "%", "17", "\"text\"", "( x", "}", "= 3", "€"];

#[test]
fn messages_of_every_broken_clause_keep_to_the_words_of_the_field() {
    use crate::support::{limit, policy, read, rule};
    let award = |clause: &str| format!("award a \"A\" {{\n workload 60 ECTS\n recognise by eu.ground\n {clause}\n}}");
    for wrong in WRONG {
        // Reading holds every message to the style above.
        for clause in OF_POLICIES {
            read(&[&policy(&format!("{clause} {wrong}"))]);
        }
        for clause in OF_RULES {
            read(&[&rule(&format!("{clause} {wrong}"))]);
            read(&[&limit(&format!("{clause} {wrong}"))]);
        }
        for clause in OF_AWARDS {
            read(&[&award(&format!("{clause} {wrong}"))]);
        }
    }
}
