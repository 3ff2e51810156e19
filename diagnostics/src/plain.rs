//! Diagnostics as sentences, for a screen reader or a letter: no drawing, nothing that only the eye can find.

use credstack_source::{SourceFile, SourceMap, Span};

use crate::{Diagnostic, Fix};

/// The diagnostics as sentences, one line each.
pub fn to_plain(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    diagnostics.iter().map(|d| sentence(d, sources) + "\n").collect()
}

fn sentence(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let mut text = format!(
        "{} {}, {}: {}",
        diagnostic.severity().word(),
        diagnostic.slug.text(),
        place(diagnostic.span(), sources),
        diagnostic.message
    );
    if let Some(label) = diagnostic.labels.first().filter(|l| !l.text.is_empty()) {
        text += &format!(", {}", label.text);
    }
    for label in diagnostic.labels.iter().skip(1) {
        text += &format!("; {}: {}", place(label.span, sources), label.text);
    }
    match diagnostic.help.as_deref() {
        Some(question) if question.ends_with('?') => text += &format!("; {question}"),
        Some(help) => text += &format!("; to mend it: {help}"),
        None => {}
    }
    if let Some(fix) = &diagnostic.fix {
        text += &format!("; the change: {}", change(fix, sources));
    }
    text
}

/// `file rules/es.rule, line 12, columns 5 to 9`.
fn place(span: Span, sources: &SourceMap) -> String {
    let Some(file) = sources.file(span.source) else { return "no file".to_owned() };
    let (from, to) = (file.position(span.start as usize), file.position(span.end as usize));
    let name = file.name();
    if from.line != to.line {
        let (line, column) = (from.line, from.column);
        return format!("file {name}, line {line}, column {column} to line {}, column {}", to.line, to.column);
    }
    let columns = match to.column.saturating_sub(from.column) {
        0 | 1 => format!("column {}", from.column),
        _ => format!("columns {} to {}", from.column, to.column - 1),
    };
    format!("file {name}, line {}, {columns}", from.line)
}

fn change(fix: &Fix, sources: &SourceMap) -> String {
    let (old, new) = (sources.text(fix.span), fix.replacement.trim());
    let at = sources.file(fix.span.source).map(|f: &SourceFile| f.position(fix.span.start as usize));
    let at = at.map_or_else(String::new, |p| format!(" in line {}, column {}", p.line, p.column));
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("put in `{new}`{at}"),
        (false, true) => format!("take out `{old}`{at}"),
        (false, false) => format!("`{new}` in place of `{old}`{at}"),
    }
}
