//! Two versions of a law, and what a person is told of the difference.

use super::*;
use crate::rules::PackFiles;

const LAW: &str = r#"
policy nl.law "Law" {
    layer country
    jurisdiction NL
    in force from 2026-01-01
    source ACT "Act" { url "https://law.example" checked 2026-05-01 }
    rule small "Fewer than 15 ECTS is small" {
        for      own study
        classify as small when workload < 15 ECTS
        cite     ACT art 1
        example "below" { workload 14 ECTS } is small
    }
    limit in_total "No more than 30 ECTS" {
        count   own study
        at most 30 ECTS
        cite    ACT art 2
        example "one" { own study } is counted
    }
}
award nl.certificate "Certificate" { workload 30 ECTS  recognise by nl.law  require core "Core" at least 30 ECTS }
"#;

fn rules(law: &str, version: &str) -> Rules {
    let manifest = format!("[pack]\nname = \"nl\"\nversion = \"{version}\"\nlanguage = \"1\"\n").into_bytes();
    let pack = PackFiles { manifest: ("pack.toml".into(), manifest), rules: vec![("law.rule".into(), law.into())] };
    let rules = Rules::from_memory(&[pack]);
    assert!(!rules.has_errors(), "{}", credstack_diagnostics::to_text(&rules.diagnostics, &rules.sources, false));
    rules
}

fn between(before: &str, after: &str) -> Changes {
    changes(&rules(before, "0.1.0"), &rules(after, "0.2.0"))
}

#[test]
fn the_same_rules_in_another_layout_have_not_changed() {
    let other = LAW.replace("    ", "\t").replace("cite", "# a comment\ncite");
    assert_eq!(between(LAW, &other).items, []);
    assert_eq!(changes(&rules(LAW, "0.1.0"), &rules(LAW, "0.1.0")), Changes::default());
}

#[test]
fn a_changed_rule_says_what_for_whom_and_from_when() {
    let found = between(LAW, &LAW.replace("< 15 ECTS", "<= 15 ECTS"));
    let [change] = found.items.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (change.became, change.matter, change.name.as_str()),
        (Became::Changed, Matter::Outcome, "nl.law.small")
    );
    assert_eq!(change.was[0].text, "classify as small when workload < 15 ECTS");
    assert_eq!(change.now[0].text, "classify as small when workload <= 15 ECTS");
    assert_eq!((change.was.len(), change.now.len()), (1, 1));
    assert_eq!(change.from, "2026-01-01".parse().ok());
    assert_eq!(change.jurisdiction, ["NL"]);
    insta::assert_snapshot!(changes_text(&found));
}

#[test]
fn what_has_no_bearing_on_outcomes_is_kept_apart() {
    let of = |was: &str, is: &str| {
        let found = between(LAW, &LAW.replace(was, is));
        let [change] = found.items.as_slice() else { panic!("{was}: {found:?}") };
        (change.name.clone(), change.matter)
    };
    assert_eq!(of("\"below\" { workload 14", "\"below\" { workload 13"), ("nl.law.small".into(), Matter::Example));
    assert_eq!(of("checked 2026-05-01", "checked 2026-06-01"), ("nl.law.ACT".into(), Matter::Review));
    assert_eq!(of("art 2", "art 3"), ("nl.law.in_total".into(), Matter::Words));
    assert_eq!(of("in force from 2026-01-01", "in force from 2026-02-01"), ("nl.law".into(), Matter::Outcome));
    assert_eq!(
        of("Certificate\" { workload 30", "Certificate\" { workload 31"),
        ("nl.certificate".into(), Matter::Outcome)
    );
}

#[test]
fn what_is_new_or_gone_is_told_whole() {
    let without = LAW.replace("limit in_total", "limit other");
    let found = between(LAW, &without);
    let told: Vec<_> = found.items.iter().map(|c| (c.became, c.name.as_str())).collect();
    assert_eq!(told, [(Became::Removed, "nl.law.in_total"), (Became::Added, "nl.law.other")]);
    let award = LAW.split("award").next().expect("the policy");
    let found = between(award, LAW);
    assert_eq!(
        found.items.iter().map(|c| (c.became, c.name.as_str())).collect::<Vec<_>>(),
        [(Became::Added, "nl.certificate")]
    );
    let policy = "policy nl.other \"Other\" { layer country  note \"nothing yet\" }";
    let found = between(policy, LAW);
    let law = found.items.iter().find(|c| c.name == "nl.law").expect("the policy");
    assert!(law.now.iter().any(|l| l.text == "limit: No more than 30 ECTS"), "{law:?}");
    assert!(!found.items.iter().any(|c| c.name == "nl.law.small"), "it is told with its policy");
}

#[test]
fn packs_that_differ_under_one_version_are_told() {
    let changed = LAW.replace("< 15 ECTS", "<= 15 ECTS");
    let found = changes(&rules(LAW, "0.1.0"), &rules(&changed, "0.1.0"));
    assert!(found.packs[0].same_version);
    assert!(changes_text(&found).contains("give it another version"));
    assert!(!between(LAW, &changed).packs[0].same_version);
}
