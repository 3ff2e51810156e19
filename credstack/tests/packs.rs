//! Packs of rules, from a folder and from memory: what is told of broken ones, and what stays the same.

#![expect(clippy::panic, clippy::expect_used, reason = "a helper of tests fails as a test does")]

use std::path::Path;

use credstack::diagnostics::{Diagnostic, has_errors};
use credstack::{PackFiles, Rules, run_examples};

const MANIFEST: &str = "[pack]\nname = \"nl\"\nversion = \"0.2.0\"\ntitle = \"Netherlands\"\nlanguage = \"1\"\n";

const LAW: &str = r#"policy nl "Netherlands" {
    jurisdiction NL
    layer country

    source WHW "Higher education act" { url "https://wetten.overheid.nl/BWBR0005682" }

    rule small "Small own study is a badge" {
        for         own study
        classify as badge when workload < 6 ECTS
        cite        WHW art 7.3

        example "three credits" { workload 3 ECTS } is badge
        example "six credits"   { workload 6 ECTS } is not badge
        example "not stated"    { missing workload } is undetermined by workload
    }
}
"#;

fn pack(manifest: &str, law: impl Into<Vec<u8>>) -> PackFiles {
    PackFiles {
        manifest: ("nl/pack.toml".into(), manifest.as_bytes().to_vec()),
        rules: vec![("nl/law.rule".into(), law.into())],
    }
}

fn load(manifest: &str, law: impl Into<Vec<u8>>) -> Rules {
    Rules::from_memory(&[pack(manifest, law)])
}

/// The one problem of a load, and the text that it underlines.
#[track_caller]
fn only(rules: &Rules) -> (&Diagnostic, &str) {
    let [one] = rules.diagnostics.as_slice() else { panic!("expected one problem, found {:#?}", rules.diagnostics) };
    (one, rules.sources.text(one.span()))
}

fn write(folder: &Path, manifest: &str, law: &[u8]) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    std::fs::write(folder.join("pack.toml"), manifest).expect("the manifest can be written");
    std::fs::write(folder.join("law.rule"), law).expect("the rules can be written");
}

fn hashes(rules: &Rules) -> Vec<String> {
    rules.policies.packs.iter().map(|p| p.hash.to_string()).collect()
}

#[test]
fn a_whole_pack_has_no_problem_and_its_examples_come_out() {
    let rules = load(MANIFEST, LAW);
    assert!(rules.diagnostics.is_empty(), "{:#?}", rules.diagnostics);
    let examples = run_examples(&rules);
    assert_eq!((examples.rules, examples.runs.len(), examples.failures().len()), (1, 3, 0));
    assert_eq!(&*rules.policies.packs[0].version, "0.2.0");
}

#[test]
fn a_file_in_latin_1_is_told_with_line_and_column() {
    let mut latin = b"policy nl {\n    layer country\n    note \"caf".to_vec();
    latin.extend([0xE9, b'"', b'\n', b'}']);
    let rules = load(MANIFEST, latin);
    let (problem, _) = only(&rules);
    let at = rules.sources.position(problem.span());
    assert_eq!((problem.slug.text(), at.line, at.column), ("not-utf-8", 3, 14));
    assert!(problem.message.contains("0xe9"), "{}", problem.message);
    assert!(problem.help.as_deref().is_some_and(|h| h.contains("Latin-1")));
}

#[test]
fn a_file_that_begins_with_a_byte_order_mark_is_read() {
    let rules = load(MANIFEST, format!("\u{FEFF}{LAW}"));
    assert!(rules.diagnostics.is_empty(), "{:#?}", rules.diagnostics);
}

#[test]
fn line_ends_of_windows_make_no_difference() {
    let rules = load(MANIFEST, LAW.replace('\n', "\r\n"));
    assert!(rules.diagnostics.is_empty(), "{:#?}", rules.diagnostics);
    assert!(run_examples(&rules).failures().is_empty());
}

#[test]
fn a_broken_manifest_is_told_at_its_place() {
    for (manifest, underlined) in [
        (MANIFEST.replace("name = \"nl\"", "nmae = \"nl\""), "nmae"),
        (MANIFEST.replace("\"0.2.0\"", "\"2\""), "version"),
        (MANIFEST.replace("language = \"1\"", "language = \"2\""), "language"),
    ] {
        let rules = load(&manifest, LAW);
        let told: Vec<(&str, &str)> =
            rules.diagnostics.iter().map(|d| (d.slug.text(), rules.sources.text(d.span()))).collect();
        assert_eq!(told, [("broken-manifest", underlined)]);
        assert!(has_errors(&rules.diagnostics));
    }
    for manifest in ["", "[pack", "[pack]\nname = 3\n"] {
        let rules = load(manifest, LAW);
        assert!(rules.diagnostics.iter().any(|d| d.slug.text() == "broken-manifest"), "{manifest}");
    }
}

#[test]
fn a_pack_that_is_needed_and_missing_is_named() {
    let manifest = format!("{MANIFEST}\n[requires]\n\"eu.microcredentials\" = \"0.1\"\n");
    let rules = load(&manifest, LAW);
    let (problem, _) = only(&rules);
    assert_eq!(problem.slug.text(), "missing-pack");
    assert_eq!(problem.message, "the pack `nl` needs `eu.microcredentials`, which is not loaded");
}

#[test]
fn a_pack_in_another_version_is_told_with_both() {
    let needs = MANIFEST.replace("\"nl\"", "\"nl.tue\"") + "\n[requires]\nnl = \"0.1\"\n";
    let own = PackFiles { manifest: ("tue/pack.toml".into(), needs.into_bytes()), rules: Vec::new() };
    let rules = Rules::from_memory(&[pack(MANIFEST, LAW), own]);
    let (problem, _) = only(&rules);
    assert_eq!(problem.slug.text(), "missing-pack");
    assert_eq!(problem.message, "the pack `nl.tue` needs `nl` 0.1; 0.2.0 is loaded");
}

#[test]
fn a_range_of_versions_that_is_none_is_told() {
    let rules = load(&format!("{MANIFEST}\n[requires]\neu = \"newest\"\n"), LAW);
    assert_eq!(only(&rules).0.message, "`newest` is no range of versions");
}

#[test]
fn a_failing_example_names_what_was_promised_and_what_came() {
    for (wrong, message) in [
        ("{ workload 6 ECTS } is badge", "the example says that it is badge; it is not classified"),
        ("{ workload 3 ECTS } is not badge", "the example says that it is not badge; it is badge"),
        ("{ missing workload } is badge", "the example says that it is badge; it is undetermined by workload"),
        (
            "{ workload 3 ECTS } is undetermined by workload",
            "the example says that it is undetermined by workload; it is badge",
        ),
        ("{ official study } is badge", "the example says that it is badge; it is not what the rule is for"),
    ] {
        let law = LAW.replace("{ workload 6 ECTS } is not badge", wrong);
        let rules = load(MANIFEST, law);
        assert!(rules.diagnostics.is_empty(), "{:#?}", rules.diagnostics);
        let examples = run_examples(&rules);
        let [failure] = <[Diagnostic; 1]>::try_from(examples.failures()).expect("one example fails");
        assert_eq!(failure.slug.text(), "failed-example");
        assert_eq!(failure.message, message);
        assert!(rules.sources.text(failure.span()).starts_with("example \"six credits\""));
        assert_eq!(rules.sources.text(failure.labels[1].span), "small");
        let failed: Vec<&str> = examples.runs.iter().filter(|r| r.failure.is_some()).map(|r| r.rule.as_str()).collect();
        assert_eq!(failed, ["nl.small"]);
    }
}

#[test]
fn a_rule_that_cites_an_unknown_source_cannot_be_used() {
    let rules = load(MANIFEST, LAW.replace("cite        WHW", "cite        WHV"));
    let unknown = rules.diagnostics.iter().find(|d| d.slug.text() == "unknown-source").expect("it is told");
    assert_eq!(rules.sources.text(unknown.span()), "WHV");
    assert!(rules.has_errors());
}

#[test]
fn the_hash_is_that_of_the_content() {
    let temp = tempfile::tempdir().expect("a folder");
    let (here, there, changed) =
        (temp.path().join("nl"), temp.path().join("elsewhere/nederland"), temp.path().join("new"));
    write(&here, MANIFEST, LAW.as_bytes());
    write(&there, MANIFEST, LAW.as_bytes());
    write(&changed, MANIFEST, LAW.replace("6 ECTS", "7 ECTS").as_bytes());
    let of = |folder: &Path| hashes(&Rules::from_folder(folder).expect("a pack is there"));
    assert_eq!(of(&here), of(&there), "the name of the folder is no content");
    assert_ne!(of(&here), of(&changed));
    assert_eq!(of(&here), hashes(&load(MANIFEST, LAW)), "from a folder or from memory");
    assert_ne!(of(&here), hashes(&load(&MANIFEST.replace("0.2.0", "0.2.1"), LAW)), "the manifest is content");
    assert!(of(&here)[0].starts_with("sha256:"));
}

#[test]
fn nothing_moves_from_one_file_to_the_other_without_another_hash() {
    let two = |a: &str, b: &str| {
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let manifest = file("pack.toml", MANIFEST);
        hashes(&Rules::from_memory(&[PackFiles { manifest, rules: vec![file("a.rule", a), file("b.rule", b)] }]))
    };
    assert_ne!(two("# one\n", "# two\n"), two("# one\n# two\n", ""));
    assert_ne!(two("# one\n", "# two\n"), two("# two\n", "# one\n"));
}

#[test]
fn loading_twice_gives_the_same() {
    let temp = tempfile::tempdir().expect("a folder");
    write(temp.path(), MANIFEST, LAW.replace("cite        WHW", "cite        WHV").as_bytes());
    let show = || {
        let rules = Rules::from_folder(temp.path()).expect("a pack is there");
        (
            credstack::diagnostics::to_text(&rules.diagnostics, &rules.sources, false),
            format!("{:?}", rules.policies.policies),
        )
    };
    assert_eq!(show(), show());
}

#[test]
fn the_order_of_packs_makes_no_difference() {
    let other = PackFiles {
        manifest: ("be/pack.toml".into(), MANIFEST.replace("\"nl\"", "\"be\"").into_bytes()),
        rules: vec![("be/law.rule".into(), LAW.replace("policy nl", "policy be").into_bytes())],
    };
    let names = |packs: &[PackFiles]| {
        let set = Rules::from_memory(packs).policies;
        set.policies.iter().map(|p| set.symbols.text(p.name).to_owned()).collect::<Vec<_>>()
    };
    let (nl, be) = (pack(MANIFEST, LAW), other);
    assert_eq!(names(&[nl.clone(), be.clone()]), names(&[be, nl]));
}

#[test]
fn a_folder_without_a_pack_says_what_a_pack_is() {
    let temp = tempfile::tempdir().expect("a folder");
    let none = Rules::from_folder(temp.path()).expect_err("there is no pack").to_string();
    assert!(none.contains("a pack is a folder with a `pack.toml`"), "{none}");
    let missing = Rules::from_folder(&temp.path().join("nowhere")).expect_err("there is no folder").to_string();
    assert!(missing.starts_with("cannot read `"), "{missing}");
}

#[test]
fn a_pack_within_a_pack_keeps_its_own_files() {
    let temp = tempfile::tempdir().expect("a folder");
    write(temp.path(), MANIFEST, LAW.as_bytes());
    write(
        &temp.path().join("be"),
        &MANIFEST.replace("\"nl\"", "\"be\""),
        LAW.replace("policy nl", "policy be").as_bytes(),
    );
    let rules = Rules::from_folder(temp.path()).expect("two packs are there");
    let set = &rules.policies;
    let homes: Vec<(&str, &str)> =
        set.policies.iter().map(|p| (set.symbols.text(p.name), &*set.packs[p.pack].name)).collect();
    assert_eq!(homes, [("be", "be"), ("nl", "nl")]);
}

#[test]
fn two_packs_of_one_name_are_told() {
    let rules = Rules::from_memory(&[pack(MANIFEST, LAW), pack(MANIFEST, LAW.replace("policy nl", "policy nl2"))]);
    assert!(rules.diagnostics.iter().any(|d| d.slug.text() == "duplicate-name"), "{:#?}", rules.diagnostics);
}
