//! What holds for any text at all: reading never fails, loses nothing, and points at places that exist.

use std::sync::Arc;

use credstack_diagnostics::Diagnostic;
use credstack_dsl::{PackFile, lower, parse};
use credstack_model::Symbols;
use credstack_model::policy::Pack;
use credstack_source::SourceMap;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Real rule files, from which broken ones are made.
const REAL: [&str; 6] = [
    include_str!("../../../rules/eu/microcredentials.rule"),
    include_str!("../../../rules/eu/lisbon.rule"),
    include_str!("../../../rules/es/universities.rule"),
    include_str!("../../../rules/es/awards.rule"),
    include_str!("../../../rules/es-ucm/ucm.rule"),
    include_str!("../../../rules/es-ucm/awards.rule"),
];

/// What a writer's hand slips on, and what a careless copy brings in.
const SLIPS: [&str; 44] = [
    "{",
    "}",
    "(",
    ")",
    "\"",
    "“",
    "”",
    "«",
    "\\",
    "#",
    ",",
    "%",
    "≤",
    "<",
    "==",
    "0",
    "15",
    "15,5",
    "99999999999999999999",
    "ECTS",
    "EQF 6",
    "EQF 99",
    "2024-02-30",
    "policy",
    "rule",
    "award",
    "limit",
    "source",
    "when",
    "else",
    "of",
    "in",
    "is",
    "not",
    "at most",
    "example",
    "cite",
    "\u{FEFF}",
    "\u{00A0}",
    "\r",
    "é",
    "𝔘",
    "\0",
    "\u{202E}",
];

fn assert_holds(texts: &[&str]) -> Result<(), TestCaseError> {
    let mut sources = SourceMap::default();
    let parses: Vec<_> = texts.iter().map(|t| parse(sources.add("any.rule", t), t)).collect();
    for (parse, text) in parses.iter().zip(texts) {
        prop_assert_eq!(&parse.tree.text(), text, "the tree lost something");
    }
    let files: Vec<PackFile<'_>> = parses.iter().map(|p| PackFile { pack: 0, tree: &p.tree }).collect();
    let pack = Pack { name: "any".into(), version: "0.1.0".into(), title: "Any".into(), hash: "".into() };
    let lowered = lower(vec![pack], &files, &Arc::new(Symbols::default()));
    let mut all: Vec<Diagnostic> = parses.iter().flat_map(|p| p.diagnostics.clone()).collect();
    all.extend(lowered.diagnostics);
    for problem in &all {
        let fix = problem.fix.iter().map(|f| f.span);
        for span in problem.labels.iter().map(|l| l.span).chain(fix) {
            let text = sources.file(span.source).map(|f| f.text().to_owned()).unwrap_or_default();
            prop_assert!(text.get(span.range()).is_some(), "{:?} is no place of the file: {}", span, problem.message);
        }
    }
    // Showing them does not fail either.
    let _ = credstack_diagnostics::to_text(&all, &sources, false);
    Ok(())
}

/// Words and signs of the language in any order, so that more than the outermost rule of the grammar is tried.
fn salad() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        select(SLIPS.to_vec()).prop_map(str::to_owned),
        select(REAL.to_vec()).prop_flat_map(|text| {
            let words: Vec<&str> = text.split_whitespace().collect();
            select(words).prop_map(str::to_owned)
        }),
    ];
    proptest::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

/// Some lines of a real file, with a few slips.
fn mutilated() -> impl Strategy<Value = String> {
    let edit = (0u8..5, any::<Index>(), any::<Index>(), select(SLIPS.to_vec()));
    (select(REAL.to_vec()), any::<Index>(), 1usize..60, proptest::collection::vec(edit, 0..8)).prop_map(
        |(file, from, length, edits)| {
            let lines: Vec<&str> = file.lines().collect();
            let from = from.index(lines.len());
            let mut lines: Vec<String> = lines.iter().skip(from).take(length).map(|l| (*l).to_owned()).collect();
            for (kind, line, place, slip) in edits {
                let (line, other) = (line.index(lines.len()), place.index(lines.len()));
                let at = boundary(&lines[line], place.index(lines[line].len() + 1));
                match kind {
                    0 => lines.swap(line, other),
                    1 => lines[line].insert_str(at, slip),
                    2 => lines[line].truncate(at),
                    3 => drop(lines[line].drain(..at)),
                    _ => {
                        let copied = lines[other].clone();
                        lines.insert(line, copied);
                    }
                }
            }
            lines.join("\n")
        },
    )
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        assert_holds(&[&text])?;
    }

    #[test]
    fn any_order_of_words_is_read(text in salad()) {
        assert_holds(&[&text])?;
    }

    #[test]
    fn a_mutilated_rule_file_is_read(text in mutilated()) {
        assert_holds(&[&text])?;
        assert_holds(&[&format!("policy es.any {{ layer country\n{text}")])?;
    }
}

#[test]
fn a_rule_file_cut_anywhere_is_read() {
    let file = REAL[1];
    for (at, _) in file.char_indices().step_by(7) {
        assert_holds(&[&file[..at]]).unwrap_or_else(|e| panic!("cut at byte {at}: {e}"));
    }
}

#[test]
fn the_real_files_have_no_problem() {
    let read = crate::support::read_alone(&REAL);
    assert!(read.diagnostics.is_empty(), "{}", crate::support::shown(&read));
}
