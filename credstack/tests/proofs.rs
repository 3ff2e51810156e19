//! What is proved of rules before any of them runs: rules in; slug, underlined text and what is said of it out.

#![expect(clippy::panic, reason = "a helper of tests fails as a test does")]

mod support;

use credstack::diagnostics::{Diagnostic, to_text};
use credstack::{PackFiles, Rules};

use support::ground;

const MANIFEST: &str = "[pack]\nname = \"x\"\nversion = \"0.1.0\"\ntitle = \"X\"\nlanguage = \"1\"\n";

const GROUND: &str = r#"    rule forged "Nothing forged" {
        for  any credential
        bar  when level >= EQF 5 and workload < 3 ECTS
        mandatory, lower layers may tighten
        cite LRC
    }
"#;

fn load(text: &str) -> Rules {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let rules = vec![file("x/0.rule", &ground("eu", GROUND)), file("x/1.rule", text)];
    Rules::from_memory(&[PackFiles { manifest: file("x/pack.toml", MANIFEST), rules }])
}

/// The problems of a load but for habits: no example, no citation.
fn found(rules: &Rules) -> Vec<Diagnostic> {
    let habit = |d: &Diagnostic| ["missing-example", "missing-citation"].contains(&d.slug.text());
    rules.checked().into_iter().filter(|d| !habit(d)).collect()
}

/// Rules, and what is said of them: slug and underlined text of each, and what one of the messages has in it.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)], says: &str) {
    let rules = load(text);
    let all = found(&rules);
    let told: Vec<(&str, &str)> = all.iter().map(|d| (d.slug.text(), rules.sources.text(d.span()))).collect();
    let shown = to_text(&all, &rules.sources, false);
    assert_eq!(told, expected, "\n{shown}");
    let Some(first) = all.first() else { return };
    assert!(all.iter().any(|d| d.message.contains(says)), "{}\n{shown}", first.message);
    for problem in &all {
        assert!(!problem.message.ends_with('.') && problem.help.is_some(), "{problem:?}");
    }
}

fn policy(clauses: &str) -> String {
    format!("policy es \"Test\" {{\n    extends eu\n    layer country\n    {clauses}\n}}\n")
}

fn rule(clauses: &str) -> String {
    policy(&format!("rule r \"A rule\" {{\n        {clauses}\n        cite LRC\n    }}"))
}

fn award(clauses: &str) -> String {
    format!(
        "{}award m \"Master\" {{\n    level EQF 7\n    workload 60 ECTS\n    recognise by es\n    {clauses}\n}}\n",
        policy("")
    )
}

#[test]
fn a_condition_that_nothing_meets() {
    check(
        &rule("bar when workload < 3 ECTS and workload > 20 ECTS"),
        &[("impossible-condition", "workload > 20 ECTS")],
        "`workload < 3 ECTS` and `workload > 20 ECTS` can never both be so",
    );
    check(&rule("bar when workload < 0 ECTS"), &[("impossible-condition", "workload < 0 ECTS")], "can never be so");
    // One of two alternatives.
    check(
        &rule("bar when authentic or (level >= EQF 7 and level < EQF 6)"),
        &[("impossible-condition", "level < EQF 6")],
        "",
    );
    // Comparisons of two open facts.
    check(
        &rule("bar when level < award level\n when level >= award level"),
        &[("impossible-condition", "level >= award level")],
        "",
    );
    check(&rule("bar when workload < 3 ECTS or workload > 20 ECTS"), &[], "");
}

#[test]
fn a_condition_that_everything_meets() {
    check(
        &rule("bar when completed and workload >= 0 ECTS"),
        &[("always-true-condition", "workload >= 0 ECTS")],
        "`workload >= 0 ECTS` is always so, so it says nothing",
    );
    check(
        &rule("bar when workload < 15 ECTS or workload >= 10 ECTS"),
        &[("always-true-condition", "workload < 15 ECTS or workload >= 10 ECTS")],
        "",
    );
    // An award may have no level.
    check(&rule("bar when award level <= EQF 8"), &[], "");
}

#[test]
fn a_rule_that_nothing_reaches() {
    check(
        &rule("for own study\n bar when official study"),
        &[("unreachable-rule", "r")],
        "nothing can reach the rule `r`: `own study` and `official study` exclude each other",
    );
    // Through a class.
    check(
        &policy(
            "rule small \"Small\" {\n for own study\n classify as badge when workload < 6 ECTS\n cite LRC\n }
             rule r \"Large badges\" {\n for badge\n bar when workload > 10 ECTS\n cite LRC\n }",
        ),
        &[("unreachable-rule", "r")],
        "",
    );
    // With the time in which it is in force.
    check(
        &rule(
            "for any credential\n bar when date of issuing before 2010-01-01\n in force from 2020-01-01\n picked by issue date",
        ),
        &[("unreachable-rule", "r")],
        "while it is in force",
    );
}

#[test]
fn a_branch_that_nothing_reaches() {
    check(
        &rule("for own study\n classify as badge when workload < 15 ECTS\n else as small when workload < 6 ECTS"),
        &[("unreachable-branch", "small when workload < 6 ECTS")],
        "taken by a branch before it",
    );
    check(
        &rule(
            "for own study where workload < 5 ECTS\n classify as badge when workload < 3 ECTS\n else as large when workload > 60 ECTS",
        ),
        &[("unreachable-branch", "large when workload > 60 ECTS")],
        "",
    );
}

#[test]
fn a_bound_that_never_counts() {
    let limit = |bounds: &str| policy(&format!("limit l \"A limit\" {{\n count own study\n {bounds}\n cite LRC\n }}"));
    check(
        &limit("at most 30 ECTS\n at most 60 ECTS when award is official"),
        &[("unreachable-branch", "at most 60 ECTS when award is official")],
        "this bound never counts",
    );
    check(&limit("at most 60 ECTS when award is official\n at most 30 ECTS"), &[], "");
}

#[test]
fn an_exception_to_nothing() {
    check(
        &rule("for own study\n bar toward thesis\n except mobility \"mobility\" when official study"),
        &[("exception-to-nothing", "except mobility \"mobility\" when official study")],
        "is for nothing that meets this exception",
    );
    check(
        &rule("for own study\n bar when workload < 3 ECTS\n except large \"large ones\" when workload > 30 ECTS"),
        &[("exception-to-nothing", "except large \"large ones\" when workload > 30 ECTS")],
        "never holds where this exception applies",
    );
    check(
        &rule("for own study\n bar when workload < 3 ECTS\n except small \"small ones\" when workload < 5 ECTS"),
        &[("unreachable-rule", "r")],
        "its exceptions take away all",
    );
    check(
        &rule("for own study\n bar toward thesis\n except mobility \"mobility\" when taken in a mobility programme"),
        &[],
        "",
    );
}

#[test]
fn two_rules_of_which_one_says_nothing_of_its_own() {
    check(
        &rule("for own study\n bar when level >= EQF 6 and workload < 2 ECTS"),
        &[("shadowed-rule", "r")],
        "`r` says only what `forged` says already",
    );
    check(&rule("for own study\n bar when level >= EQF 4 and workload < 2 ECTS"), &[], "");
}

#[test]
fn a_duty_and_a_bar_for_one_credential() {
    let two = |bar: &str| {
        policy(&format!(
            "rule duty \"Duty\" {{\n for any credential where workload >= 30 ECTS\n grant must in full\n mandatory\n cite LRC\n }}
             rule no \"Bar\" {{\n for any credential\n bar when {bar}\n mandatory\n cite LRC\n }}"
        ))
    };
    check(&two("level is EQF 5"), &[("contradicting-rules", "duty")], "a credential of 30 ECTS at EQF 5 meets both");
    // A narrower one is an exception of the wider where it says so.
    let narrower = "workload > 40 ECTS and level is EQF 5";
    check(&two(narrower), &[("contradicting-rules", "duty")], "at EQF 5 meets both");
    check(&two(&format!("{narrower}\n exception to duty")), &[], "");
    check(&two("workload < 10 ECTS"), &[], "");
}

#[test]
fn an_award_that_nobody_can_complete() {
    let unreachable = "unreachable-award";
    check(
        &award("require x \"X\" at least 60 ECTS from own study\n at most 30 ECTS from own study"),
        &[(unreachable, "at most 30 ECTS from own study")],
        "at most 30 ECTS may count here, and 60 ECTS are needed",
    );
    check(
        &award(
            "require x \"X\" at least 40 ECTS from own study\n require y \"Y\" at least 30 ECTS where level >= EQF 7",
        ),
        &[(unreachable, "m")],
        "the requirements need 70 ECTS, and the award has 60 ECTS",
    );
    // All that the requirements take falls under the ceiling.
    check(
        &award(
            "require x \"X\" at least 10 ECTS from own study, professional experience\n at most 50% of award workload from own study, professional experience, mooc",
        ),
        &[(unreachable, "at most 50% of award workload from own study, professional experience, mooc")],
        "60 ECTS are needed",
    );
    check(
        &award("require x \"X\" at least 10 ECTS from own study\n at least 20 ECTS from professional experience"),
        &[(unreachable, "at least 20 ECTS from professional experience")],
        "its requirements take 0 ECTS",
    );
    check(
        &award("require x \"X\" at least 10 ECTS where award level is EQF 6"),
        &[(unreachable, "x")],
        "no credential can fill the requirement `x`",
    );
    check(
        &award(
            "require x \"X\" at least 30 ECTS from own study\n require y \"Y\" at least 30 ECTS where level >= EQF 7\n at most 30 ECTS from own study",
        ),
        &[],
        "",
    );
    check(&award("require x \"X\" at least 60 ECTS from any credential\n at most 30 ECTS from own study"), &[], "");
}

#[test]
fn a_limit_of_the_policy_that_makes_an_award_unreachable() {
    let limit = "limit l \"A limit\" {\n count professional experience\n at most 15% of award workload\n cite LRC\n }";
    let award = award("require x \"X\" at least 20 ECTS from professional experience");
    let text = award.replacen("layer country", &format!("layer country\n{limit}"), 1);
    check(&text, &[("unreachable-award", "m")], "by `l` at most 9 ECTS may count, and 20 ECTS are needed");
}

#[test]
fn a_component_that_nothing_asks_for() {
    check(
        &award(
            "component thesis \"Thesis\" kind thesis 18 ECTS EQF 7\n component a \"A\" kind module 6 ECTS EQF 7\n require thesis \"Thesis\"",
        ),
        &[("unused-component", "a")],
        "no requirement asks for the component `A`",
    );
}

#[test]
fn a_lower_layer_that_moves_a_mandatory_rule() {
    let own = |when: &str| rule(&format!("for any credential\n bar when {when}\n replaces eu.forged"));
    check(
        &own("level >= EQF 6 and workload < 3 ECTS"),
        &[("loosens-mandatory", "r")],
        "a credential of 1 ECTS at EQF 5 is barred by the rule above and not by it",
    );
    check(&own("workload < 3 ECTS"), &[], "");
    check(
        &rule(
            "for any credential\n bar when workload < 3 ECTS\n replaces eu.forged\n except m \"mobility\" when taken in a mobility programme",
        ),
        &[("loosens-mandatory", "r")],
        "taken in a mobility programme",
    );
}

#[test]
fn rules_with_errors_are_not_proved() {
    let rules = load(&rule("bar when workload < 0 ECTS and wrkload > 3 ECTS"));
    assert!(found(&rules).iter().all(|d| d.slug.text() != "impossible-condition"));
}

#[test]
fn the_rules_of_this_repository_have_none_of_it() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let rules = Rules::from_folder(&folder).unwrap_or_else(|e| panic!("{e}"));
    let all = rules.checked();
    assert!(all.is_empty(), "{}", to_text(&all, &rules.sources, false));
}

/// What stands in the block of a page that begins so.
fn block<'p>(page: &'p str, begins: &str) -> &'p str {
    let after = page.split_once(begins).unwrap_or_else(|| panic!("no {begins}")).1;
    after.split_once("```").unwrap_or_else(|| panic!("{begins} has no end")).0
}

#[test]
fn each_page_shows_its_problem_and_the_mend() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/problems");
    for slug in [
        "impossible-condition",
        "always-true-condition",
        "unreachable-rule",
        "unreachable-branch",
        "exception-to-nothing",
        "unreachable-award",
        "contradicting-rules",
        "shadowed-rule",
        "unused-component",
    ] {
        let page = std::fs::read_to_string(folder.join(format!("{slug}.md"))).unwrap_or_else(|e| panic!("{slug}: {e}"));
        let told = |text: &str| {
            let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
            let rules = vec![file("x/1.rule", text)];
            let rules = Rules::from_memory(&[PackFiles { manifest: file("x/pack.toml", MANIFEST), rules }]);
            let failures = credstack::run_examples(&rules).failures();
            assert!(failures.is_empty(), "{slug}: {}", to_text(&failures, &rules.sources, false));
            rules.checked().iter().map(|d| d.slug.text()).collect::<Vec<_>>()
        };
        assert_eq!(told(block(&page, "```credstack-broken\n")), [slug]);
        assert!(told(block(&page, "```credstack\n")).is_empty(), "{slug}");
    }
}
