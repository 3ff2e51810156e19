//! A draft is what its files are, whatever was changed on the way there.

use std::path::Path;

use proptest::prelude::*;

use super::Draft;
use crate::PackFiles;
use crate::rules::load;

const LAW: &str = "policy nl \"Netherlands\" {
    layer country
    source ACT \"Act\"
    rule short \"A short study is not recognised\" {
        for  own study
        bar  when workload < 4 ECTS
        cite ACT art 1
    }
}
";

fn file(name: &str) -> (String, Vec<u8>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules").join(name);
    (name.to_owned(), std::fs::read(path).expect("a rule file of the repository"))
}

fn packs() -> Vec<PackFiles> {
    let manifest = |name: &str| {
        let text = format!("[pack]\nname = \"{name}\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n");
        (format!("{name}/pack.toml"), text.into_bytes())
    };
    vec![
        PackFiles { manifest: manifest("eu"), rules: vec![file("eu/lisbon.rule"), file("eu/microcredentials.rule")] },
        PackFiles { manifest: manifest("es"), rules: vec![file("es/universities.rule"), file("es/awards.rule")] },
        PackFiles { manifest: manifest("nl"), rules: vec![("nl.rule".into(), [LAW, LAW, LAW].concat().into_bytes())] },
    ]
}

/// Where the draft and its files differ, both read with one table of words: the first line of all that is known of them.
fn difference(draft: &mut Draft) -> Option<(String, String)> {
    let ours = draft.rules();
    let (theirs, _) = load(&draft.packs, &draft.symbols);
    let [ours, theirs] = [ours, theirs].map(|rules| {
        let set = &rules.policies;
        format!("{:#?}\n{:#?}\n{:#?}\n{:#?}", rules.diagnostics, set.policies, set.awards, set.frameworks)
    });
    let lines = ours.lines().zip(theirs.lines()).find(|(a, b)| a != b);
    let lines = lines.map(|(a, b)| (a.to_owned(), b.to_owned()));
    lines.or_else(|| (ours.len() != theirs.len()).then(|| ("more".to_owned(), "less".to_owned())))
}

/// A change: of which file, at which of its lines, and what.
#[derive(Debug, Clone)]
enum Change {
    Without,
    Twice,
    With(&'static str),
    Cut(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let line = prop::sample::select(vec![
        "}",
        "{",
        "policy other {",
        "policy other {}",
        "# a note",
        "\"",
        "note \"one",
        "    cite ACT art 2",
        "award a.b \"B\" { level EQF 7 workload 60 ECTS }",
        "“",
    ]);
    prop_oneof![
        // Most files stay sound, so that pieces are kept and moved.
        6 => Just(Change::With("# a note")),
        1 => Just(Change::Without),
        1 => Just(Change::Twice),
        1 => line.prop_map(Change::With),
        1 => (0usize..40).prop_map(Change::Cut),
    ]
}

fn changed(text: &str, line: usize, change: &Change) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = line % (lines.len() + 1);
    let (before, after) = lines.split_at(at);
    let first = after.first().copied().unwrap_or_default();
    let rest = after.iter().skip(1).copied().collect::<String>();
    let middle = match change {
        Change::Without => String::new(),
        Change::Twice => first.repeat(2),
        Change::With(line) => format!("{line}\n{first}"),
        Change::Cut(at) => first.chars().take(*at).collect(),
    };
    [before.concat(), middle, rest].concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_draft_is_what_its_files_are(steps in prop::collection::vec((0usize..4, any::<usize>(), change()), 1..5)) {
        let mut draft = Draft::new(packs());
        draft.rules();
        for (at, line, change) in steps {
            let files: Vec<(String, Vec<u8>)> = draft.packs.iter().flat_map(|p| p.rules.clone()).collect();
            // The last files have several policies and awards each.
            let (name, bytes) = &files[files.len() - 1 - at % 3];
            let text = changed(std::str::from_utf8(bytes).unwrap(), line, &change);
            prop_assert!(draft.change(name, text.into_bytes()));
            prop_assert_eq!(difference(&mut draft), None);
        }
    }
}

#[test]
fn one_line_of_one_policy_is_read_with_that_policy_only() {
    let mut draft = Draft::new(packs());
    draft.rules();
    let text = [LAW, &LAW.replace("4 ECTS", "5 ECTS and workload > 1 ECTS"), LAW].concat();
    assert!(draft.change("nl.rule", text.into_bytes()));
    assert_eq!(difference(&mut draft), None);
    assert_eq!(draft.bytes_read(), LAW.len() + " and workload > 1 ECTS".len());
    draft.rules();
    assert_eq!(draft.bytes_read(), 0, "nothing changed");
}

#[test]
fn a_file_with_a_problem_of_syntax_is_read_whole_and_in_pieces_again_once_it_is_mended() {
    let mut draft = Draft::new(packs());
    let broken = [LAW, &LAW.replace("bar ", "bra "), LAW].concat();
    assert!(draft.change("nl.rule", broken.clone().into_bytes()));
    assert!(draft.rules().has_errors());
    assert!(draft.change("nl.rule", broken.replace("bra ", "bar ").into_bytes()));
    assert_eq!(difference(&mut draft), None);
    assert!(draft.change("nl.rule", [LAW, LAW, &LAW.replace('4', "6")].concat().into_bytes()));
    draft.rules();
    assert_eq!(draft.bytes_read(), LAW.len());
}

#[test]
fn only_files_of_its_packs_can_be_changed() {
    assert!(!Draft::new(packs()).change("nowhere.rule", Vec::new()));
}
