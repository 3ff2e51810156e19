//! What examples and scenarios promise: read where it says something of its rule, refused where it does not.

use credstack_model::policy::{Answered, Bound, Element, Expectation, GrantAmount, Modality};
use credstack_model::scenario::{OfStack, Promised};

use crate::support::{check, limit, policy, read, rule};

fn expected(text: &str) -> Expectation {
    let read = read(&[text]);
    assert!(read.diagnostics.iter().all(|d| d.slug.severity() != credstack_diagnostics::Severity::Error), "{text}");
    let policy = read.lowered.policies.policy("es.test").map(|p| p.rules[0].examples[0].expect.clone());
    policy.unwrap_or_else(|| panic!("no example in {text}"))
}

fn gives(text: &str) -> credstack_model::policy::Promise {
    match expected(text) {
        Expectation::Gives(promise) => promise,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_example_may_promise_what_an_effect_gives() {
    let grant = gives(&rule("grant may up to 6 ECTS; example \"a\" {} may be granted 6 ECTS, record ungraded"));
    let six = credstack_model::Amount::whole(6);
    assert_eq!((grant.modality, grant.amount), (Some(Modality::May), Some(GrantAmount::Credits(six))));
    assert!(grant.record.is_some());
    let doubt = gives(&rule("doubt level; example \"a\" {} is doubted for level, and must be granted in full"));
    assert_eq!((doubt.element, doubt.modality), (Some(Element::Level), Some(Modality::Must)));
    let ask = gives(&rule("ask \"Is it?\" otherwise bar; example \"a\" {} is asked, otherwise barred"));
    assert_eq!(ask.otherwise, Some(Answered::Bar));
    let ask = gives(&rule("ask \"Is it?\" otherwise bar; example \"a\" {} is asked, otherwise doubted for profile"));
    assert_eq!(ask.otherwise, Some(Answered::Doubt(Element::Profile)));
    let count =
        gives(&limit("count own study; at most 9 ECTS; example \"a\" {} is counted up to 9 ECTS, to at least 3 ECTS"));
    assert_eq!(count.counts.iter().map(|(side, _)| *side).collect::<Vec<_>>(), [Bound::AtMost, Bound::AtLeast]);
}

#[test]
fn the_clause_after_an_example_is_no_part_of_its_promise() {
    let text = limit("count own study; example \"a\" {} is counted; at most 9 ECTS; record ungraded");
    assert_eq!(expected(&text), Expectation::Holds);
}

#[test]
fn a_promise_that_says_nothing_of_its_rule_is_refused() {
    check(&rule("bar; example \"a\" {} is barred for level"), &[("wrong-type", "for level")]);
    check(&rule("bar; example \"a\" {} may be granted in full"), &[("wrong-type", "may be granted in full")]);
    check(&rule("doubt level; example \"a\" {} is doubted, otherwise barred"), &[("wrong-type", "otherwise barred")]);
    check(&rule("grant may in full; example \"a\" {} may be granted 30 hours"), &[("wrong-type", "30 hours")]);
    check(
        &rule("grant may in full; example \"a\" {} is not granted in full"),
        &[("wrong-type", "is not granted in full")],
    );
    check(&limit("count own study; at most 9 ECTS; example \"a\" {} is counted in full"), &[("wrong-type", "in full")]);
}

fn scenario(clauses: &str) -> String {
    format!(
        "award x.a {{ require r 1 credential }}\nscenario \"one\" {{\n    {}\n}}\n",
        clauses.replace("; ", "\n    ")
    )
}

#[test]
fn a_scenario_holds_credentials_a_claim_and_promises() {
    let text = scenario(
        "every credential { own study }; credentials a, b { workload 5 ECTS }; credential c made of a, b { official study }; toward x.a; claim { decision date 2026-09-01 }; then it uses a, b in r; then it is complete",
    );
    check(&text, &[]);
    let found = read(&[&text]).lowered.scenarios;
    let [one] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(
        one.credentials.iter().map(|c| (&*c.id, c.facts.len())).collect::<Vec<_>>(),
        [("a", 2), ("b", 2), ("c", 1)]
    );
    assert_eq!(one.credentials[2].parts.len(), 2);
    assert_eq!(one.promises[1].promised, Promised::Stack(OfStack::Complete));
}

#[test]
fn what_a_scenario_lacks_or_does_not_know_is_told() {
    check(&scenario("credential a {}; toward x.a"), &[("missing-clause", "\"one\"")]);
    check(&scenario("credential a {}; then it is complete"), &[("missing-clause", "\"one\"")]);
    check(&scenario("credential a {}; toward x.b; then it is complete"), &[("unknown-award", "x.b")]);
    check(&scenario("credential a {}; toward x.a; then b is refused"), &[("unknown-word", "b")]);
    check(&scenario("credential a {}; toward x.a; then it uses a, z"), &[("unknown-word", "z")]);
    check(
        &scenario("credential a {}; toward x.a; then a cites es.nothing.rule"),
        &[("unknown-rule", "es.nothing.rule")],
    );
    check(&scenario("credential a {}; recognise by es.nobody; then a is refused"), &[("unknown-policy", "es.nobody")]);
    check(
        &scenario("credential a {}; toward x.a; then it is not undetermined"),
        &[("wrong-type", "it is not undetermined")],
    );
    check(&scenario("credential a {}; toward x.a; then a may be granted 30 hours"), &[("wrong-type", "30 hours")]);
    let both =
        format!("{}{}", policy(""), scenario("credential a {}; toward x.a; recognise by es.test; then a is refused"));
    check(&both, &[]);
}

#[test]
fn a_code_that_no_list_has_and_no_rule_asks_for_is_refused_where_it_would_mean_nothing() {
    let text = scenario("credential a { issuer kind school }; toward x.a; then a is refused");
    check(&text, &[("unknown-code", "issuer kind school")]);
    let read = read(&[&text]);
    let problem = read.the("unknown-code");
    assert_eq!(problem.message, "`school` is no code of `issuer kind`, and no rule asks for it");
    assert!(problem.help.as_deref().is_some_and(|h| h.contains("higher education institution")), "{problem:?}");
    let near = scenario("credential a { issuer kind is universty }; toward x.a; then a is refused");
    check(&near, &[("unknown-code", "universty")]);
    let of_rule = rule("bar when workload < 3 ECTS; example \"a\" { issuer kind school } is undetermined");
    check(&of_rule, &[("unknown-code", "issuer kind school")]);
    // A rule that asks for it gives it a meaning; that it is on no list was told there.
    let asked = rule("for any credential of school; bar; example \"a\" { issuer kind school } is barred");
    check(&asked, &[("unlisted-code", "school")]);
    check(&scenario("credential a { issuer kind company, issued in ES }; toward x.a; then a is refused"), &[]);
}
