//! One helper for all tests: rules in, problems out, each as its slug and the text that it underlines.

use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_dsl::{Lowered, PackFile, lower, parse};
use credstack_model::Symbols;
use credstack_model::policy::Pack;
use credstack_source::{SourceId, SourceMap};

use crate::wording::assert_well_worded;

/// What every country's rules can rest on here: a treaty, a framework, a credit system.
pub(crate) const GROUND: &str = r#"
policy eu.ground "Ground for all" {
    layer union
    source LRC "Lisbon Recognition Convention" { url "https://example.org/lrc" }
    framework EQF "European Qualifications Framework" {
        level 1
        level 2
        level 3
        level 4
        level 5
        level 6
        level 7
        level 8
    }
    credit system SCQF "Scottish credits" { 2 SCQF are 1 ECTS by year }
    hours 25 to 30 for 1 ECTS

    limit experience "Experience gives no more than 15 percent" {
        count   professional experience
        at most 15% of award workload
        mandatory
        cite    LRC art V.1
    }
    limit own_study "Own study gives no more than 15 percent" {
        count   own study
        at most 15% of award workload
        mandatory, lower layers may tighten
        cite    LRC art V.1
    }
}
"#;

/// What came of reading some rule files together with the ground.
pub(crate) struct Read {
    /// The files, the ground first.
    pub(crate) sources: SourceMap,
    /// Every problem, in the order of the files.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What could be lowered.
    pub(crate) lowered: Lowered,
}

/// Reads the files `rules/1.rule`, `rules/2.rule`, … above the ground.
pub(crate) fn read(files: &[&str]) -> Read {
    read_alone(&[&[GROUND], files].concat())
}

/// Reads files that bring everything themselves.
pub(crate) fn read_alone(files: &[&str]) -> Read {
    let mut sources = SourceMap::default();
    let parses: Vec<_> =
        files.iter().enumerate().map(|(n, text)| parse(sources.add(&format!("rules/{n}.rule"), text), text)).collect();
    let trees: Vec<PackFile<'_>> = parses.iter().map(|p| PackFile { pack: 0, tree: &p.tree }).collect();
    let pack = Pack { name: "test".into(), version: "0.1.0".into(), title: "Test".into(), hash: "".into() };
    let lowered = lower(vec![pack], &trees, &Arc::new(Symbols::default()));
    let mut diagnostics: Vec<Diagnostic> = parses.iter().flat_map(|p| p.diagnostics.clone()).collect();
    diagnostics.extend(lowered.diagnostics.iter().cloned());
    credstack_diagnostics::sort(&mut diagnostics);
    diagnostics.iter().for_each(assert_well_worded);
    Read { sources, diagnostics, lowered }
}

impl Read {
    /// Slug and underlined text of each problem outside the ground. Warnings about a rule's habits (no example, no
    /// citation) are left out unless asked for: most rules here are shorter than rules should be.
    fn found(&self, habits: bool) -> Vec<(&'static str, &str)> {
        let habit = |d: &Diagnostic| matches!(d.slug, Slug::MissingExample | Slug::MissingCitation);
        let told = self.diagnostics.iter().filter(|d| d.span().source != SourceId(0) && (habits || !habit(d)));
        told.map(|d| (d.slug.text(), self.sources.text(d.span()))).collect()
    }

    /// The one problem of a slug.
    pub(crate) fn the(&self, slug: &str) -> &Diagnostic {
        let all: Vec<&Diagnostic> = self.diagnostics.iter().filter(|d| d.slug.text() == slug).collect();
        match all.as_slice() {
            [one] => one,
            other => panic!("expected one `{slug}`, found {other:#?}"),
        }
    }
}

/// Rules, and what should be said of them: slugs with the text that each underlines, in the order of the file.
#[track_caller]
pub(crate) fn check(text: &str, expected: &[(&str, &str)]) {
    check_files(&[text], expected);
}

/// The same for several files.
#[track_caller]
pub(crate) fn check_files(files: &[&str], expected: &[(&str, &str)]) {
    let read = read(files);
    assert_eq!(read.found(false), expected, "\n{}", shown(&read));
}

/// The same, with the warnings about missing examples and citations.
#[track_caller]
pub(crate) fn check_with_habits(text: &str, expected: &[(&str, &str)]) {
    let read = read(&[text]);
    assert_eq!(read.found(true), expected, "\n{}", shown(&read));
}

/// A slip with its remedy: one problem, where it is underlined, and the change that is offered for it.
#[track_caller]
pub(crate) fn check_fix(text: &str, slug: &str, underlined: &str, replacement: &str) {
    check(text, &[(slug, underlined)]);
    let read = read(&[text]);
    let fix = read.the(slug).fix.clone().unwrap_or_else(|| panic!("`{slug}` offers no change"));
    assert_eq!(fix.replacement, replacement);
    // Making the change leaves nothing to say.
    let mended = [&text[..fix.span.range().start], &fix.replacement, &text[fix.span.range().end..]].concat();
    check(&mended, &[]);
}

/// The message of the one problem of a slug.
#[track_caller]
pub(crate) fn message(text: &str, slug: &str) -> String {
    read(&[text]).the(slug).message.clone()
}

/// The problems as a registrar sees them.
pub(crate) fn shown(read: &Read) -> String {
    let habit = |d: &&Diagnostic| !matches!(d.slug, Slug::MissingExample | Slug::MissingCitation);
    let told: Vec<Diagnostic> = read.diagnostics.iter().filter(habit).cloned().collect();
    credstack_diagnostics::to_text(&told, &read.sources, false)
}

/// A policy of a country with these clauses; `; ` is a new line, for a clause begins one.
pub(crate) fn policy(clauses: &str) -> String {
    let clauses = clauses.replace("; ", "\n        ");
    format!("policy es.test \"Test\" {{\n    extends eu.ground\n    layer country\n    {clauses}\n}}\n")
}

/// A policy with one rule of these clauses.
pub(crate) fn rule(clauses: &str) -> String {
    policy(&format!("rule r \"A rule\" {{\n        {clauses}\n        cite LRC\n    }}"))
}

/// A policy with one rule that bars when a condition holds.
pub(crate) fn bar_when(condition: &str) -> String {
    rule(&format!("bar when {condition}"))
}

/// A policy with one limit of these clauses.
pub(crate) fn limit(clauses: &str) -> String {
    policy(&format!("limit l \"A limit\" {{\n        {clauses}\n        cite LRC\n    }}"))
}
