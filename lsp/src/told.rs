//! Problems as the editor shows them, and the changes that mend them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr as _;

use credstack::Rules;
use credstack::diagnostics::{Applicability, Diagnostic, Page, Severity, mend};
use lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range, TextEdit, Uri,
};
use serde_json::{Value, json};

use crate::desk::{Desk, Root, Sheet};
use crate::lines::Lines;

/// Where the pages of problems stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pages {
    /// Given by the editor, as `https://example.org/problems`.
    pub(crate) address: Option<String>,
    /// A folder of this repository, if one is open.
    pub(crate) folder: Option<PathBuf>,
}

impl Pages {
    fn of(&self, problem: &Diagnostic) -> Option<CodeDescription> {
        let page = Page::of(problem.slug).address();
        let href = match (&self.address, &self.folder) {
            (Some(base), _) => {
                Uri::from_str(&format!("{}/{}.md", base.trim_end_matches('/'), problem.slug.text())).ok()?
            }
            (None, Some(folder)) => crate::address::uri(&folder.join(page))?,
            (None, None) => return None,
        };
        Some(CodeDescription { href })
    }
}

/// The problems of a root by file. Every file of the root has an entry, so that what was mended is taken away.
pub(crate) fn problems(desk: &Desk, root: &Root, pages: &Pages) -> BTreeMap<String, Vec<lsp_types::Diagnostic>> {
    let Some(rules) = root.rules() else { return BTreeMap::new() };
    let mut told: BTreeMap<String, Vec<lsp_types::Diagnostic>> =
        rules.sources.files().map(|(_, f)| (f.name().to_owned(), Vec::new())).collect();
    let mut lines: BTreeMap<u32, Lines<'_>> = BTreeMap::new();
    for problem in root.diagnostics() {
        let Some(file) = rules.sources.file(problem.span().source) else { continue };
        let one = {
            let here = lines.entry(problem.span().source.0).or_insert_with(|| Lines::of(file.text()));
            problem_of(problem, here, pages)
        };
        let related = related(desk, rules, problem);
        let one = lsp_types::Diagnostic { related_information: (!related.is_empty()).then_some(related), ..one };
        told.entry(file.name().to_owned()).or_default().push(one);
    }
    told.remove("");
    told
}

fn problem_of(problem: &Diagnostic, lines: &Lines<'_>, pages: &Pages) -> lsp_types::Diagnostic {
    let label = problem.labels.first().map(|l| l.text.as_str()).filter(|t| !t.is_empty());
    let mut message = problem.message.clone();
    for more in label.into_iter().chain(problem.help.as_deref()) {
        message += &format!("\n{more}");
    }
    lsp_types::Diagnostic {
        range: lines.range(problem.span()),
        severity: Some(match problem.severity() {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(problem.slug.text().to_owned())),
        code_description: pages.of(problem),
        source: Some("credstack".to_owned()),
        message,
        ..lsp_types::Diagnostic::default()
    }
}

fn related(desk: &Desk, rules: &Rules, problem: &Diagnostic) -> Vec<DiagnosticRelatedInformation> {
    let others = problem.labels.iter().skip(1).filter_map(|label| {
        let file = rules.sources.file(label.span.source)?;
        let location = Location::new(desk.uri(file.name())?, Lines::of(file.text()).range(label.span));
        Some(DiagnosticRelatedInformation { location, message: label.text.clone() })
    });
    others.collect()
}

/// The changes that are offered at a range of a file.
pub(crate) fn actions(sheet: Sheet<'_>, uri: &Uri, range: Range, pages: &Pages) -> Vec<Value> {
    let lines = sheet.lines();
    let bytes = lines.bytes(range);
    let here = |d: &&Diagnostic| {
        let span = d.span().range();
        d.span().source == sheet.id && span.start <= bytes.end && bytes.start <= span.end
    };
    let mut actions = Vec::new();
    let mut explained = Vec::new();
    for problem in sheet.root.diagnostics().iter().filter(here) {
        let told = problem_of(problem, &lines, pages);
        if let Some(fix) = problem.fix.as_ref().filter(|f| f.span.source == sheet.id) {
            let old = sheet.rules.sources.text(fix.span);
            let edit = TextEdit::new(lines.range(fix.span), fix.replacement.clone());
            let mut action =
                json!({ "title": title(old, &fix.replacement), "kind": "quickfix", "diagnostics": [told] });
            action["isPreferred"] = json!(fix.applicability == Applicability::Safe);
            action["edit"] = json!({ "changes": { uri.as_str(): [edit] } });
            actions.push(action);
        }
        if !explained.contains(&problem.slug) {
            explained.push(problem.slug);
            let title = format!("Explain `{}`", problem.slug.text());
            let command = json!({ "title": title, "command": "credstack.explain", "arguments": [problem.slug.text()] });
            actions.push(json!({ "title": title, "kind": "quickfix", "diagnostics": [told], "command": command }));
        }
    }
    let mended = mend(sheet.id, sheet.file.text(), sheet.root.diagnostics());
    if !mended.made.is_empty() {
        let edit = TextEdit::new(lines.all(), mended.text);
        let title = "Mend everything that is sure in this file";
        let edit = json!({ "changes": { uri.as_str(): [edit] } });
        actions.push(json!({ "title": title, "kind": "source.fixAll", "edit": edit }));
    }
    actions
}

fn title(old: &str, new: &str) -> String {
    match (old.trim(), new.trim()) {
        ("", new) => format!("Put in `{new}`"),
        (old, "") => format!("Take out `{old}`"),
        (old, new) => format!("Write `{new}` for `{old}`"),
    }
}
