//! Any bytes are read as rules: the tree gives the text back, spans lie within it, lowering and checking end, and rules
//! without an error run their examples.

use credstack::diagnostics::{Diagnostic, to_text};
use credstack::source::{SourceMap, Span};
use credstack::{PackFiles, Rules, run_examples};

/// Reads, checks and tries bytes as rules.
///
/// # Panics
/// Where something does not hold.
pub fn rules(bytes: &[u8]) {
    let text = super::text::text(bytes);
    let mut sources = SourceMap::default();
    let id = sources.add("fuzz.rule", text);
    let parsed = credstack_dsl::parse(id, text);
    assert_eq!(parsed.tree.text(), text, "the tree lost something");
    assert_shown(&parsed.diagnostics, &sources);

    let manifest = b"[pack]\nname = \"fuzz\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n".to_vec();
    let pack =
        PackFiles { manifest: ("pack.toml".into(), manifest), rules: vec![("fuzz.rule".into(), bytes.to_vec())] };
    let rules = Rules::from_memory(&[pack]);
    assert_shown(&rules.checked(), &rules.sources);
    if !rules.has_errors() {
        let _ = run_examples(&rules);
    }
}

/// Every place that a problem points at is there, and the problem can be shown.
fn assert_shown(problems: &[Diagnostic], sources: &SourceMap) {
    let is_there = |span: Span| sources.file(span.source).is_some_and(|f| f.text().get(span.range()).is_some());
    for problem in problems {
        let places = problem.labels.iter().map(|l| l.span).chain(problem.fix.iter().map(|f| f.span));
        for span in places {
            assert!(is_there(span), "{span:?} is no place of the file: {}", problem.message);
        }
    }
    let _ = to_text(problems, sources, false);
}
