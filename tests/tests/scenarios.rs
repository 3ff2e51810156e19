//! Scenarios: a rule, a credential, and what is proposed, in the field's own words.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use credstack::engine::{Budget, Case, Rulebook, interpret};
use credstack::model::Claim;
use credstack::model::facts::{Fact, Facts, Value as FactValue};
use credstack::model::level::StatedLevel;
use credstack::model::policy::Effect;
use credstack::model::proposal::Truth;
use credstack::model::vocabulary::attribute;
use credstack::wire::{self, ProposalDocument, Source};
use credstack::{PackFiles, Rules, complete_claim, documents, recognise};
use serde_json::{Value, json};

/// What every scenario's rules stand on.
const GROUND: &str = r#"
policy ground "Frameworks and credits" {
    layer union
    framework EQF "EQF" { level 1 level 2 level 3 level 4 level 5 level 6 level 7 level 8 }
    framework NFQ "Irish framework" in IE { level 6 is EQF 5  level 7 is EQF 6  level 8 is EQF 6  level 9 is EQF 7 }
    framework SCQF "Scottish framework" { level 9 is EQF 6  level 10 is EQF 6  level 11 is EQF 7 }
    credit system CATS "UK credits" { 2 CATS are 1 ECTS by year  1 CATS is 10 hours }
    hours 25 for 1 ECTS in IE
    hours 25 to 30 for 1 ECTS
    source LAW "A law" { url "https://law.example" }
}
"#;

fn rules(text: &str) -> Rules {
    let pack = PackFiles {
        manifest: ("pack.toml".into(), b"[pack]\nname = \"test\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n".to_vec()),
        rules: vec![("ground.rule".into(), GROUND.into()), ("test.rule".into(), text.into())],
    };
    let rules = Rules::from_memory(&[pack]);
    let shown = credstack::diagnostics::to_text(&rules.diagnostics, &rules.sources, false);
    assert!(!rules.has_errors(), "the scenario's rules have errors:\n{shown}");
    rules
}

/// Rules for a university that presumes recognition of everything.
fn university(body: &str) -> Rules {
    rules(&format!(
        r#"policy u "A university" {{
            extends ground
            layer institution
            route recognition {{ for any credential  test no substantial difference  cite LAW art 1 }}
            {body}
        }}"#
    ))
}

fn propose_within(rules: &Rules, credential: &Value, claim: &Value, budget: usize) -> ProposalDocument {
    let symbols = &rules.policies.symbols;
    let document = documents::read("test.json", credential.to_string().as_bytes(), symbols).expect("a credential");
    let source =
        Source { name: "claim.json".into(), base: String::new(), symbols, vocabulary: &rules.policies.vocabulary };
    let mut made: Claim = wire::read_claim(&source, claim).expect("a claim").value;
    complete_claim(&rules.policies, &mut made).expect("a claim of known awards");
    let book = Rulebook::compile(&rules.policies, "u").expect("the policy `u`");
    let proposal = recognise(&book, &document.credentials[0], &made, Budget { worlds: budget });
    wire::write_proposal(&proposal, &document.credentials[0].facts, book.set(), |name| book.rule_named(name))
}

fn propose(rules: &Rules, facts: Value, claim: Value) -> ProposalDocument {
    let mut credential = json!({ "credstack": "credential/v1", "id": "c" });
    let mut whole = json!({ "credstack": "claim/v1" });
    for (to, from) in [(&mut credential, facts), (&mut whole, claim)] {
        to.as_object_mut().unwrap().extend(from.as_object().unwrap().clone());
    }
    propose_within(rules, &credential, &whole, 65_536)
}

/// The rung, or the two ends of the interval.
fn rung(proposal: &ProposalDocument) -> String {
    let outcome = &proposal.outcome;
    if outcome.worst == outcome.best { outcome.best.clone() } else { format!("{} to {}", outcome.worst, outcome.best) }
}

fn asked(proposal: &ProposalDocument) -> Vec<&str> {
    proposal.asks.iter().map(|a| a.name.as_str()).collect()
}

fn ects(n: &str) -> Value {
    json!({ "credential": { "workload": { "amount": n, "unit": "ECTS" } } })
}

#[test]
fn nothing_against_it_is_recognised_in_full_by_duty() {
    let proposal = propose(&university(""), ects("6"), json!({}));
    assert_eq!((rung(&proposal).as_str(), proposal.status.as_str()), ("recognised", "determined"));
    assert_eq!((proposal.outcome.must_grant.from.as_str(), proposal.outcome.may_grant.from.as_str()), ("6", "6"));
}

#[test]
fn without_any_route_nothing_is_recognised() {
    let rules = rules(r#"policy u "No routes" { layer institution }"#);
    assert_eq!(rung(&propose(&rules, ects("6"), json!({}))), "refused");
}

#[test]
fn validation_grants_only_what_a_rule_grants() {
    let rules = rules(
        r#"policy u "Validation" {
            extends ground
            layer institution
            route rpl { for any credential  test equivalence shown  cite LAW art 1 }
            rule practice "Practice that is related" { for professional experience  grant may up to 6 ECTS when closely related to the award  cite LAW art 2 }
        }"#,
    );
    let experience = |related: Value| json!({ "credential": { "kind": "professional_experience", "related": related, "workload": { "amount": "10", "unit": "ECTS" } } });
    let granted = propose(&rules, experience(json!(true)), json!({}));
    assert_eq!(rung(&granted), "partially");
    assert_eq!((granted.outcome.must_grant.from.as_str(), granted.outcome.may_grant.to.as_deref()), ("0", Some("6")));
    assert_eq!(rung(&propose(&rules, experience(json!(false)), json!({}))), "refused");
    // What is unknown is asked for, and not granted while it stays unknown: the applicant has to show it.
    let open = propose(&rules, experience(Value::Null), json!({}));
    assert_eq!(rung(&open), "refused to partially");
    assert_eq!(asked(&open), ["credential.related"]);
    assert_eq!(open.if_closed.unwrap().best, "refused");
}

#[test]
fn what_is_unknown_is_presumed_on_recognition_but_authenticity_never() {
    let rules = university(
        r#"rule quality "No quality assurance" { doubt quality unless has type of quality assurance  cite LAW art 2 }
           rule genuine "Genuine" { bar unless authentic  cite LAW art 3 }"#,
    );
    let open = propose(
        &rules,
        json!({ "credential": { "workload": { "amount": "5", "unit": "ECTS" }, "authentic": true } }),
        json!({}),
    );
    assert_eq!((rung(&open).as_str(), asked(&open)), ("partially to recognised", vec!["credential.quality_assurance"]));
    assert_eq!(open.if_closed.unwrap().best, "recognised");
    let unverified = propose(
        &rules,
        json!({ "credential": { "workload": { "amount": "5", "unit": "ECTS" }, "quality_assurance": ["programme_licence"] } }),
        json!({}),
    );
    assert_eq!(asked(&unverified), ["credential.authentic"]);
    assert_eq!(unverified.if_closed.unwrap().best, "refused");
}

#[test]
fn after_a_bar_nothing_more_is_asked() {
    let rules = university(
        r#"rule revoked "Revoked" { bar when revoked  cite LAW art 2 }
           rule quality "Quality" { doubt quality unless has type of quality assurance  cite LAW art 3 }
           rule small "Small" { classify as small when workload < 5 ECTS  cite LAW art 4 }"#,
    );
    let proposal = propose(&rules, json!({ "credential": { "revoked": true } }), json!({}));
    assert_eq!((rung(&proposal).as_str(), proposal.asks.len()), ("refused", 0));
    assert_eq!(proposal.status, "determined");
}

#[test]
fn a_rule_whose_answer_is_the_same_either_way_asks_for_nothing() {
    let rules = university(
        r#"rule either "Either way" { bar when (authentic and not mobility_word) or not authentic  cite LAW art 2 }"#
            .replace("mobility_word", "taken in a mobility programme")
            .as_str(),
    );
    let mobile = propose(
        &rules,
        json!({ "credential": { "mobility": false, "workload": { "amount": "5", "unit": "ECTS" } } }),
        json!({}),
    );
    assert_eq!((rung(&mobile).as_str(), mobile.asks.len()), ("refused", 0));
}

#[test]
fn two_facts_that_decide_together_are_both_asked_for() {
    let rules = university(
        r#"rule both "Neither official nor assessed" { bar when not an official title and setting is informal  cite LAW art 2 }"#,
    );
    let open = propose(&rules, ects("5"), json!({}));
    assert_eq!(asked(&open), ["credential.setting", "credential.official"]);
}

#[test]
fn two_laws_that_contradict_each_other_are_a_question_that_names_both() {
    let rules = university(
        r#"rule duty "Must be recognised" { for official study  grant must in full  mandatory  cite LAW art 2 }
           rule never "Never recognised" { bar when setting is informal  mandatory  cite LAW art 3 }"#,
    );
    let proposal = propose(
        &rules,
        json!({ "credential": { "kind": "official_study", "setting": "informal", "workload": { "amount": "6", "unit": "ECTS" } } }),
        json!({}),
    );
    assert_eq!(proposal.outcome.conflict, Some(["u.duty".to_owned(), "u.never".to_owned()]));
    // The workload is known, and no fact would settle it.
    assert_eq!(asked(&proposal), Vec::<&str>::new());
    assert_eq!((rung(&proposal).as_str(), proposal.status.as_str()), ("refused to recognised", "incomplete"));
}

#[test]
fn a_bar_that_is_an_exception_to_a_duty_is_a_plain_bar() {
    let rules = university(
        r#"rule duty "Must be recognised" { for official study  grant must in full  mandatory  cite LAW art 2 }
           rule other "Also owed" { for official study  grant must in full when an official title  mandatory  cite LAW art 3 }
           rule never "Never recognised" { bar when setting is informal  exception to duty  mandatory  cite LAW art 4 }
           rule asked "Was it allowed?" { ask "Was it allowed?" when setting is formal otherwise bar  exception to duty  mandatory  cite LAW art 5 }"#,
    );
    let study = |setting: &str, official: bool| json!({ "credential": { "kind": "official_study", "setting": setting, "official": official, "workload": { "amount": "6", "unit": "ECTS" } } });
    let barred = propose(&rules, study("informal", false), json!({}));
    assert_eq!((rung(&barred).as_str(), barred.status.as_str()), ("refused", "determined"));
    assert_eq!(barred.outcome.conflict, None);
    let duty = barred.findings.iter().find(|f| f.rule == "u.duty").unwrap();
    assert_eq!((duty.state.as_str(), duty.exceptions[0].name.as_str()), ("does_not_hold", "u.never"));
    assert_eq!(duty.exceptions[0].applies, "yes");
    // It is an exception to the duty that it names, and to no other.
    let both = propose(&rules, study("informal", true), json!({}));
    assert_eq!(both.outcome.conflict, Some(["u.other".to_owned(), "u.never".to_owned()]));
    // A question whose no bars is one as soon as it is answered so.
    let answered = |answer: &str| {
        let claim = json!({ "answers": [{ "question": "u.asked", "answer": answer, "author": "An officer" }] });
        propose(&rules, study("formal", false), claim)
    };
    assert_eq!((rung(&answered("no")).as_str(), answered("no").status.as_str()), ("refused", "determined"));
    assert_eq!(answered("yes").outcome.must_grant.from, "6");
    let open = propose(&rules, study("formal", false), json!({}));
    assert_eq!((rung(&open).as_str(), asked(&open)), ("refused to recognised", vec!["u.asked"]));
    assert_eq!(open.findings.iter().find(|f| f.rule == "u.duty").unwrap().exceptions[0].applies, "unknown");
}

#[test]
fn what_is_granted_is_rounded_down_to_the_steps_of_the_nearest_policy() {
    let of = |clause: &str, amount: &str| {
        let proposal = propose(&university(clause), ects(amount), json!({}));
        assert_eq!(rung(&proposal), "recognised");
        (proposal.outcome.must_grant.from, proposal.outcome.may_grant.to.unwrap())
    };
    let same = |n: &str| (n.to_owned(), n.to_owned());
    assert_eq!(of("credits in whole numbers cite LAW art 9", "7.5"), same("7"));
    assert_eq!(of("credits in steps of 0.5 ECTS cite LAW art 9", "7.5"), same("7.5"));
    assert_eq!(of("credits in steps of 0.5 ECTS cite LAW art 9", "7.75"), same("7.5"));
    assert_eq!(of("credits in whole numbers cite LAW art 9", "6"), same("6"));
    assert_eq!(of("", "7.75"), same("7.75"));
    // Hours that are no whole number of credits, and a duty with a number of its own.
    let rules = university("credits in whole numbers cite LAW art 9");
    let hours = json!({ "credential": { "workload": { "amount": "100", "unit": "hours" } } });
    let found = propose(&rules, hours, json!({}));
    assert_eq!((found.outcome.may_grant.from.as_str(), found.outcome.may_grant.to.as_deref()), ("3", Some("4")));
    let rules = university(
        r#"credits in whole numbers cite LAW art 9
           rule part "Half of it" { for any credential  grant must 2.5 ECTS  mandatory  cite LAW art 2 }"#,
    );
    assert_eq!(propose(&rules, ects("6"), json!({})).outcome.must_grant.from, "2");
}

#[test]
fn a_default_bar_does_not_go_below_what_the_law_gives() {
    let rules = university(
        r#"rule duty "Must be recognised" { for official study  grant must in full  mandatory  cite LAW art 2 }
           rule house "House rule" { bar when setting is informal  cite LAW art 3 }"#,
    );
    let proposal = propose(
        &rules,
        json!({ "credential": { "kind": "official_study", "setting": "informal", "workload": { "amount": "6", "unit": "ECTS" } } }),
        json!({}),
    );
    assert_eq!((rung(&proposal).as_str(), proposal.outcome.must_grant.from.as_str()), ("recognised", "6"));
}

#[test]
fn a_doubt_grants_the_rest_that_it_names_and_else_leaves_it_to_discretion() {
    let rules = university(
        r#"rule level "Below the level" { doubt level when level < EQF 7 still grant up to 3 ECTS when level >= EQF 6 else in full toward elective  cite LAW art 2 }"#,
    );
    let at = |n: &str| json!({ "credential": { "workload": { "amount": "5", "unit": "ECTS" }, "level": { "framework": "EQF", "level": n } } });
    let six = propose(&rules, at("6"), json!({}));
    assert_eq!((rung(&six).as_str(), six.outcome.may_grant.to.as_deref()), ("partially", Some("3")));
    let five = propose(&rules, at("5"), json!({}));
    assert_eq!((rung(&five).as_str(), five.outcome.only_toward), ("partially", vec!["elective".to_owned()]));
    assert_eq!(rung(&propose(&rules, at("7"), json!({}))), "recognised");
}

#[test]
fn an_officers_answer_settles_a_question() {
    let rules = university(
        r#"rule profile "Profile" { ask "Is the profile close enough to Statistics II?" otherwise doubt profile  cite LAW art 2 }"#,
    );
    let open = propose(&rules, ects("5"), json!({}));
    assert_eq!((rung(&open).as_str(), asked(&open)), ("partially to recognised", vec!["u.profile"]));
    assert_eq!(open.asks[0].kind, "answer");
    let answered = |yes: &str| json!({ "answers": [{ "question": "u.profile", "answer": yes, "author": "A. Officer", "date": "2026-11-20" }] });
    assert_eq!(rung(&propose(&rules, ects("5"), answered("yes"))), "recognised");
    assert_eq!(rung(&propose(&rules, ects("5"), answered("no"))), "partially");
}

#[test]
fn while_it_is_unknown_whether_an_exception_applies_both_outcomes_stand() {
    let rules = university(
        r#"rule thesis "A thesis is never replaced" { bar toward thesis  except mobility "a mobility programme" when taken in a mobility programme lifts the bar evidence "the learning agreement" under LAW art 2  cite LAW art 3 }"#,
    );
    let toward = json!({ "component": { "identifier": "t", "kind": "thesis" } });
    let taken =
        |value: Value| json!({ "credential": { "mobility": value, "workload": { "amount": "12", "unit": "ECTS" } } });
    assert_eq!(rung(&propose(&rules, taken(json!(false)), toward.clone())), "refused");
    assert_eq!(rung(&propose(&rules, taken(json!(true)), toward.clone())), "recognised");
    let open = propose(&rules, taken(Value::Null), toward);
    assert_eq!((rung(&open).as_str(), asked(&open)), ("refused to recognised", vec!["credential.mobility"]));
    // Asked of no component, it is only said, and nothing is asked for its sake.
    let nowhere = propose(&rules, taken(Value::Null), json!({}));
    assert_eq!((nowhere.outcome.never_toward, nowhere.asks.len()), (vec!["thesis".to_owned()], 0));
}

#[test]
fn the_application_date_picks_the_version_and_is_asked_for_where_that_matters() {
    let rules = university(
        r#"rule old "Old law" { bar when setting is informal  in force from 2020-01-01 until 2024-01-01  cite LAW art 2 }
           rule new "New law" { doubt quality when setting is informal  in force from 2024-01-01  cite LAW art 3 }"#,
    );
    let informal = || json!({ "credential": { "setting": "informal", "workload": { "amount": "5", "unit": "ECTS" } } });
    let on = |day: &str| json!({ "dates": { "application": day } });
    assert_eq!(rung(&propose(&rules, informal(), on("2019-12-31"))), "recognised");
    assert_eq!(rung(&propose(&rules, informal(), on("2023-12-31"))), "refused");
    assert_eq!(rung(&propose(&rules, informal(), on("2024-01-01"))), "partially");
    // A year alone may be all that is known.
    assert_eq!(rung(&propose(&rules, informal(), on("2023"))), "refused");
    let open = propose(&rules, informal(), json!({}));
    assert_eq!((rung(&open).as_str(), asked(&open)), ("refused to recognised", vec!["claim.application_date"]));
    // For what both laws treat alike, no date is asked for.
    let formal = propose(
        &rules,
        json!({ "credential": { "setting": "formal", "workload": { "amount": "5", "unit": "ECTS" } } }),
        json!({}),
    );
    assert_eq!((rung(&formal).as_str(), formal.asks.len()), ("recognised", 0));
}

#[test]
fn five_years_end_on_the_same_calendar_day() {
    let rules = university(
        r#"rule age "Not older than five years" { bar unless date of issuing within 5 years of decision date  cite LAW art 2 }"#,
    );
    let at = |issued: &str, decided: &str| {
        let facts = json!({ "credential": { "issued": issued, "workload": { "amount": "5", "unit": "ECTS" } } });
        rung(&propose(&rules, facts, json!({ "dates": { "decision": decided } })))
    };
    assert_eq!(at("2021-09-01", "2026-09-01"), "recognised");
    assert_eq!(at("2021-09-01", "2026-09-02"), "refused");
    assert_eq!(at("2020-02-29", "2025-02-28"), "recognised");
    assert_eq!(at("2020-02-29", "2025-03-01"), "refused");
    assert_eq!(at("2021", "2026-06-01"), "refused to recognised");
    assert_eq!(at("2022", "2026-06-01"), "recognised");
}

#[test]
fn workload_is_compared_with_the_part_that_it_would_replace() {
    let rules = university(
        r#"rule size "Much smaller" { doubt workload when workload < 80% of component workload  cite LAW art 2 }"#,
    );
    let toward = |n: &str| json!({ "component": { "identifier": "k", "workload": { "amount": n, "unit": "ECTS" } } });
    assert_eq!(rung(&propose(&rules, ects("4.8"), toward("6"))), "recognised");
    assert_eq!(rung(&propose(&rules, ects("4.79"), toward("6"))), "partially");
    // With hours that are a range of credits, the credential's workload is what to ask for.
    let hours = json!({ "credential": { "workload": { "amount": "130", "unit": "hours" } } });
    let open = propose(&rules, hours, toward("6"));
    assert_eq!((rung(&open).as_str(), asked(&open)), ("partially to recognised", vec!["credential.workload"]));
}

#[test]
fn hours_become_credits_by_the_country_and_uk_credits_by_the_basis() {
    let rules =
        university(r#"rule size "Small" { classify as small when workload < 15 ECTS else as large  cite LAW art 2 }"#);
    let stated = |amount: &str, unit: &str, country: &str| json!({ "credential": { "workload": { "amount": amount, "unit": unit } }, "issuer": { "country": country } });
    let classes = |facts: Value| propose(&rules, facts, json!({})).outcome.classes;
    // 375 hours are 15 ECTS at 25 hours, and 12.5 to 15 where a credit is 25 to 30 hours.
    assert_eq!(classes(stated("375", "hours", "IE")), ["u.large"]);
    assert!(classes(stated("375", "hours", "ES")).is_empty());
    assert_eq!(classes(stated("30", "CATS", "GB")), ["u.large"]);
    assert_eq!(classes(stated("29", "CATS", "GB")), ["u.small"]);
}

#[test]
fn levels_are_compared_within_their_framework_and_never_turned_round() {
    let rules = university(
        r#"rule honours "Below honours level" { doubt level when level < NFQ 8  cite LAW art 2 }
           rule scottish "Below SCQF 10" { doubt level when level < SCQF 10  cite LAW art 3 }"#,
    );
    let at = |framework: &str, level: &str| {
        let facts = json!({ "credential": { "workload": { "amount": "5", "unit": "ECTS" }, "level": { "framework": framework, "level": level } } });
        rung(&propose(&rules, facts, json!({})))
    };
    // NFQ 7 and 8 are both EQF 6, and still 7 is below 8.
    assert_eq!(at("NFQ", "7"), "partially");
    // EQF 6 may be either of two levels in both frameworks.
    assert_eq!(at("EQF", "6"), "partially to recognised");
    assert_eq!(at("EQF", "7"), "recognised");
    assert_eq!(at("EQF", "5"), "partially");
}

/// Whether a level is below that of an award, as the ranks of the framework in which the award's level is stated tell it; `None`
/// where the level may be several there. The reference knows pairs alone, no cells and no ways.
fn is_below(own: (&str, u8), award: (&str, u8)) -> Option<bool> {
    // The levels of the national frameworks that an EQF level may be, and the EQF level of each.
    let of_eqf = |framework: &str, eqf: u8| match (framework, eqf) {
        ("NFQ", 5) => vec![6],
        ("NFQ", 6) => vec![7, 8],
        ("NFQ", 7) => vec![9],
        ("SCQF", 6) => vec![9, 10],
        ("SCQF", 7) => vec![11],
        ("EQF", eqf) => vec![eqf],
        _ => Vec::new(),
    };
    let eqf = |(framework, level): (&str, u8)| (4..=8).find(|e| of_eqf(framework, *e).contains(&level)).unwrap();
    if own.0 == award.0 {
        return Some(own.1 < award.1);
    }
    let may_be = of_eqf(award.0, eqf(own));
    if may_be.is_empty() {
        return Some(eqf(own) < eqf(award));
    }
    let mut truths = may_be.into_iter().map(|level| level < award.1);
    let first = truths.next()?;
    truths.all(|t| t == first).then_some(first)
}

#[test]
fn two_levels_of_the_file_are_compared_within_one_framework_and_else_by_eqf() {
    let rules = university(r#"rule below "Below the award" { doubt level when level < award level  cite LAW art 2 }"#);
    let book = Rulebook::compile(&rules.policies, "u").expect("the policy `u`");
    let rule = book.rules().find(|r| matches!(r.effect, Effect::Doubt { .. })).unwrap();
    let Effect::Doubt { when, .. } = &rule.effect else { unreachable!() };
    let symbols = &rules.policies.symbols;
    let levels: Vec<(&str, u8)> = [("EQF", 5..=8), ("NFQ", 6..=9), ("SCQF", 9..=11)]
        .into_iter()
        .flat_map(|(framework, levels)| levels.map(move |l| (framework, l)))
        .collect();
    let json = |(framework, level): (&str, u8)| json!({ "framework": framework, "level": level.to_string() });
    let known = |(framework, level): (&str, u8)| {
        let stated = StatedLevel { framework: symbols.intern(framework), label: symbols.intern(&level.to_string()) };
        Fact::known(FactValue::Level(vec![stated]))
    };
    for (own, award) in levels.iter().flat_map(|own| levels.iter().map(move |award| (*own, *award))) {
        let facts = json!({ "credential": { "workload": { "amount": "5", "unit": "ECTS" }, "level": json(own) } });
        let proposal = propose(&rules, facts, json!({ "award": { "level": json(award) } }));
        let mut facts = Facts::default();
        facts.set(attribute::LEVEL, known(own));
        facts.set(attribute::AWARD_LEVEL, known(award));
        let read = interpret::truth(&book, &Case::from_facts(&rules.policies, facts), when);
        let (told, truth) = match is_below(own, award) {
            Some(true) => ("partially", Truth::True),
            Some(false) => ("recognised", Truth::False),
            None => ("partially to recognised", Truth::Unknown),
        };
        assert_eq!((rung(&proposal).as_str(), read), (told, truth), "{own:?} against {award:?}");
        assert_eq!(proposal.precision, "exact", "{own:?} against {award:?}");
    }
}

#[test]
fn a_level_that_is_stated_in_two_frameworks_is_compared_in_the_one_that_tells_more() {
    let rules = university(r#"rule below "Below the award" { doubt level when level < award level  cite LAW art 2 }"#);
    let both = |nfq: &str| json!([{ "framework": "NFQ", "level": nfq }, { "framework": "EQF", "level": "6" }]);
    let of = |own: Value, award: Value| {
        let facts = json!({ "credential": { "workload": { "amount": "5", "unit": "ECTS" }, "level": own } });
        rung(&propose(&rules, facts, json!({ "award": { "level": award } })))
    };
    assert_eq!(of(both("7"), both("8")), "partially");
    assert_eq!(of(both("8"), both("8")), "recognised");
    assert_eq!(of(json!({ "framework": "EQF", "level": "6" }), both("8")), "partially to recognised");
}

#[test]
fn a_level_of_none_asks_at_which_level_it_was_taught() {
    let rules = university(r#"rule level "Below master" { doubt level when level < EQF 7  cite LAW art 2 }"#);
    let none = |taught: Value| json!({ "credential": { "workload": { "amount": "5", "unit": "ECTS" }, "level": { "none": "own title" }, "taught_level": taught } });
    let open = propose(&rules, none(Value::Null), json!({}));
    assert_eq!((rung(&open).as_str(), asked(&open)), ("partially to recognised", vec!["credential.taught_level"]));
    assert_eq!(rung(&propose(&rules, none(json!({ "framework": "EQF", "level": "7" })), json!({}))), "recognised");
}

#[test]
fn a_broad_field_may_be_the_narrow_one_that_a_rule_names() {
    let rules = university(
        r#"rule field "Management" { classify as management when field in (ISCED-F 0413) else as other  cite LAW art 2 }"#,
    );
    let of = |code: &str| {
        propose(
            &rules,
            json!({ "credential": { "workload": { "amount": "5", "unit": "ECTS" }, "field": [code] } }),
            json!({}),
        )
    };
    assert_eq!(of("0413").outcome.classes, ["u.management"]);
    assert_eq!(of("0410").outcome.classes, ["u.other"]);
    let broad = of("04");
    assert_eq!((broad.outcome.classes.len(), asked(&broad)), (0, vec!["credential.field"]));
}

#[test]
fn a_lower_layer_replaces_a_default_rule() {
    let rules = rules(
        r#"policy above "Above" { extends ground  layer country
               route recognition { for any credential  test no substantial difference  cite LAW art 1 }
               rule quality "Quality" { doubt quality when setting is informal  cite LAW art 2 } }
           policy u "A university" { extends above  layer institution
               rule quality "Stricter" { bar when setting is informal  replaces quality  cite LAW art 9 } }"#,
    );
    let proposal = propose(&rules, json!({ "credential": { "setting": "informal" } }), json!({}));
    assert_eq!(rung(&proposal), "refused");
    assert!(!proposal.findings.iter().any(|f| f.rule == "above.quality"), "the replaced rule still speaks");
}

#[test]
fn a_lower_layer_replaces_every_dated_version_of_a_rule() {
    let rules = rules(
        r#"policy above "Above" { extends ground  layer country
               route recognition { for any credential  test no substantial difference  cite LAW art 1 }
               rule age "Age" { bar when setting is informal  in force until 2020-01-01  cite LAW art 2 }
               rule age "Age" { bar when setting is informal  in force from 2020-01-01  cite LAW art 2 } }
           policy u "A university" { extends above  layer institution
               rule age "Own" { bar when revoked  replaces above.age  cite LAW art 9 } }"#,
    );
    for day in ["2019-05-01", "2026-05-01"] {
        let credential = json!({ "credential": { "setting": "informal", "revoked": false } });
        let proposal = propose(&rules, credential, json!({ "dates": { "application": day } }));
        assert_eq!((rung(&proposal).as_str(), proposal.findings.len()), ("recognised", 1), "{day}");
    }
}

#[test]
fn a_limit_names_its_base_and_its_exception_leaves_the_count() {
    let rules = university(
        r#"limit own "Own studies" { count own study  at most 15% of award workload  except replaced_title "replaced" when replaced by the award leaves the count  record ungraded  cite LAW art 2 }"#,
    );
    let own = |replaced: Value| json!({ "credential": { "kind": "own_study", "replaced_by_award": replaced, "workload": { "amount": "10", "unit": "ECTS" } } });
    let claim = || json!({ "award": { "identifier": "a", "workload": { "amount": "60", "unit": "ECTS" } } });
    let counted = propose(&rules, own(json!(false)), claim());
    assert_eq!((counted.limits[0].rule.as_str(), counted.limits[0].bound_ects.as_deref()), ("u.own", Some("9")));
    assert_eq!(rung(&counted), "recognised", "a limit bounds what is counted, never what is recognised");
    assert!(propose(&rules, own(json!(true)), claim()).limits.is_empty());
    let open = propose(&rules, own(Value::Null), claim());
    assert_eq!((open.limits[0].counts.as_str(), open.asks.len()), ("unknown", 0));
}

#[test]
fn past_the_budget_the_bound_is_safe_and_says_so() {
    let rules = university(
        r#"rule a "A" { bar when revoked and taken in a mobility programme  cite LAW art 2 }
           rule b "B" { doubt quality when setting is informal  cite LAW art 3 }"#,
    );
    let credential = json!({ "credstack": "credential/v1", "id": "c", "credential": { "workload": { "amount": "5", "unit": "ECTS" } } });
    let claim = json!({ "credstack": "claim/v1" });
    let outer = propose_within(&rules, &credential, &claim, 2);
    assert_eq!((outer.precision.as_str(), rung(&outer).as_str()), ("outer", "refused to recognised"));
    assert!(outer.if_closed.is_none());
    let exact = propose_within(&rules, &credential, &claim, 65_536);
    assert_eq!((exact.precision.as_str(), rung(&exact).as_str()), ("exact", "refused to recognised"));
    assert_eq!(exact.if_closed.unwrap().best, "recognised");
}

#[test]
fn the_order_of_the_rules_changes_nothing() {
    let a = r#"rule a "A" { bar when revoked  cite LAW art 2 }"#;
    let b = r#"rule b "B" { doubt quality when setting is informal  cite LAW art 3 }"#;
    let c = r#"rule c "C" { classify as small when workload < 15 ECTS else as large  cite LAW art 4 }"#;
    let told = |body: &str| {
        let mut proposal = propose(
            &university(body),
            json!({ "credential": { "workload": { "amount": "375", "unit": "hours" } } }),
            json!({}),
        );
        proposal.findings.sort_by(|x, y| x.rule.cmp(&y.rule));
        proposal.packs.clear();
        serde_json::to_string(&proposal).unwrap()
    };
    assert_eq!(told(&format!("{a}\n{b}\n{c}")), told(&format!("{c}\n{b}\n{a}")));
}

#[test]
fn a_credential_with_every_fact_missing_gets_a_proposal_that_says_what_is_missing() {
    let rules =
        university(r#"rule quality "Quality" { doubt quality unless has type of quality assurance  cite LAW art 2 }"#);
    let proposal = propose(&rules, json!({}), json!({}));
    assert_eq!(proposal.status, "incomplete");
    assert_eq!(asked(&proposal), ["credential.quality_assurance", "credential.workload"]);
}
