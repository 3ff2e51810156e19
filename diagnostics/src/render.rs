//! Diagnostics as text for people and as JSON for programs.

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use credstack_source::{SourceFile, SourceId, SourceMap};
use serde_json::{Value, json};

use crate::{Diagnostic, Page, Severity};

/// The diagnostics as a person reads them, with the place underlined; `colour` only on a terminal.
pub fn to_text(diagnostics: &[Diagnostic], sources: &SourceMap, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    diagnostics.iter().map(|d| renderer.render(&report(d, sources)) + "\n").collect::<Vec<_>>().join("\n")
}

fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap) -> Vec<Group<'a>> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.slug.text());
    let file = sources.file(diagnostic.span().source);
    let mut main = match file {
        Some(file) => title.element(annotated(diagnostic, diagnostic.span().source, file)),
        None => Group::with_title(title),
    };
    for other in other_sources(diagnostic) {
        if let Some(file) = sources.file(other) {
            main = main.element(annotated(diagnostic, other, file));
        }
    }
    let patched = diagnostic.fix.as_ref().zip(file);
    if let Some(help) = diagnostic.help.as_deref().filter(|_| patched.is_none()) {
        main = main.element(Level::HELP.message(help));
    }
    let mut groups = vec![main];
    if let Some((fix, file)) = patched {
        let title = diagnostic.help.as_deref().unwrap_or("write it so");
        let patch = Patch::new(fix.span.range(), fix.replacement.as_str());
        groups.push(
            Level::HELP.secondary_title(title).element(Snippet::source(file.text()).path(file.name()).patch(patch)),
        );
    }
    groups
}

/// The files of the labels beside the main one's.
fn other_sources(diagnostic: &Diagnostic) -> Vec<SourceId> {
    let mut found: Vec<SourceId> = Vec::new();
    for label in &diagnostic.labels {
        let source = label.span.source;
        if source != diagnostic.span().source && !found.contains(&source) {
            found.push(source);
        }
    }
    found
}

fn annotated<'a>(
    diagnostic: &'a Diagnostic,
    source: SourceId,
    file: &'a SourceFile,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let main = diagnostic.span();
    let annotations = diagnostic.labels.iter().filter(|l| l.span.source == source).map(|label| {
        let kind = if label.span == main { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(label.span.range());
        if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
    });
    Snippet::source(file.text()).path(file.name()).annotations(annotations)
}

/// Where to read more, in a line, for the end of what [`to_text`] says; nothing where nothing is wrong.
pub fn pointer(diagnostics: &[Diagnostic]) -> Option<String> {
    let first = diagnostics.first()?.slug;
    let one = diagnostics.iter().all(|d| d.slug == first);
    let others = if one { "" } else { ", and so for every other word in brackets" };
    Some(format!("`credstack explain {}` says more{others}", first.text()))
}

/// The diagnostics for a program: slug, severity, message, help, place and fix of each.
pub fn to_json(diagnostics: &[Diagnostic], sources: &SourceMap) -> Value {
    diagnostics.iter().map(|d| one_to_json(d, sources)).collect()
}

fn one_to_json(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    let place = |span: credstack_source::Span| {
        let at = sources.position(span);
        json!({
            "file": sources.file(span.source).map(SourceFile::name),
            "line": at.line,
            "column": at.column,
            "start": span.start,
            "end": span.end,
        })
    };
    let labels: Vec<Value> =
        diagnostic.labels.iter().map(|l| json!({ "place": place(l.span), "text": l.text })).collect();
    let fix = diagnostic.fix.as_ref().map(
        |f| json!({ "place": place(f.span), "replacement": f.replacement, "applicability": f.applicability.word() }),
    );
    json!({
        "slug": diagnostic.slug.text(),
        "severity": diagnostic.severity().word(),
        "page": Page::of(diagnostic.slug).address(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "labels": labels,
        "fix": fix,
    })
}
