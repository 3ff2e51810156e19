//! What somebody puts their name to, and what keeps rules from being released.

use std::fs;
use std::path::Path;

use credstack_model::date::Date;

use super::*;

const LAW: &str = r#"
policy nl.law "Law" {
    layer country
    in force from 2026-01-01
    source ACT "Act" { url "https://law.example" checked 2026-05-01 }
    rule small "Fewer than 15 ECTS is small" {
        for      any credential
        classify as small when workload < 15 ECTS
        cite     ACT art 1
        example "below" { workload 14 ECTS } is small
    }
}
"#;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A folder with one pack.
fn pack(law: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("nl");
    fs::create_dir(&home).expect("a folder");
    fs::write(home.join("pack.toml"), "[pack]\nname = \"nl\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n")
        .expect("a file");
    fs::write(home.join("law.rule"), law).expect("a file");
    folder
}

fn load(folder: &Path) -> (Rules, Approvals) {
    let rules = Rules::from_folder(folder).expect("a pack");
    assert!(!rules.has_errors(), "{:?}", rules.diagnostics);
    (rules, Approvals::below(folder).expect("a pack"))
}

/// Puts a name to the policy as it stands.
fn put(folder: &Path, state: Deed, by: &str) {
    let (rules, approvals) = load(folder);
    let item = items(&rules, &approvals, None).remove(0);
    let home = home_of(&rules, folder, &item).expect("its pack");
    let step = Step { of: item.name, state, by: by.to_owned(), on: day("2026-11-23"), words: item.words };
    let (file, text) = with_steps(&home, vec![step]).expect("a file that can be read");
    fs::write(file, text).expect("a file");
}

fn state_of(folder: &Path, on: &str) -> (State, bool) {
    let (rules, approvals) = load(folder);
    let item = items(&rules, &approvals, Some(day(on))).remove(0);
    (item.state, item.changed_since)
}

#[test]
fn it_takes_two_people_to_approve() {
    let folder = pack(LAW);
    let at = folder.path();
    assert_eq!(state_of(at, "2026-11-23"), (State::Draft, false));
    put(at, Deed::Reviewed, "Ana Gil");
    assert_eq!(state_of(at, "2026-11-23"), (State::Reviewed, false));
    put(at, Deed::Approved, "Ana Gil");
    put(at, Deed::Approved, " ana  gil ");
    assert_eq!(state_of(at, "2026-11-23"), (State::Reviewed, false), "one person twice is one person");
    put(at, Deed::Approved, "Bo Lind");
    assert_eq!(state_of(at, "2026-11-23"), (State::InForce, false));
    assert_eq!(state_of(at, "2025-12-31"), (State::Approved, false), "before the first day");
    put(at, Deed::Withdrawn, "Ana Gil");
    assert_eq!(state_of(at, "2026-11-23"), (State::Withdrawn, false));
}

#[test]
fn a_change_of_what_is_said_ends_an_approval_and_another_layout_does_not() {
    let approved = |law: &str| {
        let folder = pack(LAW);
        put(folder.path(), Deed::Approved, "Ana Gil");
        put(folder.path(), Deed::Approved, "Bo Lind");
        fs::write(folder.path().join("nl/law.rule"), law).expect("a file");
        state_of(folder.path(), "2026-11-23")
    };
    let in_force = (State::InForce, false);
    assert_eq!(approved(&LAW.replace("    ", "  ").replace("ECTS\n", "ECTS # as the act says\n")), in_force);
    assert_eq!(approved(&LAW.replace("checked 2026-05-01", "checked 2026-11-01")), in_force, "reviewed again");
    assert_eq!(approved(&LAW.replace("workload 14 ECTS", "workload 13 ECTS")), in_force, "another example");
    for (was, is) in [("< 15", "<= 15"), ("art 1", "art 2"), ("2026-01-01", "2027-01-01"), ("\"Act\"", "\"Order\"")] {
        assert_eq!(approved(&LAW.replace(was, is)), (State::Draft, true), "{was} became {is}");
    }
}

#[test]
fn what_lacks_approval_example_or_a_review_within_its_term_is_told() {
    let lacks = |law: &str, on: &str, approve: bool| -> Vec<(&'static str, String)> {
        let folder = pack(law);
        if approve {
            put(folder.path(), Deed::Approved, "Ana Gil");
            put(folder.path(), Deed::Approved, "Bo Lind");
        }
        let (rules, approvals) = load(folder.path());
        release(&rules, &approvals, day(on), None).lacks.into_iter().map(|l| (l.of, l.name)).collect()
    };
    assert_eq!(lacks(LAW, "2026-11-23", true), []);
    assert_eq!(lacks(LAW, "2026-11-23", false), [("approval", "nl.law".to_owned())]);
    assert_eq!(lacks(LAW, "2028-05-01", true), []);
    assert_eq!(lacks(LAW, "2028-05-02", true), [("review", "nl.law ACT".to_owned())], "two years and a day");
    let bare = LAW.replace("example \"below\" { workload 14 ECTS } is small", "");
    assert_eq!(lacks(&bare, "2026-11-23", true), [("example", "nl.law.small".to_owned())]);
}

#[test]
fn a_file_of_approvals_that_cannot_be_read_is_a_problem_and_no_approval() {
    let folder = pack(LAW);
    let file = folder.path().join("nl/approvals.toml");
    for (text, told) in [
        ("[[step]]\nof = \"nl.law\"\n", "missing field"),
        ("review_within = \"soon\"\n", "no length of time"),
        (
            "[[step]]\nof = \"nl.law\"\nstate = \"approved\"\nby = \" \"\non = 2026-11-23\nwords = \"x\"\n",
            "says not by whom",
        ),
        ("[[step]]\nof = \"nl.law\"\nstate = \"blessed\"\nby = \"A\"\non = 2026-11-23\nwords = \"x\"\n", "blessed"),
    ] {
        fs::write(&file, text).expect("a file");
        let found = Approvals::below(folder.path()).expect("a pack").problems;
        assert!(found.len() == 1 && found[0].contains(told) && found[0].contains("approvals.toml"), "{found:?}");
    }
    // A name that nothing has is told when the rules are to be released.
    fs::write(&file, "[[step]]\nof = \"nl.gone\"\nstate = \"approved\"\nby = \"A\"\non = 2026-11-23\nwords = \"x\"\n")
        .expect("a file");
    let (rules, approvals) = load(folder.path());
    let lacks = release(&rules, &approvals, day("2026-11-23"), None).lacks;
    assert!(lacks.iter().any(|l| l.name == "nl.gone" && l.says.contains("no policy or award")), "{lacks:?}");
}
