//! Named sets, agreements, and the parts of a limit's set.

use credstack_model::policy::{Condition, Effect, PolicySet, Rule};

use crate::support::{check, check_with_habits, policy, read};

fn the<'s>(set: &'s PolicySet, name: &str) -> &'s Rule {
    set.policies
        .iter()
        .flat_map(|p| &p.rules)
        .find(|r| set.symbols.text(r.name) == name)
        .unwrap_or_else(|| panic!("no rule `{name}`"))
}

#[test]
fn a_set_is_what_it_holds_without_what_it_excepts() {
    let set =
        "set humane is any credential where field in ISCED-F 02 except any credential where field in ISCED-F 0231";
    let text = policy(&format!("{set}\n rule r {{ for humane\n bar cite LRC }}"));
    check(&text, &[]);
    let read = read(&[&text]);
    let rule = the(&read.lowered.policies, "es.test.r");
    assert!(matches!(&rule.applies, Condition::All(parts) if matches!(parts.as_slice(), [_, Condition::Not(_)])));
}

#[test]
fn a_set_stands_in_a_condition_and_in_a_limit_and_in_another_set() {
    check(
        &policy(
            "set small is own study where workload < 15 ECTS\n set odd is small, mooc\n rule r { bar when odd cite LRC }\n limit l { count odd\n at most 6 ECTS\n cite LRC }",
        ),
        &[],
    );
}

#[test]
fn sets_in_a_circle_are_refused() {
    check(&policy("set a is b\n set b is a\n rule r { for a\n bar cite LRC }"), &[("circular-set", "a")]);
}

#[test]
fn an_agreement_holds_for_the_issuers_that_it_names() {
    let agreement =
        "agreement coast { between \"https://north.example\"\n in force from 2025-01-01 until 2030-01-01\n cite LRC }";
    let text = policy(&format!(
        "{agreement}\n rule r {{ for any credential issued under coast\n grant must in full cite LRC }}"
    ));
    check(&text, &[]);
    let read = read(&[&text]);
    let rule = the(&read.lowered.policies, "es.test.r");
    assert_eq!(rule.applies.tests().len(), 3, "the issuer and the two ends of its time");
}

#[test]
fn of_which_is_a_limit_within_the_limit() {
    let text = policy(
        "limit l \"Both\" { count own study, mooc\n at most 90 ECTS\n of which at most 60 ECTS from mooc\n cite LRC\n example \"x\" { mooc } is counted }",
    );
    check(&text, &[]);
    let read = read(&[&text]);
    let part = the(&read.lowered.policies, "es.test.l.of_which_1");
    assert_eq!(part.title.as_ref(), "Both, of which mooc");
    assert!(part.within.is_some() && !part.citations.is_empty());
    let Effect::Limit(limit) = &part.effect else { panic!() };
    assert_eq!(limit.bounds.len(), 1);
    check(
        &policy("limit l { count own study\n of which at most 60 ECTS\n cite LRC }"),
        &[("missing-clause", "of which at most 60 ECTS")],
    );
}

#[test]
fn a_procedure_says_who_decides_until_when() {
    let text = policy(
        "procedure { decide within 2 months of application\n silence means refusal\n appeal to \"the rector\" within 4 weeks\n language es, en\n cite LRC art III.5 }",
    );
    check(&text, &[]);
    let read = read(&[&text]);
    let set = &read.lowered.policies;
    let procedure = set.procedure(set.policy("es.test").unwrap()).unwrap();
    assert_eq!(procedure.decide_within.map(|(t, _)| t.to_string()).as_deref(), Some("2 months"));
    assert_eq!(procedure.appeal.as_ref().map(|(_, t)| t.to_string()).as_deref(), Some("28 days"));
    check_with_habits(
        &policy("procedure { silence means refusal }"),
        &[("missing-citation", "procedure { silence means refusal }")],
    );
}

#[test]
fn a_date_is_compared_with_another_date() {
    check(&policy("rule r { bar when expiry before decision date cite LRC }"), &[]);
    check(&policy("rule r { bar when expiry < decision date cite LRC }"), &[]);
    check(&policy("rule r { bar when expiry before award workload cite LRC }"), &[("wrong-type", "award workload")]);
}
