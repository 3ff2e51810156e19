//! Any text is read as rules: the tree gives the text back, spans lie within it, and lowering and checking end.

#![no_main]

use credstack::{PackFiles, Rules};
use credstack::source::SourceMap;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let mut sources = SourceMap::default();
        let id = sources.add("fuzz.rule", text);
        let parsed = credstack_dsl::parse(id, text);
        assert_eq!(parsed.tree.text(), text);
        for problem in &parsed.diagnostics {
            assert!(text.get(problem.span().range()).is_some() || problem.span().start as usize >= text.len());
        }
    }
    let manifest = b"[pack]\nname = \"fuzz\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n".to_vec();
    let pack = PackFiles { manifest: ("pack.toml".into(), manifest), rules: vec![("fuzz.rule".into(), bytes.to_vec())] };
    let rules = Rules::from_memory(&[pack]);
    if !rules.has_errors() {
        let _ = credstack::run_examples(&rules);
    }
});
