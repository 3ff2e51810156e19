//! Slips of the hand: signs, quotes, commas, braces, keywords of other languages.

use crate::support::{bar_when, check, check_fix, limit, message, policy, read, rule};

#[test]
fn a_decimal_comma_becomes_a_point() {
    check_fix(&bar_when("workload < 14,5 ECTS"), "decimal-comma", "14,5", "14.5");
    check_fix(&limit("count own study at most 7,5 ECTS"), "decimal-comma", "7,5", "7.5");
    check_fix(&limit("count own study at most 12,5% of award workload"), "decimal-comma", "12,5", "12.5");
}

#[test]
fn signs_of_mathematics_and_of_programming_become_those_of_the_language() {
    for (written, right) in [("≤", "<="), ("≥", ">="), ("=<", "<="), ("=>", ">=")] {
        check_fix(&bar_when(&format!("workload {written} 15 ECTS")), "wrong-sign", written, right);
    }
    check_fix(&bar_when("workload == 15 ECTS"), "wrong-sign", "==", "is");
    check_fix(&bar_when("workload = 15 ECTS"), "wrong-sign", "=", "is");
    check_fix(&bar_when("setting != formal"), "wrong-sign", "!=", "is not");
    check_fix(&bar_when("setting <> formal"), "wrong-sign", "<>", "is not");
}

#[test]
fn typographic_quotes_become_straight_ones() {
    for written in ["“Lex artis”", "„Lex artis“", "«Lex artis»", "”Lex artis”"] {
        check_fix(&policy(&format!("note {written}")), "smart-quote", written, "\"Lex artis\"");
    }
}

#[test]
fn a_text_may_end_with_a_quotation() {
    let text = r#"policy es.test "Of \"own study\"" { extends eu.ground layer country }"#;
    check(text, &[]);
    assert_eq!(&*read(&[text]).lowered.policies.policies[1].title, r#"Of "own study""#);
}

#[test]
fn a_rule_that_is_not_closed_leaves_the_next_one_whole() {
    let text = policy(
        "rule first \"A\" {
            bar when revoked
            cite LRC

        rule second \"B\" {
            bar when workload < 3 ECTS
            cite LRC
        }",
    );
    let read = read(&[&text]);
    let found: Vec<&str> = read.diagnostics.iter().map(|d| d.slug.text()).collect();
    assert!(found.contains(&"missing-brace"), "{found:?}");
    let names: Vec<String> = read.lowered.policies.policies[1]
        .rules
        .iter()
        .map(|r| read.lowered.policies.symbols.text(r.name).to_owned())
        .collect();
    assert_eq!(names, ["es.test.first", "es.test.second"]);
}

#[test]
fn a_policy_that_is_not_closed_leaves_the_next_item_whole() {
    let text = "policy es.one { extends eu.ground layer country\n\naward es.two \"Two\" { workload 60 ECTS recognise by eu.ground }\n";
    check(text, &[("missing-brace", "policy es.one")]);
    assert!(read(&[text]).lowered.policies.award("es.two").is_some());
}

#[test]
fn a_text_that_is_not_closed_is_called_that() {
    let text = policy("note \"the end is missing");
    assert!(read(&[&text]).diagnostics.iter().any(|d| d.message == "a text in quotes is not closed"));
}

#[test]
fn what_was_expected_is_said_in_words() {
    check(&rule("bar when workload <"), &[("wrong-type", "workload"), ("syntax-error", "<")]);
    assert_eq!(
        message(&rule("doubt nothing"), "syntax-error"),
        "expected `level`, `workload`, `quality`, `profile` or `learning outcomes`, found `nothing`"
    );
    check(&policy("picked by birthday"), &[("syntax-error", "birthday")]);
    check(&policy("in force around 2024-01-01"), &[("syntax-error", "around")]);
    check(&rule("bar when completed examples"), &[("unknown-word", "completed examples")]);
}

#[test]
fn keywords_of_other_languages_are_known() {
    for (written, right) in [
        ("wenn", "when"),
        ("cuando", "when"),
        ("quand", "when"),
        ("außer", "except"),
        ("excepto", "except"),
        ("sauf", "except"),
    ] {
        let text = rule(&format!("bar\n        {written} revoked"));
        check_fix(&text, "wrong-keyword", written, right);
    }
    check_fix(&policy("Regel eins \"Eins\" { bar when revoked }"), "wrong-keyword", "Regel", "rule");
}

#[test]
fn a_keyword_with_a_slip_is_guessed() {
    for (written, right) in [("wehn", "when"), ("unles", "unless"), ("exept", "except"), ("manadtory", "mandatory")] {
        let text = rule(&format!("bar\n        {written} revoked"));
        let read = read(&[&text]);
        assert_eq!(read.the("syntax-error").help.as_deref(), Some(&*format!("did you mean `{right}`?")), "{written}");
    }
}

#[test]
fn all_problems_of_a_file_are_told_at_once_in_its_order() {
    let text = policy(
        "note “smart”
    source LAW \"A law\" { url \"https://example.org\" }
    rule first \"A\" {
        for   own study
        bar   when workload ≤ 14,5 ECTS and setting is formel
        cite  LAV art 1
    }
    rule second \"B\" {
        doubt level whenn level < EQF 9
        cite  LAW art 2
    }
    limit third \"C\" {
        count   own study
        at most 15%
        cite    LAW art 3
    }",
    );
    check(
        &text,
        &[
            ("smart-quote", "“smart”"),
            ("wrong-sign", "≤"),
            ("decimal-comma", "14,5"),
            ("unknown-code", "formel"),
            ("unknown-source", "LAV"),
            ("syntax-error", "whenn"),
            ("missing-base", "15%"),
        ],
    );
}

#[test]
fn text_outside_of_any_item_is_no_rule() {
    check("hello world\npolicy es.test { extends eu.ground layer country }", &[("syntax-error", "hello")]);
    check("# only a comment\n", &[]);
    check("", &[]);
    check("\u{FEFF}# a file that begins with a mark of byte order\n", &[]);
    check("\u{2003}", &[]);
    check("\u{3000}", &[("invisible-character", "")]);
    check("rule r { bar when revoked }", &[("syntax-error", "rule")]);
    check("in full measure", &[("syntax-error", "in")]);
}

#[test]
fn clauses_of_one_line_are_told_apart() {
    for clauses in [
        "for own study grant up to 6 ECTS note \"small\"",
        "for own study bar when completed note \"small\"",
        "for own study classify as small when setting is formal mandatory",
        "for own study doubt level when states taken in a mobility programme default",
    ] {
        check(&rule(clauses), &[]);
    }
}

#[test]
fn a_broken_clause_is_told_once() {
    check(&rule("doubt depth when revoked"), &[("syntax-error", "depth")]);
    check(&limit("count own study; at moust 9 ECTS"), &[("syntax-error", "at")]);
    assert_eq!(
        message(&limit("count own study; at moust 9 ECTS"), "syntax-error"),
        "expected `at most` or `at least`, found `at`"
    );
}
