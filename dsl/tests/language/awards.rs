//! Awards: components, requirements and the policy that decides.

use crate::support::{check, check_fix, read};

fn award(clauses: &str) -> String {
    format!(
        "award es.master \"Master\" {{
    workload 60 ECTS
    recognise by eu.ground
    component law \"Law\" 6 ECTS
    component thesis \"Thesis\" kind thesis 12 ECTS
    {clauses}
}}
"
    )
}

#[test]
fn a_requirement_names_components_of_the_award() {
    check_fix(&award("require core all of { law, thesys }"), "unknown-component", "thesys", "thesis");
    check_fix(&award("require core 6 ECTS by lew"), "unknown-component", "lew", "law");
    check(&award("require core all of { law, gardening }"), &[("unknown-component", "gardening")]);
    check(&award("require core all of { law, thesis }"), &[]);
}

#[test]
fn more_is_not_asked_for_than_is_listed() {
    check(&award("require core any 3 of { law, thesis }"), &[("minimum-above-maximum", "any 3 of { law, thesis }")]);
    check(&award("require core any 2 of { law, thesis }"), &[]);
}

#[test]
fn an_award_says_its_workload_once() {
    check("award es.a { recognise by eu.ground }", &[]);
    let share = "at least 50% of award workload";
    check(&format!("award es.a {{ recognise by eu.ground {share} }}"), &[("missing-clause", share)]);
    check_fix("award es.a { workload 60 recognise by eu.ground }", "missing-unit", "60", "60 ECTS");
    check(&award("workload 90 ECTS"), &[("duplicate-clause", "workload 90 ECTS")]);
    check_fix(&award("level EQF7").replace("EQF7", "EFQ 7"), "unknown-framework", "EFQ", "EQF");
}

#[test]
fn which_credentials_a_limit_counts_is_no_fact_alone() {
    check(&award("at most 9 ECTS from level >= EQF 7"), &[("wrong-type", "level"), ("syntax-error", ">")]);
    check(&award("at most 9 ECTS from credentials where level >= EQF 7"), &[]);
}

#[test]
fn an_award_keeps_what_it_says() {
    let read = read(&[&award(
        "require electives at least 18 ECTS split where level >= EQF 7\n require thesis 12 ECTS never by recognition",
    )]);
    let award = read.lowered.policies.award("es.master").expect("the award is there");
    assert_eq!(award.components.len(), 2);
    assert_eq!(award.require.len(), 2);
}

#[test]
fn what_an_award_does_not_decide_by_yet_is_said() {
    let clause = "formerly es.old";
    check(&award(clause), &[("not-yet-evaluated", clause)]);
}

#[test]
fn an_award_includes_another_that_is_there_and_never_itself() {
    let small = "award es.small \"Small\" { workload 30 ECTS }\n";
    check(&(award("require inner award es.small").clone() + small), &[]);
    check_fix(&(award("require inner award es.smal") + small), "unknown-award", "es.smal", "es.small");
    let circle =
        "award es.a { require inner award es.b }\naward es.b { require group all of { require inner award es.a } }";
    check(circle, &[("circular-award", "inner")]);
    check("award es.a { require inner award es.a }", &[("circular-award", "inner")]);
}

#[test]
fn a_slot_that_can_never_be_filled_is_an_error() {
    check(&award("require law at least 12 ECTS at most 6 ECTS"), &[("minimum-above-maximum", "law")]);
    check(&award("require law at least 3 credentials at most 2 credentials"), &[("minimum-above-maximum", "law")]);
    check(&award("require law at least 6 ECTS at most 6 ECTS"), &[]);
}

#[test]
fn a_limit_of_nothing_is_a_limit_and_a_floor_of_nothing_is_none() {
    check(&award("at most 0 ECTS from mooc"), &[]);
    check(&award("at least 0 ECTS from mooc"), &[("empty-limit", "at least 0 ECTS from mooc")]);
}

#[test]
fn requirements_are_told_apart_by_name() {
    check(&award("require a 6 ECTS\n require a 6 ECTS"), &[("duplicate-name", "a")]);
}

#[test]
fn variety_goes_over_what_has_values() {
    check(&award("require a 12 ECTS from at least 3 different fields"), &[]);
    check(&award("require a 12 ECTS at most 6 ECTS of one issuer"), &[]);
    check(&award("require a 12 ECTS from at least 3 different titles"), &[("wrong-type", "titles")]);
}

#[test]
fn a_bound_that_begins_a_line_is_a_limit_of_the_award() {
    let read = read(&[&award(
        "require a at least 12 ECTS at most 18 ECTS\n    # what is meant\n\n    at most 6 ECTS from mooc\n    at least 50% of award workload from own study",
    )]);
    let award = read.lowered.policies.award("es.master").expect("the award is there");
    assert_eq!((award.require.len(), award.limits.len()), (1, 2));
    check(
        &self::award("require a at least 12 ECTS at least 6 ECTS from mooc"),
        &[("duplicate-clause", "at least 6 ECTS from mooc")],
    );
    check(&self::award("require a\n        at least 1 of { law, thesis }"), &[]);
    check(&self::award("require a 12 ECTS\n        at most 6 ECTS of one issuer"), &[]);
}

#[test]
fn a_comment_does_not_move_a_bound() {
    for tail in ["", " # two thirds of one year", " from mooc # a half of one programme"] {
        let text = award(&format!("require a at least 12 ECTS\n    at most 6 ECTS{tail}"));
        let read = read(&[&text]);
        let award = read.lowered.policies.award("es.master").expect("the award is there");
        assert_eq!((award.require.len(), award.limits.len()), (1, 1), "{text}");
    }
    let text = award("require a 12 ECTS\n    at most 6 ECTS from own study issued by \"house of one love\"");
    assert_eq!(read(&[&text]).lowered.policies.award("es.master").map(|a| a.limits.len()), Some(1));
    check(&award("require a 12 ECTS\n        at most 6 ECTS of one issuer # of one"), &[]);
}

#[test]
fn an_award_keeps_its_notes_and_its_name_in_other_languages() {
    let read = read(&[&award("says es \"Máster\"\n    note \"Ask the dean.\"")]);
    let award = read.lowered.policies.award("es.master").expect("the award is there");
    assert_eq!(award.says.iter().map(|t| (&*t.language, &*t.words)).collect::<Vec<_>>(), [("es", "Máster")]);
    assert_eq!(award.notes.iter().map(|n| &**n).collect::<Vec<_>>(), ["Ask the dean."]);
}

#[test]
fn an_average_says_over_what_it_is_taken() {
    check(&award("average at least 7.5 over credentials that are counted"), &[]);
    check(&award("average at most 2.5 on a scale of 1 to 5 over credentials that fit"), &[]);
    let (counted, fit) = ("credentials that are counted", "credentials that fit");
    check_fix(&award("average at least 5 over counted credentials"), "unknown-word", "counted credentials", counted);
    check_fix(&award("average at least 5 over fitting credentials"), "unknown-word", "fitting credentials", fit);
    check(&award("average at least 5 over all"), &[("unknown-word", "all")]);
    check(&award("average of level at least 5 over credentials that fit"), &[("wrong-type", "level")]);
    let scale = "on a scale of 0 to 10";
    check(
        &award(&format!("average at least 75 {scale} over credentials that fit")),
        &[("minimum-above-maximum", scale)],
    );
    let twice = "average at least 6 over credentials that fit\n average at least 7 over credentials that fit";
    check(&award(twice), &[("duplicate-clause", "average at least 7 over credentials that fit")]);
}

#[test]
fn a_requirement_and_a_group_have_averages_and_limits_of_their_own() {
    let read = read(&[&award(
        "require core \"Core\" all of {
            law, thesis
            at most 6 ECTS from mooc
            average at least 7 over credentials that are counted
        }
        require rest 12 ECTS with average at least 6 over credentials that fit",
    )]);
    let award = read.lowered.policies.award("es.master").expect("the award is there");
    let each: Vec<(usize, usize)> = award.require.iter().map(|n| (n.limits.len(), n.averages.len())).collect();
    assert_eq!(each, [(1, 1), (0, 1)]);
    assert!(award.limits.is_empty() && award.averages.is_empty());
}

#[test]
fn what_depends_on_the_learner_asks_nothing_of_a_credential() {
    let choice = |when: &str| award(&format!("if {when} then require a 6 ECTS else require a 12 ECTS"));
    check(&choice("enrolment status is enrolled"), &[]);
    check(&choice("the wallet holds no own study issued in ES"), &[]);
    check(&choice("workload < 6 ECTS"), &[("wrong-type", "workload < 6 ECTS")]);
    check(&choice("enrolment status is enroled"), &[("unknown-code", "enroled")]);
}

#[test]
fn the_last_credits_and_repeats_are_said_in_one_way() {
    check(&award("of the last 30 ECTS at least 15 ECTS from own study"), &[]);
    let detailed =
        "of the last 30 ECTS, ties count against these, what straddles is left out, at least 15 ECTS from mooc";
    let read = read(&[&award(detailed)]);
    let latest = &read.lowered.policies.award("es.master").expect("the award is there").latest;
    assert_eq!(latest.iter().map(|l| (l.ties_against, l.straddling_out)).collect::<Vec<_>>(), [(true, true)]);
    let most = "of the last 30 ECTS at most 15 ECTS from mooc";
    check(&award(most), &[("wrong-type", most)]);
    let never = "of the last 30 ECTS at least 45 ECTS from mooc";
    check(&award(never), &[("minimum-above-maximum", never)]);
    check(&award("repeats count latest attempt"), &[]);
    check(&award("repeats count never"), &[("unknown-word", "never")]);
    let twice = "repeats count best attempt\n    repeats count first attempt";
    check(&award(twice), &[("duplicate-clause", "repeats count first attempt")]);
}

#[test]
fn what_comes_after_something_that_is_not_there_or_after_itself_is_told() {
    let both = |a: &str, b: &str| award(&format!("require law 6 ECTS {a}\n require thesis 12 ECTS {b}"));
    check(&both("", "after law"), &[]);
    check_fix(&both("", "after lav"), "unknown-requirement", "lav", "law");
    check(&both("after law", ""), &[("circular-prerequisite", "law")]);
    check(&both("after thesis", "after law"), &[("circular-prerequisite", "law")]);
    let told = read(&[&both("after thesis", "after law")]);
    assert!(told.the("circular-prerequisite").message.ends_with("law → thesis → law"));
    let inner = "require group all of { require law 6 ECTS after thesis }\n require thesis 12 ECTS after group";
    check(&award(inner), &[("circular-prerequisite", "group")]);
}

#[test]
fn learning_outcomes_are_those_that_components_cover() {
    let covered = |n: &str| {
        award(&format!(
            "component block covers \"reads accounts\", \"plans a project\"\n require block at least {n} learning outcomes"
        ))
    };
    check(&covered("2"), &[]);
    check(&covered("3"), &[("minimum-above-maximum", "block")]);
    let most = "at most 2 learning outcomes";
    check(&award(&format!("require a {most}")), &[("wrong-type", most)]);
}

/// Two requirements, one of them with a part, and what is said of sharing.
fn sharing(clause: &str) -> String {
    award(&format!(
        "require core all of {{ require law at least 6 ECTS\n require ethics at least 6 ECTS }}
    require free at least 6 ECTS
    require other all of {{ require ethics at least 3 ECTS }}
    {clause}"
    ))
}

#[test]
fn requirements_share_by_their_names_or_paths() {
    for clause in [
        "share law and free",
        "share law, free and core/ethics up to 6 ECTS",
        "share core and free up to 2 credentials at most 3 times",
    ] {
        check(&sharing(clause), &[]);
    }
}

#[test]
fn what_is_not_there_shares_nothing() {
    check_fix(&sharing("share lav and free"), "unknown-requirement", "lav", "law");
    check(&sharing("share gardening and free"), &[("unknown-requirement", "gardening")]);
    check(&sharing("share ethics and free"), &[("unknown-requirement", "ethics")]);
    check(&sharing("share free and es.nothing"), &[("unknown-requirement", "es.nothing")]);
}

#[test]
fn nothing_shares_with_itself_or_with_a_part_of_itself() {
    check(&sharing("share free and free"), &[("shared-with-itself", "free")]);
    check(&sharing("share core and law"), &[("shared-with-itself", "law")]);
    check(&sharing("share core/law and core"), &[("shared-with-itself", "core")]);
    check(&sharing("share es.master and es.master"), &[("shared-with-itself", "es.master")]);
}

#[test]
fn an_award_shares_with_another_that_is_there() {
    let small = "award es.small \"Small\" { workload 30 ECTS }\naward es.third \"Third\" { workload 30 ECTS }\n";
    check(&(sharing("share es.master and es.small up to 10 ECTS") + small), &[]);
    check_fix(&(sharing("share es.master and es.smal") + small), "unknown-award", "es.smal", "es.small");
    let others = "share es.small and es.third";
    check(&(sharing(others) + small), &[("unknown-requirement", others)]);
}

#[test]
fn how_often_something_is_shared_makes_sense() {
    check(&sharing("share law and free at most 1 times"), &[("minimum-above-maximum", "at most 1 times")]);
    check(&sharing("share law and free up to 2 learning outcomes"), &[("wrong-type", "2 learning outcomes")]);
    check(&sharing("share law and free up to 0 ECTS"), &[]);
}

#[test]
fn what_becomes_of_used_credits_is_said_in_three_ways() {
    for clause in ["used credits count again", "used credits count up to 20 ECTS", "used credits do not count"] {
        check(&award(clause), &[]);
    }
    check(&award("used credits count again up to 20 ECTS"), &[]);
    check(&award("used credits count never"), &[("unknown-word", "never")]);
    check(
        &award("used credits count again\n used credits do not count"),
        &[("duplicate-clause", "used credits do not count")],
    );
}

#[test]
fn a_preference_is_one_of_two() {
    check(&award("prefer most awards"), &[]);
    check(&award("prefer highest award"), &[]);
    check(&award("prefer older awards"), &[("unknown-word", "older awards")]);
}
