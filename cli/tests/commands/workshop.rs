//! A pack is begun, signed and compared with what it was.

use std::fs;

use crate::support::{Desk, run, run_with_input};

/// What `credstack new policy` has to know.
const POLICY: [&str; 18] = [
    "--title",
    "Law \"of\" studies",
    "--country",
    "NL",
    "--from",
    "2026-09-01",
    "--source-name",
    "ACT",
    "--source-title",
    "Act",
    "--source-url",
    "https://law.example",
    "--article",
    "art 7.8",
    "--checked",
    "2026-11-01",
    "--confidence",
    "primary",
];

fn new_policy(out: &str, more: &[&str]) -> crate::support::Run {
    let begin = ["new", "policy", "nl.studies", "--out", out, "--rules", "/nowhere"];
    run(&[&begin[..], &POLICY, &["--at-most", "30"], more].concat())
}

#[test]
fn a_new_policy_checks_and_its_examples_come_out() {
    let desk = Desk::new();
    let out = desk.path("packs/nl");
    fs::create_dir(desk.path("packs")).expect("a folder");
    let made = new_policy(&out, &[]);
    assert_eq!(made.code, 0, "{}", made.err);
    let packs = desk.path("packs");
    for (arguments, told) in [
        (vec!["check", &packs, "--strict"], "1 pack, 1 policy, 1 rule, 0 awards: 0 errors, 0 warnings"),
        (vec!["test", &packs, "--min-coverage", "rules=100"], "3 examples of 1 rule: 3 passed, 0 failed"),
        (vec!["fmt", "--check", &packs], "0 files would be laid out anew"),
    ] {
        let found = run(&arguments);
        assert_eq!(found.code, 0, "{arguments:?}: {}{}", found.out, found.err);
        assert!(found.out.contains(told), "{}", found.out);
    }
    let again = new_policy(&out, &[]);
    assert_eq!((again.code, again.err.contains("is not empty")), (2, true), "{}", again.err);
}

#[test]
fn what_is_missing_is_asked_for_or_named() {
    let desk = Desk::new();
    let out = desk.path("pack");
    let award = ["new", "award", "nl.certificate", "--out", &out, "--country", "NL"];
    let named = run(&award);
    assert_eq!(named.code, 2, "{}", named.err);
    assert!(named.err.contains("give --title, --extends, --offered-by, --credits, --level"), "{}", named.err);
    let asked = run_with_input(&[&award[..], &["--ask"]].concat(), "Certificate\n\nA school\n30\n5\n".as_bytes());
    assert_eq!(asked.code, 0, "{}", asked.err);
    assert!(asked.err.contains("What is it called: "), "{}", asked.err);
    assert!(fs::read_to_string(desk.path("pack/certificate.rule")).expect("the award").contains("EQF 5\n"));
    assert!(asked.out.contains("put it below one folder with them"), "{}", asked.out);
}

#[test]
fn answers_that_are_none_leave_nothing_behind() {
    let desk = Desk::new();
    let out = desk.path("pack");
    let wrong = |more: &[&str], code: i32, told: &str| {
        let found = new_policy(&out, more);
        assert!(found.code == code && found.err.contains(told), "{more:?}: {} {}", found.code, found.err);
        assert!(!fs::exists(&out).expect("a place"), "{more:?}");
    };
    wrong(&["--extends", "nl.gone"], 2, "no policy `nl.gone`");
    let word = run(&["new", "policy", "Studies", "--out", &out]);
    assert!(word.code == 2 && word.err.contains("no full name"), "{}", word.err);
    let begin = ["new", "policy", "nl.studies", "--out", &out, "--rules", "/nowhere", "--at-most", "30"];
    let day: Vec<&str> = POLICY.iter().map(|word| if *word == "2026-09-01" { "soon" } else { *word }).collect();
    let day = run(&[&begin[..], &day].concat());
    assert!(day.code == 3 && day.err.contains("nothing was written"), "{} {}", day.code, day.err);
    assert!(!fs::exists(&out).expect("a place"));
}

#[test]
fn a_name_is_put_to_a_policy_and_a_release_asks_for_two() {
    let desk = Desk::new();
    let out = desk.path("pack");
    assert_eq!(new_policy(&out, &[]).code, 0);
    let review = |state: &str, by: &str| {
        run(&["review", "nl.studies", "--rules", &out, "--state", state, "--by", by, "--on", "2026-11-23"])
    };
    let release = || run(&["check", &out, "--release", "--on", "2026-11-23", "--format", "json"]);
    assert_eq!(release().code, 10);
    assert_eq!(review("approved", "Ana Gil").code, 0);
    let one = release();
    assert_eq!((one.code, one.json()["release"]["lacks"][0]["of"].as_str()), (10, Some("approval")), "{}", one.out);
    let two = review("approved", "Bo Lind");
    assert!(two.out.contains("policy nl.studies: in force"), "{}", two.out);
    let both = release();
    assert_eq!(
        (both.code, both.json()["release"]["items"][0]["state"].as_str()),
        (0, Some("in force")),
        "{}",
        both.out
    );
    let rule = desk.path("pack/studies.rule");
    let text = fs::read_to_string(&rule).expect("the rule");
    fs::write(&rule, text.replace("<= 30 ECTS", "< 30 ECTS").replace("{ workload 30 ECTS }", "{ workload 29 ECTS }"))
        .expect("a file");
    let changed = release();
    assert_eq!(changed.code, 10, "{}", changed.out);
    assert!(changed.out.contains("changed since"), "{}", changed.out);
    let late = run(&["check", &out, "--release", "--on", "2026-11-23", "--within", "3w"]);
    assert!(late.out.contains("longer ago than 21 days"), "{}", late.out);
    let nobody = run(&["review", "nl.studies", "--rules", &out, "--state", "approved", "--by", " "]);
    assert_eq!(nobody.code, 2, "{}", nobody.err);
    let unknown = run(&["review", "nl.study", "--rules", &out, "--state", "approved", "--by", "A"]);
    assert!(unknown.code == 2 && unknown.err.contains("no policy or award `nl.study`"), "{}", unknown.err);
}

#[test]
fn the_pages_say_who_has_put_their_name_to_what() {
    let desk = Desk::new();
    let (out, pages) = (desk.path("pack"), desk.path("pages"));
    assert_eq!(new_policy(&out, &[]).code, 0);
    let review = run(&[
        "review",
        "nl.studies",
        "--rules",
        &out,
        "--state",
        "reviewed",
        "--by",
        "Ana <Gil>",
        "--on",
        "2026-11-23",
    ]);
    assert_eq!(review.code, 0, "{}", review.err);
    assert_eq!(run(&["doc", &out, "--out", &pages]).code, 0);
    let page = fs::read_to_string(desk.path("pages/nl.studies.html")).expect("the page");
    assert!(page.contains("reviewed 2026-11-23 by Ana &lt;Gil&gt;"), "{page}");
    fs::write(desk.path("pack/approvals.toml"), "step = 1").expect("a file");
    let broken = run(&["doc", &out, "--out", &pages]);
    assert!(broken.code == 3 && broken.err.contains("approvals.toml"), "{}", broken.err);
}

#[test]
fn changes_are_told_in_words_and_as_json() {
    let desk = Desk::new();
    let (before, after) = (desk.path("before"), desk.path("after"));
    assert_eq!(new_policy(&before, &[]).code, 0);
    assert_eq!(new_policy(&after, &[]).code, 0);
    let same = run(&["changes", &before, &after]);
    assert_eq!((same.code, same.out.as_str()), (0, "Nothing changed.\n"));
    let rule = desk.path("after/studies.rule");
    let text = fs::read_to_string(&rule).expect("the rule").replace("from 2026-09-01", "from 2027-09-01");
    fs::write(&rule, text).expect("a file");
    let told = run(&["changes", &before, &after, "--format", "json"]).json();
    assert_eq!(told["changes"][0]["name"], "nl.studies");
    assert_eq!(told["changes"][0]["from"], "2027-09-01");
    assert_eq!(told["packs"][0]["same_version"], true);
    let file = desk.path("changes.md");
    assert_eq!(run(&["changes", &before, &after, "--output", &file]).code, 0);
    assert!(fs::read_to_string(&file).expect("the page").contains("is now: `in force from 2027-09-01`"));
    assert_eq!(run(&["changes", "/nowhere", &after]).code, 3);
}
