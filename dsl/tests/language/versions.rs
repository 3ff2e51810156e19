//! Versions: amending a rule or a policy keeps the old one for those whom it still governs.

use credstack_model::policy::PolicySet;

use crate::support::{check, check_files, message, policy, read};

fn names(set: &PolicySet) -> Vec<&str> {
    let rules = set.policies.iter().flat_map(|p| &p.rules).map(|r| set.symbols.text(r.name));
    rules.filter(|n| n.starts_with("es.")).collect()
}

fn version(dates: &str, more: &str) -> String {
    format!(
        "policy es.test \"Test\" {{\n extends eu.ground\n layer country\n in force {dates}\n {more}\n rule r {{ bar when revoked cite LRC }}\n}}\n"
    )
}

#[test]
fn two_versions_of_one_rule_stand_in_one_policy() {
    let text = policy(
        "rule r { bar when workload < 5 ECTS in force until 2024-05-01 cite LRC }\n rule r { bar when workload < 6 ECTS in force from 2024-05-01 cite LRC }",
    );
    check(&text, &[]);
    assert_eq!(names(&read(&[&text]).lowered.policies), ["es.test.r", "es.test.r@2024-05-01"]);
}

#[test]
fn versions_that_overlap_are_refused_and_a_hole_is_told() {
    let rules = |first: &str, second: &str| {
        policy(&format!(
            "rule r {{ bar when revoked in force until {first} cite LRC }}\n rule r {{ bar when revoked in force from {second} cite LRC }}"
        ))
    };
    check(&rules("2024-06-01", "2024-05-01"), &[("overlapping-versions", "r")]);
    check(&rules("2024-04-01", "2024-05-01"), &[("gap-between-versions", "r")]);
    assert_eq!(
        message(&rules("2024-04-01", "2024-05-01"), "gap-between-versions"),
        "no version of the rule `r` is in force from 2024-04-01 until 2024-05-01"
    );
    check(
        &policy("rule r { bar when revoked cite LRC }\n rule r { bar when revoked cite LRC }"),
        &[("duplicate-name", "r")],
    );
}

#[test]
fn two_versions_of_a_policy_stand_in_two_files() {
    let (old, new) = (version("from 2022-10-01 until 2024-05-01", ""), version("from 2024-05-01", ""));
    check_files(&[&old, &new], &[]);
    let read = read(&[&new, &old]);
    assert_eq!(names(&read.lowered.policies), ["es.test.r", "es.test@2024-05-01.r"], "whatever the order of the files");
}

#[test]
fn what_extends_a_policy_extends_all_its_versions() {
    let (old, new) = (version("from 2022-10-01 until 2024-05-01", ""), version("from 2024-05-01", ""));
    let house = "policy es.house \"House\" {\n extends es.test\n layer institution\n}\n";
    let read = read(&[&old, &new, house]);
    let set = &read.lowered.policies;
    let chain: Vec<&str> =
        set.chain(set.policy("es.house").unwrap()).iter().map(|p| set.symbols.text(p.name)).collect();
    assert_eq!(chain, ["eu.ground", "es.test", "es.test@2024-05-01", "es.house"]);
    let own: Vec<&str> = set.chain(set.policy("es.test").unwrap()).iter().map(|p| set.symbols.text(p.name)).collect();
    assert_eq!(own, ["eu.ground", "es.test", "es.test@2024-05-01"], "the name stands for all versions");
}

#[test]
fn the_choice_of_the_newer_needs_a_newer() {
    let choice = "learner may opt for the newer";
    let (old, new) = (version("from 2022-10-01 until 2024-05-01", choice), version("from 2024-05-01", ""));
    check_files(&[&old, &new], &[]);
    check(&old, &[("unknown-policy", choice)]);
}

#[test]
fn a_former_name_is_still_understood() {
    let house = "policy es.house \"House\" {\n extends es.test\n layer institution\n rule x { bar when revoked replaces es.test.old_name cite LRC }\n}\n";
    let law = policy("rule r { bar when revoked formerly old_name cite LRC }");
    check_files(&[&law, house], &[]);
    let read = read(&[&law, house]);
    let set = &read.lowered.policies;
    let rule = set.policies.iter().flat_map(|p| &p.rules).find(|r| set.symbols.text(r.name) == "es.house.x").unwrap();
    let replaced: Vec<&str> = rule.replaces.iter().map(|r| set.symbols.text(*r)).collect();
    assert_eq!(replaced, ["es.test.r"]);
}

#[test]
fn what_stands_in_the_place_of_a_rule_stands_in_that_of_every_version() {
    let house = "policy es.house \"House\" {\n extends es.test\n layer institution\n rule x { bar when workload < 5 ECTS replaces r cite LRC }\n}\n";
    let replaced = |law: &[&str]| -> Vec<String> {
        let read = read(&[law, &[house]].concat());
        let set = &read.lowered.policies;
        let own = set.policies.iter().flat_map(|p| &p.rules).find(|r| set.symbols.text(r.name) == "es.house.x");
        own.unwrap().replaces.iter().map(|r| set.symbols.text(*r).to_owned()).collect()
    };
    let rule = policy(
        "rule r { bar when workload < 3 ECTS in force until 2024-05-01 cite LRC }\n rule r { bar when workload < 6 ECTS in force from 2024-05-01 cite LRC }",
    );
    assert_eq!(replaced(&[&rule]), ["es.test.r", "es.test.r@2024-05-01"]);
    let (old, new) = (version("from 2022-10-01 until 2024-05-01", ""), version("from 2024-05-01", ""));
    assert_eq!(replaced(&[&old, &new]), ["es.test.r", "es.test@2024-05-01.r"]);
}

#[test]
fn only_a_version_that_is_in_force_beside_the_rule_can_be_loosened_by_it() {
    let law = policy(
        "limit l { count mooc at most 20% of award workload mandatory in force until 2024-05-01 cite LRC }\n limit l { count mooc at most 10% of award workload mandatory in force from 2024-05-01 cite LRC }",
    );
    let house = |until: &str| {
        format!(
            "policy es.house \"House\" {{\n extends es.test\n layer institution\n limit own {{ count mooc at most 20% of award workload replaces l in force until {until} cite LRC }}\n}}\n"
        )
    };
    check_files(&[&law, &house("2024-05-01")], &[]);
    check_files(&[&law, &house("2024-06-01")], &[("loosens-mandatory", "own")]);
}
